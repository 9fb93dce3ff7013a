import { MAX_LABEL_CHARS, type HeapLabels } from '../model/heap-graph.ts';
import type { Detachedness } from './detachedness.ts';
import type { RawGraph } from './raw-graph.ts';

/** A text that was put together of more parts than this is cut. */
const MAX_PARTS = 1000;

export function v8Labels(raw: RawGraph, dom: Detachedness): HeapLabels {
  const { nodes, edges, header, strings, codes, broken } = raw;
  const numbered = new Set([codes.edge.element, codes.edge.hidden]);
  return {
    nodeName(node) {
      if (nodes.type[node] === codes.node['concatenated string']) return joinedText(raw, node);
      const name = strings.get(nodes.name[node]!, MAX_LABEL_CHARS);
      return dom.known && dom.detached[node] === 1 ? `Detached ${name}` : name;
    },
    nodeKind: (node) => header.nodeTypes[nodes.type[node]!] ?? 'unknown',
    edgeName(edge) {
      const name = edges.nameOrIndex[edge]!;
      return numbered.has(edges.type[edge]!) ? `[${name}]` : strings.get(name, MAX_LABEL_CHARS);
    },
    edgeKind: (edge) => (broken.has(edge) ? 'broken' : (header.edgeTypes[edges.type[edge]!] ?? 'unknown')),
  };
}

/** The parts of a concatenated string from left to right (formats, section 9 rule 9). */
function joinedText({ nodes, edges, firstEdge, codes, strings }: RawGraph, top: number): string {
  const waiting = [top];
  let text = '';
  for (let parts = 0; parts < MAX_PARTS && text.length < MAX_LABEL_CHARS; parts++) {
    const node = waiting.pop();
    if (node === undefined) break;
    if (nodes.type[node] !== codes.node['concatenated string']) {
      text += strings.get(nodes.name[node]!, MAX_LABEL_CHARS);
      continue;
    }
    let [first, second] = [-1, -1];
    for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
      if (edges.type[edge] !== codes.edge.internal) continue;
      const name = strings.get(edges.nameOrIndex[edge]!, 10);
      if (name === 'first') first = edges.target[edge]!;
      else if (name === 'second') second = edges.target[edge]!;
    }
    if (second >= 0) waiting.push(second);
    if (first >= 0) waiting.push(first);
  }
  return text.slice(0, MAX_LABEL_CHARS);
}
