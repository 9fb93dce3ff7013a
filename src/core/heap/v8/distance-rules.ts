import type { DistanceRules } from '../model/heap-graph.ts';
import { isDocumentTrees } from './essential-edges.ts';
import type { RawGraph } from './raw-graph.ts';
import type { WeakMapEntries } from './weak-map-entries.ts';

/** How DevTools counts distances (formats, section 9 rule 6). */
export function distanceRules(raw: RawGraph, weakMaps: WeakMapEntries): DistanceRules {
  const { nodes, edges, firstEdge, root, codes, strings } = raw;
  const roots = new Set<number>();
  for (let edge = firstEdge[root]!; edge < firstEdge[root + 1]!; edge++) {
    const to = edges.target[edge]!;
    if (to !== root && (nodes.type[to] !== codes.node.synthetic || isDocumentTrees(raw, to, strings)))
      roots.add(to);
  }
  const skipped = new Uint8Array(edges.count);
  const { weak, internal } = codes.edge;
  const { hidden, array } = codes.node;
  const context = strings.indexOf('system / NativeContext');
  const sloppyMap = strings.indexOf('sloppy_function_map');
  const descriptors = strings.indexOf('(map descriptors)');
  const seen = new Set<string>();
  for (let node = 0; node < nodes.count; node++) {
    const name = nodes.name[node]!;
    const isContext = nodes.type[node] === hidden && name === context;
    const isDescriptors = nodes.type[node] === array && name === descriptors;
    for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
      const kind = edges.type[edge]!;
      const label = edges.nameOrIndex[edge]!;
      if (kind === weak) skipped[edge] = 1;
      else if (isContext && label === sloppyMap && kind === internal) skipped[edge] = 1;
      else if (isDescriptors && isSharedSlot(kind === internal ? Number(strings.get(label)) : label))
        skipped[edge] = 1;
      else if (kind === internal) {
        // Of the two edges of an entry the second one counts.
        const pair = weakMaps.get(label)?.pair;
        if (pair !== undefined && !seen.delete(pair)) {
          seen.add(pair);
          skipped[edge] = 1;
        }
      }
    }
  }
  return { userRoots: Uint32Array.from(roots), skipped };
}

/** Descriptors are shared by maps: these slots would lead from one class to another. */
function isSharedSlot(index: number): boolean {
  return index >= 2 && index % 3 === 1;
}
