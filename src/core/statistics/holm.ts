/** Adjustment of p-values for several tests at once. */

/** Holm (1979): adjusted p-values in the order given; comparing them with α bounds the chance of any false alarm by α. */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues.map((_, index) => index).sort((a, b) => pValues[a]! - pValues[b]!);
  const adjusted = new Array<number>(pValues.length);
  let most = 0;
  order.forEach((index, rank) => {
    most = Math.max(most, Math.min(1, (pValues.length - rank) * pValues[index]!));
    adjusted[index] = most;
  });
  return adjusted;
}

/**
 * Hochberg (1988): the level at which each of several intervals is drawn so that all hold together with 1 − `alpha`;
 * the largest p-value gets α, the next α ÷ 2, and so on.
 */
export function hochbergLevels(pValues: readonly number[], alpha: number): number[] {
  const order = pValues.map((_, index) => index).sort((a, b) => pValues[b]! - pValues[a]!);
  const levels = new Array<number>(pValues.length);
  order.forEach((index, rank) => {
    levels[index] = alpha / (rank + 1);
  });
  return levels;
}
