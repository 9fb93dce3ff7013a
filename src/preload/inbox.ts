export interface Inbox<T> {
  receive(value: T): void;
  /** @returns a function that takes the listener off again */
  listen(listener: (value: T) => void): () => void;
}

/** Keeps what arrives until somebody listens: the shell may speak before the page has started. */
export function createInbox<T>(): Inbox<T> {
  const listeners = new Set<(value: T) => void>();
  const waiting: T[] = [];
  return {
    receive(value) {
      if (listeners.size === 0) waiting.push(value);
      for (const listener of listeners) listener(value);
    },
    listen(listener) {
      listeners.add(listener);
      for (const value of waiting.splice(0)) listener(value);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
