import { NODES_PER_TURN, type Pace } from '../graph/pace.ts';
import type { RawGraph } from './raw-graph.ts';
import type { WeakMapEntries } from './weak-map-entries.ts';

const PHASE = 'Sorting references';

/** 1 for each edge that keeps its target alive (method P7 step 2, P9: DevTools' rules). */
export async function essentialEdges(
  raw: RawGraph,
  weakMaps: WeakMapEntries,
  pace: Pace,
): Promise<Uint8Array> {
  const { nodes, edges, firstEdge, root, codes } = raw;
  const essential = new Uint8Array(edges.count);
  const owned = await pageOwned(raw, pace);
  const { type, target, nameOrIndex } = edges;
  const { weak, shortcut, internal } = codes.edge;
  // Of nearly all edges the type says enough.
  const always = new Uint8Array(256).fill(1);
  for (const kind of [weak, shortcut, internal]) if (kind >= 0) always[kind] = 0;
  await pace.overNodes(PHASE, nodes.count, (from, to) => {
    for (let node = from; node < to; node++) {
      const end = firstEdge[node + 1]!;
      const isRoot = node === root;
      const isOwned = owned[node] === 1;
      for (let edge = firstEdge[node]!; edge < end; edge++) {
        const kind = type[edge]!;
        const to = target[edge]!;
        if (to === node) continue;
        if (always[kind] === 1 && (isOwned || owned[to] === 0)) {
          essential[edge] = 1;
          continue;
        }
        if (kind === weak) continue;
        if (!isRoot) {
          // Only at the root does a shortcut mean something of its own: the program's global objects.
          if (kind === shortcut) continue;
          // The runtime's own references must not move what the page holds.
          if (!isOwned && owned[to] === 1) continue;
        }
        if (kind === internal) {
          // Key and table both hold the value of an entry; the key tells more.
          const entry = weakMaps.get(nameOrIndex[edge]!);
          if (entry !== null && entry.tableId === nodes.id[node]) continue;
        }
        essential[edge] = 1;
      }
    }
  });
  return essential;
}

/** 1 for each node that the page's (or program's) global objects reach over edges that are not weak. */
async function pageOwned(raw: RawGraph, pace: Pace): Promise<Uint8Array> {
  const { nodes, edges, firstEdge, root, codes, strings } = raw;
  const owned = new Uint8Array(nodes.count);
  const waiting = new Uint32Array(nodes.count);
  let count = 0;
  const { shortcut, element } = codes.edge;
  for (let edge = firstEdge[root]!; edge < firstEdge[root + 1]!; edge++) {
    const to = edges.target[edge]!;
    const kind = edges.type[edge]!;
    if (owned[to] === 1 || (kind !== shortcut && (kind !== element || !isDocumentTrees(raw, to, strings))))
      continue;
    owned[to] = 1;
    waiting[count++] = to;
  }
  while (count > 0) {
    count = spreadOwned(raw, owned, waiting, count);
    await pace.turn(PHASE, null);
  }
  return owned;
}

/** Works on some of the waiting nodes. @returns how many wait now */
function spreadOwned(
  { edges, firstEdge, codes }: RawGraph,
  owned: Uint8Array,
  waiting: Uint32Array,
  before: number,
): number {
  const { type, target } = edges;
  const { weak } = codes.edge;
  let count = before;
  for (let steps = 0; count > 0 && steps < NODES_PER_TURN; steps++) {
    const node = waiting[--count]!;
    const end = firstEdge[node + 1]!;
    for (let edge = firstEdge[node]!; edge < end; edge++) {
      const to = target[edge]!;
      if (owned[to] === 1 || type[edge] === weak) continue;
      owned[to] = 1;
      waiting[count++] = to;
    }
  }
  return count;
}

/** The invented node that holds the documents of a page. */
export function isDocumentTrees(
  { nodes, codes }: Pick<RawGraph, 'nodes' | 'codes'>,
  node: number,
  strings: RawGraph['strings'],
): boolean {
  return (
    nodes.type[node] === codes.node.synthetic && strings.get(nodes.name[node]!) === '(Document DOM trees)'
  );
}
