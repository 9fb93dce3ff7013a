import type { NumberColumn } from '#shared/contract/columns.ts';
import type { TimeSpan } from '#shared/model/filter.ts';
import type { Run } from '#shared/model/run.ts';
import { chooseBuckets, type Buckets } from './time-buckets.ts';

export interface SpanBuckets {
  readonly buckets: Buckets;
  /** Samples of the run that the span would hold if they came evenly. */
  readonly expected: number;
}

/**
 * The buckets of a question about a run over time: the same for every view with as many buckets and the same span, so that
 * their figures stand above each other.
 * @returns null where nothing can lie in one: no time stamps, or a span outside of the run
 */
export function spanBuckets(
  run: Pick<Run, 'startedAtUs' | 'durationMs' | 'samples'>,
  time: TimeSpan | null,
  maxBuckets: number,
): SpanBuckets | null {
  const fromMs = Math.max(time?.fromMs ?? 0, 0);
  // The instant of the last sample belongs to the run.
  const endMs = run.durationMs + 1e-3;
  const toMs = Math.min(time?.toMs ?? Infinity, endMs);
  if (run.startedAtUs === null || toMs <= fromMs) return null;
  const expected = (run.samples * (toMs - fromMs)) / endMs;
  return { buckets: chooseBuckets(fromMs, toMs, maxBuckets, expected), expected };
}

/** `startMs` of each bucket, since the start of the run. */
export function bucketStarts({ widthMs, first, count }: Buckets): NumberColumn {
  const values = Float64Array.from({ length: count }, (_, index) => (first + index) * widthMs);
  return { kind: 'number', values, nulls: null };
}
