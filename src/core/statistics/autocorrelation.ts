/**
 * Lag-1 autocorrelation of a series: Σ(y_i − ȳ)(y_{i+1} − ȳ) ÷ Σ(y_i − ȳ)².
 * @returns 0 for a constant series: it shows no dependence
 */
export function lag1Autocorrelation(series: ArrayLike<number>): number {
  const n = series.length;
  let mean = 0;
  for (let i = 0; i < n; i++) mean += series[i]! / n;
  let products = 0;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    const deviation = series[i]! - mean;
    squares += deviation * deviation;
    if (i + 1 < n) products += deviation * (series[i + 1]! - mean);
  }
  return squares === 0 ? 0 : products / squares;
}
