import { numbersToColumn } from '#shared/contract/columns.ts';
import type { LatencySeries } from '#shared/model/latency.ts';
import { timeSeriesModel, type TimeSeriesModel } from '../time-series/model.ts';

const BUCKETS = 10;
const range = (read: (index: number) => number | null): (number | null)[] =>
  Array.from({ length: BUCKETS }, (_, index) => read(index));

/** Ten buckets of 10 s: p99 is given for pairs of them, bucket 4 has no samples, bucket 6 has errors. */
export function fakeSeries(): LatencySeries {
  const samples = range((i) => (i === 4 ? 0 : 100 + i));
  return {
    bucketMs: 10_000,
    multiples: { '50': 1, '99': 2 },
    table: {
      rowCount: BUCKETS,
      columns: {
        startMs: numbersToColumn(range((i) => i * 10_000)),
        samples: numbersToColumn(samples),
        failures: numbersToColumn(range((i) => (i === 6 ? 53 : 0))),
        threads: numbersToColumn(range((i) => (i === 9 ? null : 5))),
        'p:50': numbersToColumn(range((i) => (i === 4 ? null : 40 + i))),
        'p:99': numbersToColumn(range((i) => (i === 4 || i === 5 ? null : 400 + 10 * Math.floor(i / 2)))),
      },
    },
  };
}

/** A run of 95 s that began at 2026-03-14 01:00:04 UTC. */
export function fakeModel(percentiles: readonly number[] = [50, 99]): TimeSeriesModel {
  return timeSeriesModel(
    { durationMs: 95_000, startedAtUs: 1_773_450_004_000_000, clockTickMs: 1, granularity: 'samples' },
    fakeSeries(),
    percentiles,
  );
}
