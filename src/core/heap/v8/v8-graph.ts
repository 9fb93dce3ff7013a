import { ColumnLabels } from '../model/column-labels.ts';
import { nodeFlags, type DistanceRules, type HeapGraph } from '../model/heap-graph.ts';
import type { Pace } from '../graph/pace.ts';
import { detachedness, type Detachedness } from './detachedness.ts';
import { distanceRules } from './distance-rules.ts';
import { essentialEdges } from './essential-edges.ts';
import { nodeClasses, type NodeClasses } from './node-classes.ts';
import { ownedSizes } from './owned-sizes.ts';
import type { RawGraph } from './raw-graph.ts';
import { v8Labels } from './v8-labels.ts';
import { WeakMapEntries } from './weak-map-entries.ts';

/** Applies V8's rules (method P9) to what stands in the file. */
export async function v8Graph(raw: RawGraph, pace: Pace): Promise<HeapGraph> {
  const weakMaps = new WeakMapEntries(raw.strings);
  const dom = await detachedness(raw, pace);
  const sorted = await nodeClasses(raw, dom, pace);
  const selfBytes = await ownedSizes(raw, pace);
  const essential = await essentialEdges(raw, weakMaps, pace);
  let rules: DistanceRules | null = null;
  const named = {
    firstEdge: raw.firstEdge,
    edgeTarget: raw.edges.target,
    classOf: sorted.classOf,
    classes: sorted.classes,
    flags: flagsOf(raw, dom, sorted),
  };
  return {
    ...named,
    nodeCount: raw.nodes.count,
    edgeCount: raw.edges.count,
    root: raw.root,
    ids: raw.nodes.id,
    selfBytes,
    essential,
    get distanceRules() {
      return (rules ??= distanceRules(raw, weakMaps));
    },
    labels: new ColumnLabels(named, v8Labels(raw, dom)),
  };
}

function flagsOf(
  { nodes, codes }: RawGraph,
  dom: Detachedness,
  { classOf, classes }: NodeClasses,
): Uint8Array {
  const byType = new Uint8Array(256);
  const mark = (type: number, flag: number): void => {
    if (type >= 0) byType[type] = flag;
  };
  mark(codes.node.synthetic, nodeFlags.synthetic);
  mark(codes.node.array, nodeFlags.array);
  for (const type of ['string', 'concatenated string', 'sliced string'] as const)
    mark(codes.node[type], nodeFlags.text);
  const byClass = Uint8Array.from(classes, ({ name, origin }) => {
    if (name === 'Array' && origin === null) return nodeFlags.array;
    return name.startsWith('Detached <') ? nodeFlags.detachedElement : 0;
  });
  const flags = new Uint8Array(nodes.count);
  for (let node = 0; node < nodes.count; node++) {
    const cut = dom.detached[node] === 1 ? nodeFlags.detached : 0;
    flags[node] = byType[nodes.type[node]!]! | byClass[classOf[node]!]! | cut;
  }
  return flags;
}
