import type { Random } from '#core/statistics/random.ts';
import type { HeapGraph } from '../../model/heap-graph.ts';
import { graphOf } from './drawn-graph.ts';

/**
 * Up to 41 nodes of random sizes.
 * @param connected every node is reached from the root
 */
export function randomGraph(
  random: Random,
  { degree, connected }: { readonly degree: number; readonly connected: boolean },
): HeapGraph {
  const count = 2 + random.below(40);
  const targets = Array.from({ length: count }, () =>
    Array.from({ length: random.below(2 * degree + 1) }, () => random.below(count)),
  );
  if (connected) for (let node = 1; node < count; node++) targets[random.below(node)]!.push(node);
  return graphOf(targets, { sizes: targets.map(() => random.below(100)) });
}
