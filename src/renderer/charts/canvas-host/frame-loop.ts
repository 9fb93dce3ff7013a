/**
 * At most one repaint per frame, however often something says that it changed. Pointer events come right before a
 * frame, so what they change is on screen in the same one.
 */
export interface FrameLoop<L extends string> {
  /** Marks layers as outdated; they are painted together in the next frame. */
  readonly invalidate: (...layers: readonly L[]) => void;
  readonly stop: () => void;
}

export interface FrameClock {
  readonly request: (callback: () => void) => number;
  readonly cancel: (id: number) => void;
}

export const browserFrames: FrameClock = {
  request: (callback) => requestAnimationFrame(callback),
  cancel: (id) => cancelAnimationFrame(id),
};

export function createFrameLoop<L extends string>(
  paint: (layers: ReadonlySet<L>) => void,
  clock: FrameClock,
): FrameLoop<L> {
  let outdated = new Set<L>();
  let frame: number | null = null;

  function run(): void {
    frame = null;
    const layers = outdated;
    outdated = new Set();
    paint(layers);
  }

  return {
    invalidate(...layers) {
      for (const layer of layers) outdated.add(layer);
      if (outdated.size > 0) frame ??= clock.request(run);
    },
    stop() {
      if (frame !== null) clock.cancel(frame);
      frame = null;
      outdated.clear();
    },
  };
}
