/**
 * All that a carrier has to offer. Messages are plain data with typed arrays inside (structured clone or
 * `wire-codec.ts`). A channel is ordered, and it says once when it has closed.
 */
export interface Channel {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** `reason` is for people. Called at most once; after it nothing arrives any more. */
  onClose(listener: (reason: string) => void): void;
  close(): void;
}

/** Two ends in one process: command line and tests. Delivery is asynchronous, as with every real carrier. */
export function createChannelPair(): [Channel, Channel] {
  const a = new DirectEnd();
  const b = new DirectEnd();
  a.peer = b;
  b.peer = a;
  return [a, b];
}

class DirectEnd implements Channel {
  peer: DirectEnd | null = null;
  private message: (message: unknown) => void = ignore;
  private closed: (reason: string) => void = ignore;
  /** Why it has closed; null while it is open. */
  private reason: string | null = null;

  post(message: unknown): void {
    const peer = this.peer;
    if (this.reason !== null || peer === null) return;
    queueMicrotask(() => {
      if (peer.reason === null) peer.message(message);
    });
  }

  onMessage(listener: (message: unknown) => void): void {
    this.message = listener;
  }

  onClose(listener: (reason: string) => void): void {
    this.closed = listener;
    const { reason } = this;
    if (reason !== null) queueMicrotask(() => listener(reason));
  }

  close(): void {
    this.shut('closed by this side');
    this.peer?.shut('closed by the other side');
  }

  private shut(reason: string): void {
    if (this.reason !== null) return;
    this.reason = reason;
    this.closed(reason);
  }
}

function ignore(): void {
  // Nobody listens yet.
}
