/**
 * Where mean or variance of a series changes: PELT (Killick, Fearnhead & Eckley 2012) with the normal likelihood, as
 * `cpt.meanvar` of R's `changepoint` counts it.
 * @param penalty of one more change; method E2: 3 · ln n
 * @param minSegment least number of values between two changes
 * @returns first position of every segment but the first, ascending
 */
export function changePoints(
  values: ArrayLike<number>,
  penalty: number = 3 * Math.log(Math.max(values.length, 2)),
  minSegment = 2,
): number[] {
  const n = values.length;
  if (n < 2 * minSegment) return [];
  const cost = normalCost(values);
  const best = new Float64Array(n + 1).fill(Infinity);
  best[0] = -penalty;
  const last = new Int32Array(n + 1);
  let candidates: { readonly start: number; hopelessAt: number }[] = [];
  for (let end = minSegment; end <= n; end++) {
    // A segment may begin where one of at least `minSegment` values can end.
    const entering = end - minSegment;
    if (entering === 0 || entering >= minSegment) candidates.push({ start: entering, hopelessAt: Infinity });
    const costs = candidates.map(({ start }) => best[start]! + cost(start, end));
    let least = Infinity;
    costs.forEach((value, index) => {
      if (value + penalty >= least) return;
      least = value + penalty;
      last[end] = candidates[index]!.start;
    });
    best[end] = least;
    // Splitting a segment never raises its cost, so what is worse by now stays worse – once the rest can be a segment.
    candidates.forEach((candidate, index) => {
      if (costs[index]! > least) candidate.hopelessAt = Math.min(candidate.hopelessAt, end + minSegment);
    });
    candidates = candidates.filter(({ hopelessAt }) => hopelessAt > end + 1);
  }
  const out: number[] = [];
  for (let at = last[n]!; at > 0; at = last[at]!) out.push(at);
  return out.reverse();
}

/** Cost of the values `[start, end)`: −2 · log-likelihood at their own mean and variance. */
function normalCost(values: ArrayLike<number>): (start: number, end: number) => number {
  const n = values.length;
  // Around their mean, so that squares do not lose what they differ by.
  let centre = 0;
  for (let i = 0; i < n; i++) centre += values[i]! / n;
  const sums = new Float64Array(n + 1);
  const squares = new Float64Array(n + 1);
  for (let i = 0; i < n; i++) {
    const value = values[i]! - centre;
    sums[i + 1] = sums[i]! + value;
    squares[i + 1] = squares[i]! + value * value;
  }
  // A constant stretch has no variance; the logarithm needs one.
  const floor = Math.max((squares[n]! / Math.max(n, 1)) * 1e-6, 1e-12);
  return (start, end) => {
    const count = end - start;
    const sum = sums[end]! - sums[start]!;
    const variance = (squares[end]! - squares[start]! - (sum * sum) / count) / count;
    return count * (Math.log(2 * Math.PI) + Math.log(Math.max(variance, floor)) + 1);
  };
}

/**
 * Lag-1 autocorrelation of the noise around levels that may change (Chakar, Lebarbier, Lévy-Leduc & Robin 2017): a few
 * steps do not touch it, as they would the ordinary estimate. Within [0, `most`].
 */
export function noiseAutocorrelation(values: ArrayLike<number>, most = 0.9): number {
  const n = values.length;
  if (n < 4) return 0;
  const one = medianSquareDifference(values, 1);
  const two = medianSquareDifference(values, 2);
  if (one === 0) return 0;
  return Math.min(Math.max(two / one - 1, 0), most);
}

function medianSquareDifference(values: ArrayLike<number>, lag: number): number {
  const out = new Float64Array(values.length - lag);
  for (let i = 0; i < out.length; i++) out[i] = (values[i + lag]! - values[i]!) ** 2;
  out.sort();
  return out[out.length >> 1]!;
}
