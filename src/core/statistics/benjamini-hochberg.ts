/**
 * Adjusted p-values that bound the share of false discoveries (Benjamini & Hochberg 1995; method E11), in the order of
 * the given ones. Of those that are not finite nothing was asked: they stay and do not count.
 */
export function benjaminiHochberg(pValues: ArrayLike<number>): Float64Array {
  const out = Float64Array.from(pValues);
  const order = Array.from(out.keys())
    .filter((index) => Number.isFinite(out[index]))
    .sort((a, b) => out[b]! - out[a]!);
  let least = 1;
  order.forEach((index, position) => {
    least = Math.min(least, (out[index]! * order.length) / (order.length - position));
    out[index] = least;
  });
  return out;
}
