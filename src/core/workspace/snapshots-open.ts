import { cancelledError } from '#shared/contract/errors.ts';
import type { HeapProgressEvent } from '#shared/model/heap.ts';
import type { Database } from '../db/database.ts';
import type { Pace } from '../heap/graph/pace.ts';
import type { OpenHeap } from '../heap/view/open-heap.ts';
import { comparedStrings, type ComparedStrings } from '../heap/view/strings.ts';
import { loadGraph } from './snapshots-graph.ts';

/** How often progress is told while a graph is loaded. */
const TELL_EVERY_MS = 100;

/** The graph of one snapshot, and what views have computed of it. */
export class LoadedSnapshot {
  readonly heap: OpenHeap;
  #strings: ComparedStrings | null = null;

  constructor(heap: OpenHeap) {
    this.heap = heap;
  }

  /** @throws {AppError} `cancelled` */
  async strings(pace: Pace): Promise<ComparedStrings> {
    return (this.#strings ??= await comparedStrings(this.heap, pace));
  }
}

interface Loading {
  readonly database: Database;
  readonly snapshotId: number;
  readonly abort: AbortController;
  readonly loaded: Promise<LoadedSnapshot>;
  /** Requests that wait for it; when the last one is cancelled, so is the loading. */
  waiting: number;
  settled: boolean;
}

/**
 * The snapshot that is looked at: one graph at a time, because the largest take gigabytes. Who asks for another one lets go of
 * the one before.
 */
export class OpenSnapshot {
  readonly #tell: (progress: HeapProgressEvent) => void;
  #current: Loading | null = null;

  constructor(tell: (progress: HeapProgressEvent) => void) {
    this.#tell = tell;
  }

  /**
   * The graph of a snapshot; loads it unless it is the one that is open.
   * @throws {AppError} `workspace-damaged`, `cancelled`
   */
  async load(database: Database, snapshotId: number, signal: AbortSignal): Promise<LoadedSnapshot> {
    if (signal.aborted) throw cancelledError('Loading the snapshot');
    const current = this.#current;
    const isOpen = current?.database === database && current.snapshotId === snapshotId;
    return this.#wait(isOpen ? current : this.#begin(database, snapshotId), signal);
  }

  /** Lets go of a snapshot that is removed: its number may be used again. */
  forget(snapshotId: number): void {
    if (this.#current?.snapshotId === snapshotId) this.release();
  }

  /** Lets go of what is open. */
  release(): void {
    this.#current?.abort.abort();
    this.#current = null;
  }

  #begin(database: Database, snapshotId: number): Loading {
    this.release();
    const abort = new AbortController();
    let told = -Infinity;
    const progress = ({ phase, share }: { phase: string; share: number | null }): void => {
      const now = performance.now();
      if (now - told < TELL_EVERY_MS) return;
      told = now;
      this.#tell({ snapshotId, phase, share });
    };
    const loaded = loadGraph(database, snapshotId, abort.signal, progress).then(
      (heap) => new LoadedSnapshot(heap),
    );
    const loading: Loading = { database, snapshotId, abort, loaded, waiting: 0, settled: false };
    this.#current = loading;
    loaded.then(
      () => {
        loading.settled = true;
        this.#tell({ snapshotId, phase: 'Ready', share: 1 });
      },
      () => {
        if (this.#current === loading) this.#current = null;
      },
    );
    return loading;
  }

  async #wait(loading: Loading, signal: AbortSignal): Promise<LoadedSnapshot> {
    loading.waiting += 1;
    let leave: () => void = () => undefined;
    const left = new Promise<never>((_, reject) => {
      leave = (): void => reject(cancelledError('Loading the snapshot'));
      signal.addEventListener('abort', leave, { once: true });
    });
    try {
      return await Promise.race([loading.loaded, left]);
    } finally {
      signal.removeEventListener('abort', leave);
      loading.waiting -= 1;
      if (loading.waiting === 0 && !loading.settled && signal.aborted) {
        loading.abort.abort();
        if (this.#current === loading) this.#current = null;
      }
    }
  }
}
