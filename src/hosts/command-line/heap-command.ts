import { resolve } from 'node:path';
import { openHeapFile } from '#core/heap/heap-file.ts';
import { analyseHeap, type HeapAnalysis } from '#core/heap/graph/heap-analysis.ts';
import { Pace } from '#core/heap/graph/pace.ts';
import { growthOf } from '#core/heap/growth/growth-of.ts';
import type { HeapProgress } from '#core/heap/model/reader.ts';
import type { HeapSnapshot } from '#core/heap/model/snapshot.ts';
import { readHeap } from '#core/heap/readers.ts';
import { compareSnapshots } from '#core/heap/statistics/comparison.ts';
import { detachedElements } from '#core/heap/statistics/detached-elements.ts';
import { duplicateTexts } from '#core/heap/statistics/duplicate-strings.ts';
import { classList, largestDominators } from '#core/heap/statistics/heap-summary.ts';
import { reduceSnapshot, type ReducedSnapshot } from '#core/heap/statistics/reduce-snapshot.ts';
import type { HeapOptions } from './heap-arguments.ts';
import { heapDocument, type HeapFindings } from './heap-document.ts';
import { heapText } from './heap-text.ts';
import type { Terminal } from './terminal.ts';
import { exitCodes } from './usage.ts';

const DOMINATORS = 50;

/**
 * One snapshot: what is in it; two: the difference; three and more: what grows. Each is reduced to its tables before the
 * next one is read.
 * @returns the exit code
 * @throws {AppError}
 */
export async function runHeap(
  options: HeapOptions,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  const { files, operations, top } = options;
  const found: HeapFindings[] = [];
  const reduced: ReducedSnapshot[] = [];
  try {
    for (const [index, path] of files.entries()) {
      const heap = await loadHeap(path, terminal, signal);
      found.push(await findingsOf(heap, top));
      if (files.length > 1) reduced.push(await reduce(heap, index, files.length, reduced[0] ?? null));
    }
  } finally {
    terminal.progress(null);
  }
  const [before, after] = reduced;
  const comparison =
    files.length === 2 && before !== undefined && after !== undefined
      ? compareSnapshots(before, after)
      : null;
  const growth =
    files.length > 2
      ? growthOf(
          reduced.map(({ tables }) => tables),
          operations,
        )
      : null;
  const document = heapDocument(found, comparison, growth, top);
  terminal.print(options.json ? JSON.stringify(document, null, 2) : heapText(document, top));
  return exitCodes.done;
}

interface LoadedHeap {
  readonly name: string;
  readonly snapshot: HeapSnapshot;
  readonly analysis: HeapAnalysis | null;
  readonly pace: Pace;
}

async function loadHeap(path: string, terminal: Terminal, signal: AbortSignal): Promise<LoadedHeap> {
  const opened = await openHeapFile(resolve(path));
  const { name } = opened.file;
  const progress = ({ phase, share }: HeapProgress): void =>
    terminal.progress(`${name}: ${phase}${share === null ? '' : ` ${Math.floor(share * 100)} %`}`);
  const snapshot = await readHeap(opened, signal, progress);
  const pace = new Pace(signal, progress);
  const analysis = snapshot.kind === 'graph' ? await analyseHeap(snapshot.graph, pace) : null;
  return { name, snapshot, analysis, pace };
}

async function findingsOf(
  { name, snapshot, analysis, pace }: LoadedHeap,
  top: number | null,
): Promise<HeapFindings> {
  const { facts } = snapshot;
  if (analysis === null) {
    const classes = snapshot.kind === 'classes' ? snapshot.classes : [];
    return { name, facts, classes, dominators: null, detached: null, duplicates: null };
  }
  return {
    name,
    facts,
    classes: await classList(analysis, pace),
    dominators: largestDominators(analysis, top ?? DOMINATORS),
    detached: detachedElements(analysis, 0),
    duplicates: await duplicateTexts(analysis.graph, 0, pace),
  };
}

function reduce(
  { name, snapshot, analysis, pace }: LoadedHeap,
  index: number,
  count: number,
  first: ReducedSnapshot | null,
): Promise<ReducedSnapshot> {
  const isLast = index === count - 1;
  return reduceSnapshot(name, snapshot, analysis, pace, {
    ids: index === 0 || count === 2,
    start: isLast && count > 2 && first !== null ? { rows: first.tables.classes, ids: first.ids } : null,
  });
}
