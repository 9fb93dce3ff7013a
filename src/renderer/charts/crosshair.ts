/** Where the pointer is in the data, whatever chart it is over. */
export interface CrosshairPosition {
  /** The chart that set it; only that chart may clear it. */
  readonly owner: string;
  readonly timeMs: number | null;
  readonly valueMs: number | null;
}

/** One crosshair through all charts of a view. It changes with every pointer move and therefore bypasses React. */
export interface Crosshair {
  readonly get: () => CrosshairPosition | null;
  readonly set: (position: CrosshairPosition) => void;
  readonly clear: (owner: string) => void;
  /** @returns a function that takes the listener off again */
  readonly subscribe: (listener: () => void) => () => void;
}

export function createCrosshair(): Crosshair {
  let position: CrosshairPosition | null = null;
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  return {
    get: () => position,
    set(next) {
      position = next;
      tell();
    },
    clear(owner) {
      if (position?.owner !== owner) return;
      position = null;
      tell();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
