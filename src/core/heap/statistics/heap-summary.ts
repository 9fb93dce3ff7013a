import type { ClassFamily } from '#shared/model/heap.ts';
import type { ClassRow } from '../model/snapshot-tables.ts';
import { heapBytes, type HeapAnalysis } from '../graph/heap-analysis.ts';
import type { Pace } from '../graph/pace.ts';
import { largestDominated } from '../graph/dominated-nodes.ts';
import { classKeys, popularNames } from './class-keys.ts';
import { classRows } from './class-rows.ts';

/** Self bytes by family: they add up to the heap. */
export function bytesByFamily(rows: readonly ClassRow[]): Readonly<Record<ClassFamily, number>> {
  const sums = { object: 0, text: 0, code: 0, system: 0, native: 0 };
  for (const { family, selfBytes } of rows) sums[family] += selfBytes;
  return sums;
}

/** The class list of one snapshot: plain objects by their properties where many are alike. */
export async function classList(analysis: HeapAnalysis, pace: Pace): Promise<ClassRow[]> {
  return classRows(analysis, classKeys(analysis.graph, popularNames(analysis.graph)), pace);
}

export interface LargeDominator {
  readonly node: number;
  readonly name: string;
  readonly id: number;
  readonly retainedBytes: number;
  /** Class names of its dominators from below the root. */
  readonly path: readonly string[];
}

/** An object that holds more of the heap than this is opened: what holds it all explains nothing. */
const OPENED_SHARE = 0.1;
/** What holds nearly all of its parent's bytes is meant, not the parent. */
const PASS_THROUGH = 0.9;

/**
 * The objects that hold most, largest first. Groups of the runtime and objects that only pass on what one other holds are
 * not among them; of an object that holds a large part of the heap, what it holds is, too.
 */
export function largestDominators(analysis: HeapAnalysis, limit: number): LargeDominator[] {
  const { graph, tree, dominated } = analysis;
  const retained = (node: number): number => tree.retainedBytes[node]!;
  const found: number[] = [];
  const waiting = largestDominated(dominated, tree, graph.root, limit * 2);
  while (found.length < limit) {
    // The largest of all that wait.
    let at = 0;
    for (let k = 1; k < waiting.length; k++) if (retained(waiting[k]!) > retained(waiting[at]!)) at = k;
    const [node] = waiting.splice(at, 1);
    if (node === undefined) break;
    const below = largestDominated(dominated, tree, node, limit * 2);
    const passesOn = below.length > 0 && retained(below[0]!) >= retained(node) * PASS_THROUGH;
    const isGroup = graph.classes[graph.classOf[node]!]!.family === 'system' && below.length > 0;
    if (!passesOn && !isGroup) found.push(node);
    if (passesOn || isGroup || retained(node) >= heapBytes(analysis) * OPENED_SHARE) waiting.push(...below);
  }
  return found.map((node) => ({
    node,
    name: graph.classes[graph.classOf[node]!]!.name,
    id: graph.ids[node]!,
    retainedBytes: tree.retainedBytes[node]!,
    path: dominatorPath(analysis, node),
  }));
}

const SHOWN_LEVELS = 20;

function dominatorPath({ graph, tree }: HeapAnalysis, node: number): string[] {
  const names: string[] = [];
  for (
    let at = tree.dominator[node]!;
    at !== graph.root && names.length < SHOWN_LEVELS;
    at = tree.dominator[at]!
  )
    names.push(graph.classes[graph.classOf[at]!]!.name);
  return names.reverse();
}
