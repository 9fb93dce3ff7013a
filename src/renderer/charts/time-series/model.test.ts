import { expect, test } from 'vitest';
import { EMPTY_TABLE } from '#shared/contract/columns.ts';
import { fakeModel, fakeSeries } from '../testing/fake-series.ts';
import { bucketAt, bucketSeconds, errorPercentOf, throughputOf, timeSeriesModel } from './model.ts';

test('missing values become NaN', () => {
  const model = fakeModel();
  expect(model.buckets.threads?.[9]).toBeNaN();
  expect(model.lines[0]?.valuesMs[4]).toBeNaN();
});

test('buckets that were taken together are one point', () => {
  const [median, far] = fakeModel().lines;
  expect(median?.bucketMs).toBe(10_000);
  expect(far?.bucketMs).toBe(20_000);
  expect([...far!.startMs]).toEqual([0, 20_000, 40_000, 60_000, 80_000]);
  expect([...far!.valuesMs]).toEqual([400, 410, NaN, 430, 440]);
});

test('lines ascend, and a percentile that the series lacks is left out', () => {
  expect(fakeModel([99, 75, 50]).lines.map((line) => line.percentile)).toEqual([50, 99]);
});

test('a tool without threads has none', () => {
  const series = fakeSeries();
  const threads = {
    kind: 'number',
    values: new Float64Array(10),
    nulls: new Uint8Array(10).fill(1),
  } as const;
  const table = { ...series.table, columns: { ...series.table.columns, threads } };
  const run = { durationMs: 95_000, startedAtUs: null, clockTickMs: 1, granularity: 'samples' as const };
  expect(timeSeriesModel(run, { ...series, table }, [50]).buckets.threads).toBeNull();
});

test('an empty series has no buckets', () => {
  const run = { durationMs: 0, startedAtUs: null, clockTickMs: 1, granularity: 'samples' as const };
  const model = timeSeriesModel(run, { bucketMs: 1000, multiples: {}, table: EMPTY_TABLE }, [50]);
  expect(model.lines).toEqual([]);
  expect(bucketAt(model.buckets, 5)).toBe(-1);
});

test('the last bucket counts as far as the run reaches', () => {
  const model = fakeModel();
  expect(bucketSeconds(model, 0)).toBe(10);
  expect(bucketSeconds(model, 9)).toBe(5);
  expect(throughputOf(model, 9)).toBeCloseTo(109 / 5);
});

test('a rate over less than a fifth of a bucket is not shown', () => {
  expect(throughputOf({ ...fakeModel(), durationMs: 91_000 }, 9)).toBeNaN();
});

test('errors are a share of the samples of the bucket', () => {
  const model = fakeModel();
  expect(errorPercentOf(model, 6)).toBe(50);
  expect(errorPercentOf(model, 4)).toBeNaN();
});

test('times beyond the ends belong to the first and the last bucket', () => {
  const { buckets } = fakeModel();
  expect([-5, 0, 9999, 10_000, 1e9].map((ms) => bucketAt(buckets, ms))).toEqual([0, 0, 0, 1, 9]);
});
