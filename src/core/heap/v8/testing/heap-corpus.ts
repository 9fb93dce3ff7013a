import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** Real snapshots with facts about them from other programs, beside the repository: tests skip where they are absent. */
const CORPUS = resolve(import.meta.dirname, '../../../../../../shared/corpus/heap');
const MANIFEST = resolve(CORPUS, 'MANIFEST.md');

export const heapCorpusAvailable = existsSync(MANIFEST);
export const heapCorpusNote = heapCorpusAvailable ? '' : ` (SKIPPED: there is no ${CORPUS})`;

export function heapCorpusPath(path: string): string {
  return resolve(CORPUS, path);
}

export interface SnapshotTruth {
  /** `heapsnapshot/small.heapsnapshot`. */
  readonly path: string;
  readonly nodes: number;
  readonly edges: number;
  readonly bytes: number;
  /** Detached nodes after propagation, and how many of them are elements; null where the manifest does not say. */
  readonly detached: number | null;
  readonly detachedElements: number | null;
  /** Figures of DevTools. */
  readonly classes: readonly {
    readonly name: string;
    readonly count: number;
    readonly self: number;
    readonly retained: number;
  }[];
}

/** The V8 snapshots of the manifest with what it states of them; empty without the corpus. */
export function snapshotTruths(): SnapshotTruth[] {
  if (!heapCorpusAvailable) return [];
  return readFileSync(MANIFEST, 'utf8')
    .split('\n')
    .filter((line) => /^\| heap\/heap(?:snapshot|timeline)\//u.test(line))
    .map(truthOf);
}

function truthOf(line: string): SnapshotTruth {
  const path = /^\| heap\/(\S+)/u.exec(line)![1]!;
  const number = (pattern: RegExp): number | null => {
    const match = pattern.exec(line);
    return match === null ? null : Number(match[1]);
  };
  const listed = /classes: (.*?); biggest retained/u.exec(line)?.[1] ?? '';
  return {
    path,
    nodes: number(/node_count=(\d+)/u)!,
    edges: number(/edge_count=(\d+)/u)!,
    bytes: number(/sum\(self_size\)=(\d+)/u)!,
    detached: number(/detached\(propagated\)=(\d+)/u),
    detachedElements: number(/of these `Detached <…`: (\d+)/u),
    classes: [...listed.matchAll(/(?:^|; )(.+?) n=(\d+) self=(\d+) ret=(\d+)/gu)].map(
      ([, name, count, self, retained]) => ({
        name: name!,
        count: Number(count),
        self: Number(self),
        retained: Number(retained),
      }),
    ),
  };
}
