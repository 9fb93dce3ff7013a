import type { ProfileFunctions, ProfileNodes } from '#shared/model/profile.ts';
import { childrenOf, NO_NODE, pathTo, type FlameGeometry } from '../../charts/flame/flame-geometry.ts';
import type { DetailRelative } from './DetailsPanel.tsx';
import { functionName } from './function-words.ts';

/** A tree as it is drawn. */
export interface FlameData {
  readonly functions: ProfileFunctions;
  readonly nodes: ProfileNodes;
  readonly geometry: FlameGeometry;
  /** Weight of everything, and the unit's: what shares are of. */
  readonly total: number;
}

/** Callers of a box, the nearest first. */
export function callersOf(
  { functions, nodes, geometry }: FlameData,
  node: number,
): readonly DetailRelative[] {
  return pathTo(geometry, node)
    .slice(0, -1)
    .reverse()
    .map((caller) => relative(functions, nodes, caller));
}

/** What a box calls, the heaviest first. */
export function calleesOf(
  { functions, nodes, geometry }: FlameData,
  node: number,
): readonly DetailRelative[] {
  const { from, to } = childrenOf(geometry, node);
  return Array.from({ length: to - from }, (_, index) => relative(functions, nodes, from + index)).sort(
    (a, b) => b.weight - a.weight,
  );
}

function relative(functions: ProfileFunctions, nodes: ProfileNodes, node: number): DetailRelative {
  return { node, name: functionName(functions, nodes.function[node]!), weight: nodes.total[node]! };
}

/** Rows of the functions of a stack, the outermost first. */
export function stackRows(data: Pick<FlameData, 'nodes' | 'geometry'>, node: number): readonly number[] {
  return pathTo(data.geometry, node).map((each) => data.nodes.function[each]!);
}

/** The heaviest box of a function; {@link NO_NODE} where it has none. @param row of the functions of the tree */
export function heaviestBox(nodes: ProfileNodes, row: number): number {
  let best = NO_NODE;
  let most = -1;
  for (let node = 0; node < nodes.count; node++) {
    if (nodes.function[node] !== row || nodes.total[node]! <= most) continue;
    most = nodes.total[node]!;
    best = node;
  }
  return best;
}

/** The row of the same function in another answer about the same changes; -1: it is not in it. */
export function sameFunction(from: ProfileFunctions, row: number, to: ProfileFunctions): number {
  return row < 0 ? -1 : to.id.indexOf(from.id[row]!);
}
