/**
 * Marks that the bench and the end-to-end tests read: `brush-compute` is the time to all figures of a selection,
 * `brush-frame` from the pointer event to the frame that shows them. Both cost a few microseconds and are always on.
 */
export function measureCompute<T>(compute: () => T): T {
  const start = performance.now();
  const result = compute();
  performance.measure('brush-compute', { start, end: performance.now() });
  return result;
}

/** Call when a brush event begins to be handled. */
export function measureFrame(): void {
  const start = performance.now();
  // The frame's callbacks paint; a message posted from there is delivered after the frame was handed on.
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      performance.measure('brush-frame', { start, end: performance.now() });
    };
    port2.postMessage(null);
  });
}
