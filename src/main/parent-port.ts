import { ensureExists } from '#shared/assert.ts';

/**
 * The few parts of Electron's ports that the engine process uses. Written down here because that process does not
 * import electron: it also has to start in plain Node for its tests.
 */
export interface PortLike {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  postMessage(message: unknown): void;
  /** Nothing arrives before. */
  start(): void;
  close(): void;
}

export interface ParentPort {
  on(
    event: 'message',
    listener: (event: { readonly data: unknown; readonly ports: readonly PortLike[] }) => void,
  ): unknown;
  postMessage(message: unknown): void;
}

/** The line to the main process; only a utility process has one. */
export function parentPort(): ParentPort {
  const { parentPort: port } = process as unknown as { readonly parentPort?: ParentPort };
  return ensureExists(port, 'process.parentPort (this file runs as a utility process)');
}
