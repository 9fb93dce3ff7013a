import type { WireError } from '#shared/contract/errors.ts';
import type { HeapProgress } from '../model/reader.ts';
import type { PreparedSnapshot, PrepareJob } from '../prepare-snapshot.ts';

/** What the engine's thread tells a thread that prepares a snapshot: one job, then it ends. */
export interface ToHeapThread {
  readonly job: PrepareJob;
  readonly path: string;
}

/** What such a thread tells. */
export type FromHeapThread =
  | { readonly t: 'progress'; readonly bytesRead: number; readonly rows: number }
  | { readonly t: 'phase'; readonly phase: HeapProgress }
  | { readonly t: 'done'; readonly snapshot: PreparedSnapshot }
  | { readonly t: 'failed'; readonly error: WireError };
