import { isAllZero } from './node-columns.ts';
import { NODES_PER_TURN, type Pace } from '../graph/pace.ts';
import type { RawGraph } from './raw-graph.ts';

const UNKNOWN = 0;
const ATTACHED = 1;
const DETACHED = 2;
const PHASE = 'Finding detached elements';

export interface Detachedness {
  /** 1 for each node that is cut off from the document. */
  readonly detached: Uint8Array;
  /** The embedder says which nodes are attached; else only names tell, and they carry the mark already. */
  readonly known: boolean;
}

/**
 * Which nodes are detached (formats, section 9 rule 8): the embedder knows it of a few; from attached ones first, then from
 * detached ones, it is passed on through native nodes.
 */
export async function detachedness(raw: RawGraph, pace: Pace): Promise<Detachedness> {
  const { nodes } = raw;
  if (nodes.detachedness === null) return { detached: detachedByName(raw), known: false };
  if (isAllZero(nodes.detachedness)) return { detached: new Uint8Array(nodes.count), known: true };
  const state = nodes.detachedness.slice();
  const visited = new Uint8Array(nodes.count);
  const attached: number[] = [];
  const detached: number[] = [];
  const native = raw.codes.node.native;
  const settle = (node: number, as: number): void => {
    if (visited[node] === 1) return;
    visited[node] = 1;
    // Through scripts it is not passed on: each of the embedder's nodes behind them knows its own.
    if (nodes.type[node] !== native) return;
    state[node] = as;
    if (as === ATTACHED) attached.push(node);
    else if (as === DETACHED) detached.push(node);
  };
  for (let node = 0; node < nodes.count; node++) if (state[node] !== UNKNOWN) settle(node, state[node]!);
  await passOn(raw, attached, (node) => settle(node, ATTACHED), pace);
  await passOn(raw, detached, (node) => settle(node, DETACHED), pace);
  const marks = new Uint8Array(nodes.count);
  for (let node = 0; node < nodes.count; node++) if (state[node] === DETACHED) marks[node] = 1;
  return { detached: marks, known: true };
}

async function passOn(
  { edges, firstEdge, codes }: RawGraph,
  waiting: number[],
  settle: (node: number) => void,
  pace: Pace,
): Promise<void> {
  const { hidden, invisible, weak } = codes.edge;
  let steps = 0;
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    const end = firstEdge[node + 1]!;
    for (let edge = firstEdge[node]!; edge < end; edge++) {
      const kind = edges.type[edge]!;
      if (kind !== hidden && kind !== invisible && kind !== weak) settle(edges.target[edge]!);
    }
    steps += 1;
    if (steps % NODES_PER_TURN === 0) await pace.turn(PHASE, null);
  }
}

function detachedByName({ nodes, strings, codes }: RawGraph): Uint8Array {
  const marks = new Uint8Array(nodes.count);
  for (let node = 0; node < nodes.count; node++)
    if (nodes.type[node] === codes.node.native && strings.get(nodes.name[node]!, 9) === 'Detached ')
      marks[node] = 1;
  return marks;
}
