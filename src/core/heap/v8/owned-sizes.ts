import type { NumberColumn } from '../model/heap-graph.ts';
import { NODES_PER_TURN, type Pace } from '../graph/pace.ts';
import type { RawGraph } from './raw-graph.ts';

const PHASE = 'Giving storage to its owners';
const UNVISITED = 0xffff_ffff;
const SEVERAL = 0xffff_fffe;

/**
 * Shallow sizes as DevTools shows them (formats, section 9 rule 4): the backing store of an object or array, reachable
 * from one owner only, counts as part of that owner. Their sum stays what it was.
 */
export async function ownedSizes(raw: RawGraph, pace: Pace): Promise<NumberColumn> {
  const { nodes, edges, firstEdge, root, codes } = raw;
  if (!rootHasObjects(raw)) return nodes.selfSize;
  const { type, target } = edges;
  const { weak } = codes.edge;
  const owner = new Uint32Array(nodes.count);
  const ownable = ownableNodes(raw);
  for (let node = 0; node < nodes.count; node++) owner[node] = ownable[node] === 1 ? UNVISITED : node;
  const waiting: number[] = [];
  const spread = (node: number): void => {
    const mine = owner[node]!;
    const end = firstEdge[node + 1]!;
    for (let edge = firstEdge[node]!; edge < end; edge++) {
      const to = target[edge]!;
      if (ownable[to] === 0 || type[edge] === weak) continue;
      const theirs = owner[to]!;
      if (theirs === mine || theirs === SEVERAL) continue;
      owner[to] = theirs === UNVISITED ? mine : SEVERAL;
      waiting.push(to);
    }
  };
  await pace.overNodes(PHASE, nodes.count, (from, to) => {
    for (let node = from; node < to; node++) if (ownable[node] === 0) spread(node);
  });
  let steps = 0;
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    spread(node);
    steps += 1;
    if (steps % NODES_PER_TURN === 0) await pace.turn(PHASE, null);
  }
  return withTransfers(raw, owner, root);
}

function withTransfers({ nodes, codes }: RawGraph, owner: Uint32Array, root: number): NumberColumn {
  let sizes = nodes.selfSize;
  for (let node = 0; node < nodes.count; node++) {
    const to = owner[node]!;
    if (to === node || to >= SEVERAL || to === root || nodes.type[to] === codes.node.synthetic) continue;
    const sum = sizes[to]! + sizes[node]!;
    if (sum > 0xffff_ffff && sizes instanceof Uint32Array) sizes = Float64Array.from(sizes);
    sizes[to] = sum;
    sizes[node] = 0;
  }
  return sizes;
}

/** 1 for each node that is storage of another: hidden ones, arrays, and the data of external strings. */
function ownableNodes({ nodes, codes, strings }: RawGraph): Uint8Array {
  const ownable = new Uint8Array(nodes.count);
  const { hidden, array, native } = codes.node;
  const external = strings.indexOf('system / ExternalStringData');
  for (let node = 0; node < nodes.count; node++) {
    const type = nodes.type[node]!;
    if (type === hidden || type === array || (type === native && nodes.name[node] === external))
      ownable[node] = 1;
  }
  return ownable;
}

/** Not so in snapshots "with exposed internals": there every store is to be seen for itself. */
function rootHasObjects({ nodes, edges, firstEdge, root, codes }: RawGraph): boolean {
  for (let edge = firstEdge[root]!; edge < firstEdge[root + 1]!; edge++)
    if (nodes.type[edges.target[edge]!] !== codes.node.synthetic) return true;
  return false;
}
