/** Writes `.heapsnapshot` files for tests, in any of the layouts that tools have written. */

export interface WrittenNode {
  readonly type?: string;
  readonly name: string;
  readonly id?: number;
  readonly size?: number;
  readonly detachedness?: number;
  readonly edges?: readonly WrittenEdge[];
}

/** Type, name (or number), and the place of the target in the list of nodes. */
export type WrittenEdge = readonly [type: string, name: string | number, to: number];

export interface WrittenLayout {
  readonly nodeFields?: readonly string[];
  readonly locations?: readonly (readonly number[])[];
  /** Merged into `snapshot`. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

export const NODE_TYPES = [
  'hidden',
  'array',
  'string',
  'object',
  'code',
  'closure',
  'regexp',
  'number',
  'native',
  'synthetic',
  'concatenated string',
  'sliced string',
  'symbol',
  'bigint',
  'object shape',
];
export const EDGE_TYPES = ['context', 'element', 'property', 'internal', 'hidden', 'shortcut', 'weak'];

const NODE_20 = ['type', 'name', 'id', 'self_size', 'edge_count', 'trace_node_id', 'detachedness'];

export function writtenSnapshot(nodes: readonly WrittenNode[], layout: WrittenLayout = {}): string {
  const { nodeFields = NODE_20, locations = [], claims = {} } = layout;
  const strings: string[] = ['<dummy>'];
  const index = new Map<string, number>();
  const textOf = (text: string): number => {
    let at = index.get(text);
    if (at === undefined) {
      at = strings.length;
      index.set(text, at);
      strings.push(text);
    }
    return at;
  };
  const flatNodes = nodes.flatMap((node, place) => {
    const values: Readonly<Record<string, number>> = {
      type: NODE_TYPES.indexOf(node.type ?? 'object'),
      name: textOf(node.name),
      id: node.id ?? place * 2 + 1,
      self_size: node.size ?? 8,
      edge_count: node.edges?.length ?? 0,
      detachedness: node.detachedness ?? 0,
    };
    return nodeFields.map((field) => values[field] ?? 0);
  });
  const flatEdges = nodes.flatMap(({ edges = [] }) =>
    edges.flatMap(([type, name, to]) => [
      EDGE_TYPES.indexOf(type),
      typeof name === 'number' ? name : textOf(name),
      to * nodeFields.length,
    ]),
  );
  return JSON.stringify({
    snapshot: {
      meta: {
        node_fields: nodeFields,
        node_types: nodeFields.map((field) => (field === 'type' ? NODE_TYPES : 'number')),
        edge_fields: ['type', 'name_or_index', 'to_node'],
        edge_types: [EDGE_TYPES, 'string_or_number', 'node'],
        location_fields: ['object_index', 'script_id', 'line', 'column'],
      },
      node_count: nodes.length,
      edge_count: flatEdges.length / 3,
      ...claims,
    },
    nodes: flatNodes,
    edges: flatEdges,
    locations: locations.flat(),
    strings,
  });
}
