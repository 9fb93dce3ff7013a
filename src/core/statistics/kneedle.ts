/** `concave`: gains get smaller (throughput by users); `convex`: costs get larger (response time by throughput). */
export type Curvature = 'concave' | 'convex';

/**
 * Where a rising curve bends (Kneedle; Satopää, Albrecht, Irwin & Raghavan 2011; method E4): the position whose distance
 * from the chord is a local maximum, and after which that distance falls by more than `sensitivity` mean steps.
 * @param x ascending, all different
 * @param y rising with x; noise is to be smoothed away before
 * @returns position of the first such point; null where the curve does not bend
 */
export function kneedle(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  curvature: Curvature,
  sensitivity = 1,
): number | null {
  const n = x.length;
  if (n < 3) return null;
  const [spanX, spanY] = [x[n - 1]! - x[0]!, y[n - 1]! - y[0]!];
  if (!(spanX > 0) || !(spanY > 0)) return null;
  // Turned by half a circle, a convex rising curve is a concave rising one.
  const place = (i: number): number => (curvature === 'concave' ? i : n - 1 - i);
  const unit = (value: number): number => (curvature === 'concave' ? value : 1 - value);
  const [ux, distance] = [new Float64Array(n), new Float64Array(n)];
  for (let i = 0; i < n; i++) {
    const at = place(i);
    ux[i] = unit((x[at]! - x[0]!) / spanX);
    distance[i] = unit((y[at]! - y[0]!) / spanY) - ux[i]!;
  }
  const step = sensitivity / (n - 1);
  let candidate = -1;
  for (let i = 1; i < n; i++) {
    const isPeak =
      i < n - 1 && distance[i]! > 0 && distance[i]! >= distance[i - 1]! && distance[i]! > distance[i + 1]!;
    if (isPeak && (candidate < 0 || distance[i]! > distance[candidate]!)) candidate = i;
    else if (candidate >= 0 && distance[i]! < distance[candidate]! - step) return place(candidate);
  }
  return null;
}
