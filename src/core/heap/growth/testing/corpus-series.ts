import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { analyseHeap } from '../../graph/heap-analysis.ts';
import { Pace } from '../../graph/pace.ts';
import { heapFileOf } from '../../heap-file.ts';
import type { HeapSnapshot } from '../../model/snapshot.ts';
import type { SnapshotTables } from '../../model/snapshot-tables.ts';
import { readHeap } from '../../readers.ts';
import { reduceSnapshot, type ReducedSnapshot } from '../../statistics/reduce-snapshot.ts';

/** Real snapshots beside the repository, with facts that other programs computed. */
const CORPUS = resolve(import.meta.dirname, '../../../../../../shared/corpus/heap');

export const heapCorpusAvailable = existsSync(CORPUS);

/** For the name of a `describe` that is skipped without the corpus. */
export const heapCorpusNote = heapCorpusAvailable ? '' : ` (SKIPPED: there is no ${CORPUS})`;

/** The bytes of a file, by folder and name. */
export function heapCorpusFile(path: string): Uint8Array {
  return readFileSync(resolve(CORPUS, path));
}

export async function readCorpusHeap(path: string): Promise<HeapSnapshot> {
  return readBytes(path, heapCorpusFile(path));
}

/** Reads a snapshot from memory, however packed, as the command line would. */
export async function readBytes(name: string, bytes: Uint8Array): Promise<HeapSnapshot> {
  return readHeap(await heapFileOf(name, bytes), new AbortController().signal);
}

/** Reduced snapshots of a series, in order. */
export async function corpusSeries(paths: readonly string[]): Promise<SnapshotTables[]> {
  const reduced: ReducedSnapshot[] = [];
  for (const [at, path] of paths.entries()) {
    const snapshot = await readCorpusHeap(path);
    const pace = new Pace(new AbortController().signal);
    const analysis = snapshot.kind === 'graph' ? await analyseHeap(snapshot.graph, pace) : null;
    const first = reduced[0];
    reduced.push(
      await reduceSnapshot(path, snapshot, analysis, pace, {
        ids: at === 0,
        start:
          at === paths.length - 1 && first !== undefined
            ? { rows: first.tables.classes, ids: first.ids }
            : null,
      }),
    );
  }
  return reduced.map(({ tables }) => tables);
}
