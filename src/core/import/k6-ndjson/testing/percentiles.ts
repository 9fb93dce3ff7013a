/** Percentiles by definition, for tests: independent of what the product computes. */

const ascending = (values: readonly number[]) => [...values].sort((a, b) => a - b);

/** Type 7 in the arithmetic of k6 (`metrics/sink.go`), so that results agree to the last digit. */
export function k6Percentile(values: readonly number[], percentile: number): number {
  const sorted = ascending(values);
  const index = (percentile / 100) * (sorted.length - 1);
  const below = sorted[Math.floor(index)]!;
  const above = sorted[Math.ceil(index)]!;
  return below + (above - below) * (index - Math.floor(index));
}

export function nearestRank(values: readonly number[], percentile: number): number {
  return ascending(values)[Math.ceil((percentile / 100) * values.length) - 1]!;
}
