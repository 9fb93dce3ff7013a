/** Buckets of one width from the start of a run. */
export interface TimeGrid {
  readonly startUs: number;
  readonly bucketMs: number;
  readonly count: number;
}

/** SQL of the bucket of an instant in µs since 1970, that must not lie before the run. The end of the run may be one further. */
export function gridBucketSql(us: string, { startUs, bucketMs }: TimeGrid): string {
  return `((${us} - ${startUs}) // ${bucketMs * 1000})::INTEGER`;
}

/** The very end of a run belongs to its last bucket. */
export function clamped(bucket: number, { count }: TimeGrid): number {
  return Math.min(bucket, count - 1);
}

/** SQL of the end of a sample in µs since 1970; a sample without response time ends as it starts. */
export function endUsSql(wholeMs: boolean): string {
  const elapsedUs = wholeMs
    ? 'coalesce(elapsed_ms, 0)::BIGINT * 1000'
    : '(coalesce(elapsed_ms, 0)::DOUBLE * 1000)::BIGINT';
  return `epoch_us(started_at) + ${elapsedUs}`;
}
