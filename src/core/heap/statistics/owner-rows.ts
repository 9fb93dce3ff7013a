import type { OwnerPathRow, OwnerRow } from '../model/snapshot-tables.ts';
import type { HeapAnalysis } from '../graph/heap-analysis.ts';
import { NODES_PER_TURN, type Pace } from '../graph/pace.ts';
import type { ClassKeys } from './class-keys.ts';

const MAX_LEVELS = 5;
/** Paths that retain less are not worth a row; their bytes are in the rows of their owners. */
const LEAST_PATH_BYTES = 1024;
/** More paths than this are not kept: those that retain most are. */
const MAX_PATHS = 20_000;

/** Self bytes of each object to the class of what dominates it immediately (method P8: sums up to the heap). */
export function ownerRows({ graph, tree }: HeapAnalysis, { rowOf, rows }: ClassKeys): OwnerRow[] {
  const counts = new Float64Array(rows.length);
  const self = new Float64Array(rows.length);
  for (let node = 0; node < graph.nodeCount; node++) {
    const row = rowOf[graph.classOf[tree.dominator[node]!]!]!;
    counts[row]! += 1;
    self[row]! += graph.selfBytes[node]!;
  }
  return rows
    .map(({ key, family }, row) => ({ name: key, family, count: counts[row]!, selfBytes: self[row]! }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.selfBytes - a.selfBytes || (a.name < b.name ? -1 : 1));
}

/**
 * Dominator subtrees by the path of class names from below the root, cut at 5 levels (method P10, owner series). A path adds up
 * what its subtrees retain.
 */
export async function ownerPathRows(
  { graph, tree }: HeapAnalysis,
  { rowOf, rows }: ClassKeys,
  pace: Pace,
): Promise<OwnerPathRow[]> {
  /** Path of each node as a number; 0 is the root's. */
  const pathOf = new Uint32Array(graph.nodeCount);
  const levels = [0];
  const lasts = [-1];
  const parents = [0];
  const counts = [0];
  const bytes = [0];
  const known = new Map<number, number>();
  for (const [place, node] of tree.order.entries()) {
    if (place % NODES_PER_TURN === 0) await pace.turn('Adding up owners', place / graph.nodeCount);
    if (node === graph.root) continue;
    const above = pathOf[tree.dominator[node]!]!;
    const row = rowOf[graph.classOf[node]!]!;
    if (levels[above] === MAX_LEVELS || above === DEEP) {
      pathOf[node] = DEEP;
      continue;
    }
    const key = above * 2 ** 22 + row;
    let path = known.get(key);
    if (path === undefined) {
      path = levels.length;
      known.set(key, path);
      levels.push(levels[above]! + 1);
      lasts.push(row);
      parents.push(above);
      counts.push(0);
      bytes.push(0);
    }
    pathOf[node] = path;
    counts[path]! += 1;
    bytes[path]! += tree.retainedBytes[node]!;
  }
  const names = (path: number): string[] =>
    path === 0 ? [] : [...names(parents[path]!), indicesWiped(rows[lasts[path]!]!.key)];
  return levels
    .map((_, path) => path)
    .filter((path) => path > 0 && bytes[path]! >= LEAST_PATH_BYTES)
    .sort((a, b) => bytes[b]! - bytes[a]! || a - b)
    .slice(0, MAX_PATHS)
    .map((path) => ({ path: names(path), count: counts[path]!, retainedBytes: bytes[path]! }));
}

/** Below the last level. */
const DEEP = 0xffff_ffff;

/** Indices and addresses differ from snapshot to snapshot. */
export function indicesWiped(name: string): string {
  return name.replace(/\[\d+\]/gu, '[*]').replace(/@(?:0x)?[\da-f]+\b/giu, '@*');
}
