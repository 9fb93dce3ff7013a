import type { HeapStatistics } from '#shared/model/heap.ts';
import type { ByteSource } from '../io/byte-source.ts';
import { analyseHeap } from './graph/heap-analysis.ts';
import { distancesOf } from './graph/distances.ts';
import { Pace } from './graph/pace.ts';
import { inspectHeapFile } from './heap-file.ts';
import { nodeFlags } from './model/heap-graph.ts';
import type { HeapProgress } from './model/reader.ts';
import type { SnapshotTables } from './model/snapshot-tables.ts';
import { heapReaders, readHeapAs } from './readers.ts';
import { classRows } from './statistics/class-rows.ts';
import { reduceSnapshot } from './statistics/reduce-snapshot.ts';
import { heapParts, type HeapParts } from './stored/heap-parts.ts';
import type { ClassListRow } from './stored/class-list.ts';
import { programDistance } from './view/heap-object.ts';
import { heapFigures } from './view/heap-figures.ts';
import { OpenHeap } from './view/open-heap.ts';

/** A snapshot as it is stored: nothing of it has to be computed again when the workspace is opened. */
export interface PreparedSnapshot {
  /** Without retainer shapes: they need the other snapshots of a series. */
  readonly tables: SnapshotTables;
  /** Null where the file has only figures of classes. */
  readonly graph: PreparedGraph | null;
}

export interface PreparedGraph {
  readonly parts: HeapParts;
  /** As the list of classes shows them: plain objects by their properties where many are alike. */
  readonly classList: readonly ClassListRow[];
  readonly figures: Omit<HeapStatistics, 'snapshotId'>;
  readonly detachedElements: number;
}

export interface PrepareJob {
  readonly name: string;
  /** Id of a reader. */
  readonly format: string;
}

export interface PrepareHooks {
  /** @param bytesRead packed bytes, so far as a share of all passes */
  progress(bytesRead: number, rows: number): void;
  phase(progress: HeapProgress): void;
}

/**
 * Reads a file, finds dominators and distances, and reduces it to its tables.
 * @param open the packed bytes from the start, as often as it is called
 * @throws {AppError} `file-*`, `cancelled`
 */
export async function prepareSnapshot(
  { name, format }: PrepareJob,
  open: () => Promise<ByteSource>,
  hooks: PrepareHooks,
  signal: AbortSignal,
): Promise<PreparedSnapshot> {
  const passes = heapReaders.find(({ id }) => id === format)?.passes ?? 1;
  const counted = new CountedSource(open, passes, (bytes) => hooks.progress(bytes, 0));
  const opened = await inspectHeapFile(name, () => counted.open());
  counted.begin();
  const snapshot = await readHeapAs(format, opened, signal, (progress) => hooks.phase(progress));
  const { facts } = snapshot;
  hooks.progress(counted.bytes, facts.nodes ?? 0);
  const pace = new Pace(signal, (progress) => hooks.phase(progress));
  const wanted = { ids: false, start: null };
  if (snapshot.kind === 'classes') {
    const { tables } = await reduceSnapshot(name, snapshot, null, pace, wanted);
    return { tables, graph: null };
  }
  const analysis = await analyseHeap(snapshot.graph, pace);
  const distances = await distancesOf(snapshot.graph, pace);
  const { tables } = await reduceSnapshot(name, snapshot, analysis, pace, wanted);
  const heap = new OpenHeap(analysis, distances, snapshot.allocations);
  const classList = await listClasses(heap, pace);
  return {
    tables,
    graph: {
      parts: heapParts(analysis, distances, snapshot.allocations),
      classList,
      figures: await heapFigures(heap, classList.length, pace),
      detachedElements: countDetached(snapshot.graph.flags),
    },
  };
}

/** The class list of one snapshot, with the least distance of each class. @throws {AppError} `cancelled` */
async function listClasses(heap: OpenHeap, pace: Pace): Promise<ClassListRow[]> {
  const { keys, graph, distances } = heap;
  const nearest = new Float64Array(keys.rows.length).fill(Infinity);
  await pace.overNodes('Adding up classes', graph.nodeCount, (from, to) => {
    for (let node = from; node < to; node++) {
      const row = keys.rowOf[graph.classOf[node]!]!;
      const distance = programDistance(distances[node]!);
      if (distance !== null && distance < nearest[row]!) nearest[row] = distance;
    }
  });
  const distanceOf = new Map(keys.rows.map(({ key }, row) => [key, nearest[row]!]));
  return (await classRows(heap, keys, pace)).map((row) => {
    const distance = distanceOf.get(row.key) ?? Infinity;
    return { ...row, distance: distance === Infinity ? null : distance };
  });
}

function countDetached(flags: Uint8Array): number {
  let count = 0;
  for (const bits of flags) if ((bits & nodeFlags.detachedElement) !== 0) count += 1;
  return count;
}

/** Counts packed bytes over all passes of a reader, so that progress goes from nothing to all once. */
class CountedSource {
  bytes = 0;
  readonly #open: () => Promise<ByteSource>;
  readonly #passes: number;
  readonly #progress: (bytes: number) => void;
  #counts = false;

  constructor(open: () => Promise<ByteSource>, passes: number, progress: (bytes: number) => void) {
    this.#open = open;
    this.#passes = passes;
    this.#progress = progress;
  }

  /** From here on: what is read before is only looked at. */
  begin(): void {
    this.#counts = true;
  }

  async open(): Promise<ByteSource> {
    const source = await this.#open();
    return {
      name: source.name,
      path: source.path,
      sizeBytes: source.sizeBytes,
      read: async (target) => {
        const count = await source.read(target);
        if (this.#counts) this.bytes += count / this.#passes;
        if (this.#counts) this.#progress(Math.floor(this.bytes));
        return count;
      },
      close: () => source.close(),
    };
  }
}
