import type { UnionFunctions } from './union-functions.ts';
import type { UnionTree } from './union-tree.ts';

/** Names of the functions from the root to a node; none for -1. */
export function pathTo(tree: UnionTree, functions: UnionFunctions, node: number): string[] {
  const path: string[] = [];
  for (let at = node; at >= 0; at = tree.parent[at]!) path.push(functions.names[tree.function[at]!]!);
  return path.reverse();
}
