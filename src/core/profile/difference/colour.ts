import type { TreeWeights } from './node-weights.ts';

/** Part of the changes that gets less than the full strength. */
const FULL_STRENGTH_FROM = 0.95;

/**
 * Numbers for a diverging colour (method P3): (B − A) ÷ max(A, B), finite also for what is new or gone, and min(1, |B − A| ÷ q95)
 * so that tiny boxes do not shout. The quantile is of nodes that are large enough to be seen: those above the floor,
 * else all that changed.
 */
export function differenceColours(
  { baseline, candidate }: TreeWeights,
  floor: number,
): { readonly colour: Float32Array; readonly strength: Float32Array } {
  const count = baseline.total.length;
  const colour = new Float32Array(count);
  const strength = new Float32Array(count);
  const sizes: number[] = [];
  const small: number[] = [];
  for (let node = 0; node < count; node++) {
    const a = baseline.total[node]!;
    const b = candidate.total[node]!;
    const larger = Math.max(a, b);
    if (larger > 0) colour[node] = (b - a) / larger;
    if (a === b) continue;
    if (larger >= floor) sizes.push(Math.abs(b - a));
    else if (sizes.length === 0) small.push(Math.abs(b - a));
  }
  const all = Float64Array.from(sizes.length > 0 ? sizes : small).sort();
  const q95 = all[Math.min(all.length - 1, Math.floor(FULL_STRENGTH_FROM * all.length))] ?? 0;
  if (q95 > 0) {
    for (let node = 0; node < count; node++)
      strength[node] = Math.min(1, Math.abs(candidate.total[node]! - baseline.total[node]!) / q95);
  }
  return { colour, strength };
}
