import { ColumnLabels } from '../../model/column-labels.ts';
import type { HeapGraph } from '../../model/heap-graph.ts';
import { StringTable } from '../../model/string-table.ts';

/** A graph that was drawn in text, with the node of each name. */
export interface DrawnGraph {
  readonly graph: HeapGraph;
  readonly node: (name: string) => number;
}

/**
 * A heap in text: `A -> B C` per line, `A ~> B` for references that hold nothing. The first name is the root; every node has
 * one byte, or what its line says behind `=`: `A = 120`. Class of a node: its name without digits.
 */
export function drawnGraph(text: string): DrawnGraph {
  const index = new Map<string, number>();
  const edges: { to: number; essential: number }[][] = [];
  const sizes: number[] = [];
  const nodeOf = (name: string): number => {
    let node = index.get(name);
    if (node === undefined) {
      node = index.size;
      index.set(name, node);
      edges.push([]);
      sizes.push(1);
    }
    return node;
  };
  for (const line of text.split('\n').map((each) => each.trim())) {
    if (line === '') continue;
    const [from, arrow, ...rest] = line.split(/\s+/u) as [string, string, ...string[]];
    const node = nodeOf(from);
    if (arrow === '=') sizes[node] = Number(rest[0]);
    else for (const name of rest) edges[node]!.push({ to: nodeOf(name), essential: arrow === '->' ? 1 : 0 });
  }
  const names = [...index.keys()];
  return {
    graph: graphOf(
      edges.map((list) => list.map(({ to }) => to)),
      { sizes, names, essential: edges.flatMap((list) => list.map(({ essential }) => essential)) },
    ),
    node: (name) => {
      const node = index.get(name);
      if (node === undefined) throw new Error(`no node ${name}`);
      return node;
    },
  };
}

/** A graph from lists of targets; node 0 is the root. */
export function graphOf(
  targets: readonly (readonly number[])[],
  {
    sizes = targets.map(() => 1),
    names = targets.map((_, node) => `n${node}`),
    essential = targets.flatMap((list, node) => list.map((to) => (to === node ? 0 : 1))),
  }: { sizes?: readonly number[]; names?: readonly string[]; essential?: readonly number[] } = {},
): HeapGraph {
  const firstEdge = new Uint32Array(targets.length + 1);
  targets.forEach((list, node) => (firstEdge[node + 1] = firstEdge[node]! + list.length));
  const edgeTarget = Uint32Array.from(targets.flat());
  const classNames = [...new Set(names.map(classOf))];
  const named = {
    firstEdge,
    edgeTarget,
    classOf: Uint32Array.from(names, (name) => classNames.indexOf(classOf(name))),
    classes: classNames.map((name) => ({ name, family: 'object', origin: null }) as const),
    flags: new Uint8Array(targets.length),
  };
  return {
    ...named,
    nodeCount: targets.length,
    edgeCount: edgeTarget.length,
    root: 0,
    ids: Uint32Array.from(targets, (_, node) => node * 2 + 1),
    selfBytes: Float64Array.from(sizes),
    essential: Uint8Array.from(essential),
    labels: new ColumnLabels(named, {
      nodeKinds: ['object'],
      nodeKind: new Uint8Array(targets.length),
      nodeName: Uint32Array.from(targets, (_, node) => node),
      edgeKinds: [{ name: 'property', numbered: false }],
      edgeKind: new Uint8Array(edgeTarget.length),
      edgeName: edgeTarget,
      texts: StringTable.of(names),
      joined: null,
      marksDetached: false,
    }),
  };
}

function classOf(name: string): string {
  return name.replace(/\d+$/u, '');
}
