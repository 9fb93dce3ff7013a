import type { WireError } from '#shared/contract/errors.ts';
import type { ReadJob, ReadMessage, ReadResult } from './read-source.ts';

/** What the engine's thread tells a reading thread. */
export type ToReader =
  | {
      readonly t: 'read';
      readonly job: ReadJob;
      readonly name: string;
      /** Null: bytes are asked for with `want` and come with `bytes`. */
      readonly path: string | null;
      readonly sizeBytes: number | null;
    }
  | { readonly t: 'digest'; readonly name: string; readonly path: string }
  /** One `rows` message has been stored; its buffers come back. */
  | { readonly t: 'stored'; readonly buffers: readonly ArrayBuffer[] }
  /** Empty: the source has ended. */
  | { readonly t: 'bytes'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly t: 'bytes-failed'; readonly error: WireError }
  | { readonly t: 'abort' };

/** What a reading thread tells the engine's thread. */
export type FromReader =
  | { readonly t: 'message'; readonly message: ReadMessage }
  | { readonly t: 'want'; readonly bytes: number }
  | { readonly t: 'done'; readonly result: ReadResult }
  | { readonly t: 'digested'; readonly sha256: string }
  | { readonly t: 'failed'; readonly error: WireError };

/** Batches that may wait between the two threads, about 4 MB each. */
export const MAX_BATCHES_UNDERWAY = 4;
