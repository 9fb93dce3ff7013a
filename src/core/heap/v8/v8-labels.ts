import type { LabelColumns } from '../model/column-labels.ts';
import type { Detachedness } from './detachedness.ts';
import type { RawGraph } from './raw-graph.ts';

/** Names of nodes and edges, as they stand in the file. */
export function v8Labels(raw: RawGraph, dom: Detachedness): LabelColumns {
  const { nodes, edges, header, strings, codes, broken } = raw;
  const numbered = new Set([codes.edge.element, codes.edge.hidden]);
  return {
    nodeKinds: header.nodeTypes,
    nodeKind: nodes.type,
    nodeName: nodes.name,
    edgeKinds: [
      ...header.edgeTypes.map((name, type) => ({ name, numbered: numbered.has(type) })),
      { name: 'broken', numbered: false },
    ],
    edgeKind: broken.size === 0 ? edges.type : marked(edges.type, broken, header.edgeTypes.length),
    edgeName: edges.nameOrIndex,
    texts: strings,
    joined:
      codes.node['concatenated string'] < 0
        ? null
        : { nodeKind: codes.node['concatenated string'], edgeKind: codes.edge.internal },
    marksDetached: dom.known,
  };
}

/** A copy: the rules of V8 go by the types of the file. */
function marked(types: Uint8Array, edges: ReadonlySet<number>, as: number): Uint8Array {
  const copy = types.slice();
  for (const edge of edges) copy[edge] = as;
  return copy;
}
