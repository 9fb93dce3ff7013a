import { analyseHeap, Pace } from '../product/heap.js';

export interface HeapListAnswer {
  readonly analyseMs: number;
}

/**
 * Dominators of a doubly linked list that is held at both ends, timed: every node of it is dominated by the root
 * alone, and algorithms that sweep until nothing changes need a sweep per node (method P7).
 */
export async function run(input: { readonly nodes: number }): Promise<HeapListAnswer> {
  const { nodes } = input;
  const firstEdge = new Uint32Array(nodes + 1);
  const edgeTarget = new Uint32Array(2 * nodes);
  let edges = 0;
  for (let node = 0; node < nodes; node++) {
    firstEdge[node] = edges;
    if (node !== 1) edgeTarget[edges++] = node === 0 ? 1 : node - 1;
    if (node < nodes - 1) edgeTarget[edges++] = node === 0 ? nodes - 1 : node + 1;
  }
  firstEdge[nodes] = edges;
  const essential = new Uint8Array(edges).fill(1);
  const selfBytes = new Uint32Array(nodes).fill(1);
  const graph = { nodeCount: nodes, root: 0, firstEdge, edgeTarget, essential, selfBytes };
  const begun = performance.now();
  const { tree } = await analyseHeap(graph, new Pace(new AbortController().signal));
  const analyseMs = performance.now() - begun;
  for (let node = 1; node < nodes; node++)
    if (tree.retainedBytes[node] !== 1)
      throw new Error(`wrong result: node ${node} of the list holds others`);
  return { analyseMs };
}
