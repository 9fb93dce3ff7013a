import { MAX_LABEL_CHARS, nodeFlags, type HeapGraph, type HeapLabels } from './heap-graph.ts';
import type { StringTable } from './string-table.ts';

/** A name that is that of the class. */
export const NAMED_BY_CLASS = 0xffff_ffff;

/** A text that was put together of more parts than this is cut. */
const MAX_PARTS = 1000;

/** Names of nodes and edges as columns: what can be stored, and handed from thread to thread. */
export interface LabelColumns {
  /** In the words of the runtime; a code without a name is `unknown`. */
  readonly nodeKinds: readonly string[];
  /** Index into `nodeKinds` of each node. */
  readonly nodeKind: Uint8Array;
  /** Index into `texts` of each node, or {@link NAMED_BY_CLASS}. */
  readonly nodeName: Uint32Array;
  /** `numbered`: the name of such an edge is a number, shown as `[3]`. */
  readonly edgeKinds: readonly { readonly name: string; readonly numbered: boolean }[];
  readonly edgeKind: Uint8Array;
  /** Index into `texts` of each edge, or its number. */
  readonly edgeName: Uint32Array;
  readonly texts: StringTable;
  /** Texts of which only the parts are stored: edges `first` and `second` of one kind lead to them. */
  readonly joined: { readonly nodeKind: number; readonly edgeKind: number } | null;
  /** Names of detached nodes are shown with `Detached ` before them. */
  readonly marksDetached: boolean;
}

type Named = Pick<HeapGraph, 'firstEdge' | 'edgeTarget' | 'classes' | 'classOf' | 'flags'>;

/** Names are decoded when they are asked for: a snapshot may hold texts of many megabytes. */
export class ColumnLabels implements HeapLabels {
  readonly columns: LabelColumns;
  readonly #graph: Named;

  constructor(graph: Named, columns: LabelColumns) {
    this.#graph = graph;
    this.columns = columns;
  }

  nodeName(node: number): string {
    const { classes, classOf, flags } = this.#graph;
    const { nodeName, nodeKind, texts, joined, marksDetached } = this.columns;
    if (joined !== null && nodeKind[node] === joined.nodeKind) return this.#joinedText(node, joined);
    const place = nodeName[node]!;
    if (place === NAMED_BY_CLASS) return classes[classOf[node]!]!.name;
    const name = texts.get(place, MAX_LABEL_CHARS);
    return marksDetached && (flags[node]! & nodeFlags.detached) !== 0 ? `Detached ${name}` : name;
  }

  nodeKind(node: number): string {
    return this.columns.nodeKinds[this.columns.nodeKind[node]!] ?? 'unknown';
  }

  edgeName(edge: number): string {
    const { edgeKinds, edgeKind, edgeName, texts } = this.columns;
    const name = edgeName[edge]!;
    return edgeKinds[edgeKind[edge]!]?.numbered === true ? `[${name}]` : texts.get(name, MAX_LABEL_CHARS);
  }

  edgeKind(edge: number): string {
    return this.columns.edgeKinds[this.columns.edgeKind[edge]!]?.name ?? 'unknown';
  }

  /** The parts of a text from left to right (formats, section 9 rule 9). */
  #joinedText(top: number, joined: NonNullable<LabelColumns['joined']>): string {
    const { firstEdge, edgeTarget } = this.#graph;
    const { nodeName, nodeKind, edgeKind, edgeName, texts } = this.columns;
    const waiting = [top];
    let text = '';
    for (let parts = 0; parts < MAX_PARTS && text.length < MAX_LABEL_CHARS; parts++) {
      const node = waiting.pop();
      if (node === undefined) break;
      if (nodeKind[node] !== joined.nodeKind) {
        text += texts.get(nodeName[node]!, MAX_LABEL_CHARS);
        continue;
      }
      let [first, second] = [-1, -1];
      for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
        if (edgeKind[edge] !== joined.edgeKind) continue;
        const name = texts.get(edgeName[edge]!, 10);
        if (name === 'first') first = edgeTarget[edge]!;
        else if (name === 'second') second = edgeTarget[edge]!;
      }
      if (second >= 0) waiting.push(second);
      if (first >= 0) waiting.push(first);
    }
    return text.slice(0, MAX_LABEL_CHARS);
  }
}
