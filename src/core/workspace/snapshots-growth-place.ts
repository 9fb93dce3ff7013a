import type { GrowthKind } from '#shared/model/heap-growth.ts';
import type { HeapAnalysis } from '../heap/graph/heap-analysis.ts';
import { NODES_PER_TURN, type Pace } from '../heap/graph/pace.ts';
import { CONTAINER_ID, PATH_SEPARATOR } from '../heap/growth/raw-series.ts';
import { classKeys, exactName, type ClassKeys } from '../heap/statistics/class-keys.ts';
import { indicesWiped } from '../heap/statistics/owner-rows.ts';

const PHASE = 'Looking for what grows';

/** An object of the last snapshot that stands for a row, and how many it was chosen from. */
export interface GrowthPlace {
  readonly node: number;
  readonly among: number;
}

/**
 * Where a row of growth is in a heap: of a container the object itself, where its id lasts; of an owner path the object at its
 * end that retains most, of a class or an owner the one of its class.
 * @returns null where there is none any more
 * @throws {AppError} `cancelled`
 */
export async function growthPlace(
  heap: HeapAnalysis,
  kind: GrowthKind,
  key: string,
  pace: Pace,
): Promise<GrowthPlace | null> {
  switch (kind) {
    case 'class':
      return largest(heap, await ofClass(heap, key, pace));
    case 'container':
      return containerAt(heap, key);
    case 'owner':
      return largest(heap, await ofClass(heap, key.slice(key.indexOf(' ') + 1), pace));
    case 'shape':
      return largest(heap, await onPath(heap, key.split(PATH_SEPARATOR), pace));
  }
}

function containerAt({ graph }: HeapAnalysis, key: string): GrowthPlace | null {
  const id = CONTAINER_ID.exec(key)?.[0];
  if (id === undefined) return null;
  const node = graph.ids.indexOf(Number(id.slice(id.indexOf('@') + 1)));
  return node < 0 ? null : { node, among: 1 };
}

async function ofClass({ graph }: HeapAnalysis, name: string, pace: Pace): Promise<number[]> {
  const { rowOf, rows } = classKeys(graph, exactName);
  const nodes: number[] = [];
  await pace.overNodes(PHASE, graph.nodeCount, (from, to) => {
    for (let node = from; node < to; node++)
      if (rows[rowOf[graph.classOf[node]!]!]!.key === name) nodes.push(node);
  });
  return nodes;
}

/** Down the dominator tree, by the names that the rows of owner paths are made of. */
async function onPath(
  { graph, dominated: { first, child } }: HeapAnalysis,
  names: readonly string[],
  pace: Pace,
): Promise<number[]> {
  const keys = classKeys(graph, exactName);
  const nameOf = wipedNames(keys);
  let level = [graph.root];
  let looked = 0;
  for (const name of names) {
    const next: number[] = [];
    for (const node of level)
      for (let at = first[node]!; at < first[node + 1]!; at++) {
        if (++looked % NODES_PER_TURN === 0) await pace.turn(PHASE, null);
        if (nameOf[keys.rowOf[graph.classOf[child[at]!]!]!] === name) next.push(child[at]!);
      }
    level = next;
  }
  return level;
}

function wipedNames({ rows }: ClassKeys): string[] {
  return rows.map(({ key }) => indicesWiped(key));
}

function largest({ tree }: HeapAnalysis, nodes: readonly number[]): GrowthPlace | null {
  const [start] = nodes;
  if (start === undefined) return null;
  const node = nodes.reduce(
    (most, other) => (tree.retainedBytes[other]! > tree.retainedBytes[most]! ? other : most),
    start,
  );
  return { node, among: nodes.length };
}
