import { describe, expect, test } from 'vitest';
import { EMPTY_TABLE, numbersToColumn } from '#shared/contract/columns.ts';
import type { LatencySeries } from '#shared/model/latency.ts';
import { bucketAt, bucketMiddleMs, bucketSeconds, throughputOf, timeSeriesModel } from './model.ts';
import { readoutAt } from './readout.ts';
import { durationOf } from './scales.ts';
import { describeBuckets } from './summary.ts';

const run = { durationMs: 20_000, startedAtUs: 0, clockTickMs: 1, granularity: 'aggregated' } as const;

/** Intervals at 0, 10 and 13 s, the last two of 3 s; between the first and the second nothing was reported. */
function series(durations: readonly number[] | null): LatencySeries {
  return {
    bucketMs: 3000,
    multiples: { '50': 1, '95': 1 },
    table: {
      rowCount: 3,
      columns: {
        startMs: numbersToColumn([0, 10_000, 13_000]),
        ...(durations === null ? {} : { durationMs: numbersToColumn(durations) }),
        samples: numbersToColumn([50, 30, null]),
        failures: numbersToColumn([null, 3, null]),
        threads: numbersToColumn([null, null, null]),
        'p:50': numbersToColumn([20, null, 22]),
        'p:95': numbersToColumn([null, null, null]),
      },
    },
  };
}
const model = (durations: readonly number[] | null) => timeSeriesModel(run, series(durations), [50, 95]);

describe('intervals of a report', () => {
  test('keep their own lengths; a time that nobody reported is a gap', () => {
    const { buckets, lines } = model([5000, 3000, 3000]);
    expect([...buckets.startMs]).toEqual([0, 5000, 10_000, 13_000]);
    expect([...buckets.widthMs!]).toEqual([5000, 5000, 3000, 3000]);
    expect([...buckets.samples]).toEqual([50, NaN, 30, NaN]);
    expect([...lines[0]!.valuesMs]).toEqual([20, NaN, NaN, 22]);
    expect(bucketMiddleMs(buckets, 2)).toBe(11_500);
  });

  test('have rates by their own length', () => {
    const of = model([5000, 3000, 3000]);
    expect(bucketSeconds(of, 0)).toBe(5);
    expect(throughputOf(of, 0)).toBe(10);
    expect(throughputOf(of, 1)).toBeNaN();
    expect(throughputOf(of, 2)).toBe(10);
  });

  test('that do not tell their lengths last until the next one begins', () => {
    const { buckets } = model(null);
    expect([...buckets.startMs]).toEqual([0, 10_000, 13_000]);
    expect([...buckets.widthMs!]).toEqual([10_000, 3000, 3000]);
  });

  test('are found by time', () => {
    const { buckets } = model([5000, 3000, 3000]);
    expect([-1, 0, 4999, 5000, 9999, 10_000, 99_999].map((ms) => bucketAt(buckets, ms))).toEqual([
      0, 0, 0, 1, 1, 2, 3,
    ]);
  });

  test('have no line for a percentile that is in none of them, and say what they are', () => {
    const of = model([5000, 3000, 3000]);
    expect(of.lines.map((line) => line.percentile)).toEqual([50]);
    expect(describeBuckets(of)).toBe('3 s intervals of the report');
    expect(describeBuckets({ ...of, lines: [] })).toBe('3 s intervals of the report, without percentiles');
  });

  test('tell what is not in the report instead of a number', () => {
    const of = model([5000, 3000, 3000]);
    const values = (ms: number) =>
      Object.fromEntries(readoutAt(of, ms, durationOf(of))!.rows.map((row) => [row.name, row.value]));
    expect(readoutAt(of, 11_000, durationOf(of))?.span).toBe('00:10–00:13');
    expect(values(11_000)).toEqual({
      p50: 'not in the report',
      Samples: '30',
      Throughput: '10.0 /s',
      Errors: '3, 10.0 %',
    });
    expect(values(14_000)).toEqual({
      p50: '22 ms',
      Samples: 'not known',
      Throughput: 'not known',
      Errors: 'not known',
    });
  });

  test('may be none at all', () => {
    const none = timeSeriesModel(run, { bucketMs: 1000, multiples: {}, table: EMPTY_TABLE }, [50]);
    expect(none.buckets.startMs).toHaveLength(0);
    expect(none.lines).toEqual([]);
  });
});
