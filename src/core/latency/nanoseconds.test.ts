import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { numberAt, numberColumn, type ColumnTable } from '#shared/contract/columns.ts';
import { wholeRun, type SampleFilter } from '#shared/model/filter.ts';
import type { Run, Transaction } from '#shared/model/run.ts';
import type { Database } from '../db/database.ts';
import { latencyCurve } from './curve.ts';
import { countedRows, SEED_SAMPLES, storeNanosecondRun } from './testing/nanosecond-run.ts';
import { plainPercentile } from './testing/oracle.ts';
import { openTestDatabase } from './testing/stored-run.ts';
import { runTables } from './selection.ts';
import { worthSelecting } from './selected-values.ts';
import { timeSeries } from './series.ts';
import { summarise } from './summary.ts';

/**
 * A run long enough for `selected-values.ts`: hardly any two of its times are equal. Every figure is checked against
 * the sorted list.
 */
const PERCENTILES = [0, 50, 90, 95, 99, 99.9, 100];
const signal = new AbortController().signal;

let database: Database;
let remove: () => Promise<void>;
let run: Run;
let transactions: readonly Transaction[];
beforeAll(async () => {
  ({ database, remove } = await openTestDatabase());
  ({ run, transactions } = await storeNanosecondRun(database));
}, 120_000);
afterAll(() => remove());

const column = (table: ColumnTable, name: string) =>
  Array.from({ length: table.rowCount }, (_, row) => numberAt(numberColumn(table, name), row));

describe('figures of a long run with a clock of nanoseconds', () => {
  const half: SampleFilter['time'] = { fromMs: 20_000, toMs: 60_000 };

  it('is long enough for only the wanted values to be read', async () => {
    expect((await runTables(database, run)).wholeMs).toBe(false);
    expect(worthSelecting(run.samples, 50)).toBe(true);
  });

  it.each([null, half])('summary (time %j)', async (time) => {
    const filter = { ...wholeRun(run.id), time };
    const { overall, transactions: table } = await summarise(
      database,
      run,
      transactions,
      { filter, percentiles: PERCENTILES, estimator: 'type7', apdexTMs: 60, jmeterCompatible: false },
      signal,
    );
    const rows = await countedRows(database, run, time);
    expect(rows.length).toBeGreaterThan(SEED_SAMPLES / 3);
    const check = (figure: (name: string) => number | null, samples: typeof rows) => {
      const values = samples.map(({ elapsedMs }) => elapsedMs).sort((a, b) => a - b);
      const mean = values.reduce((a, b) => a + b, 0) / values.length;
      expect(figure('samples')).toBe(samples.length);
      expect(figure('failures')).toBe(samples.filter(({ ok }) => !ok).length);
      for (const percentile of PERCENTILES) {
        expect(figure(`p:${percentile}`)).toBe(plainPercentile(values, percentile));
      }
      expect([figure('minMs'), figure('maxMs')]).toEqual([values[0], values.at(-1)]);
      expect(figure('meanMs')).toBeCloseTo(mean, 9);
      expect(figure('stdDevMs')).toBeCloseTo(
        Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length),
        8,
      );
      const good = samples.filter(({ ok }) => ok);
      const score =
        (good.filter(({ elapsedMs }) => elapsedMs <= 60).length +
          good.filter(({ elapsedMs }) => elapsedMs > 60 && elapsedMs <= 240).length / 2) /
        samples.length;
      expect(figure('apdex')).toBe(score);
    };
    const ids = column(table, 'id');
    expect(ids).toHaveLength(transactions.length);
    ids.forEach((id, row) =>
      check(
        (name) => numberAt(numberColumn(table, name), row),
        rows.filter((sample) => sample.transactionId === id),
      ),
    );
    const { percentilesMs, apdex, ...named } = overall;
    const all: Record<string, number | null> = { ...named, apdex: apdex!.score };
    check((name) => (name.startsWith('p:') ? percentilesMs[name.slice(2)]! : all[name]!), rows);
  });

  it('curve', async () => {
    const { samples, table } = await latencyCurve(database, run, wholeRun(run.id), 400, signal);
    const values = (await countedRows(database, run, null))
      .map(({ elapsedMs }) => elapsedMs)
      .sort((a, b) => a - b);
    expect(samples).toBe(values.length);
    const percentiles = column(table, 'percentile');
    expect(column(table, 'valueMs')).toEqual(percentiles.map((p) => plainPercentile(values, p!)));
    expect(percentiles.length).toBeGreaterThan(350);
  });

  it('series', async () => {
    const { bucketMs, multiples, table } = await timeSeries(
      database,
      run,
      { filter: wholeRun(run.id), percentiles: [50, 99, 99.9], maxBuckets: 50 },
      signal,
    );
    const rows = await countedRows(database, run, null);
    const starts = column(table, 'startMs') as number[];
    const inBucket = (from: number, to: number) =>
      rows.filter(({ offsetMs }) => offsetMs >= from && offsetMs < to);
    expect(column(table, 'samples')).toEqual(starts.map((start) => inBucket(start, start + bucketMs).length));
    expect(multiples).toEqual({ 50: 1, 99: 1, 99.9: 2 });
    for (const percentile of [50, 99, 99.9]) {
      const multiple = multiples[percentile]!;
      const expected = starts.map((_, index) => {
        const first = Math.floor(index / multiple) * multiple;
        const together = inBucket(starts[first]!, starts[first]! + multiple * bucketMs);
        if (percentile > 50 && together.length * (1 - percentile / 100) < 10 - 1e-9) return null;
        return plainPercentile(
          together.map(({ elapsedMs }) => elapsedMs).sort((a, b) => a - b),
          percentile,
        );
      });
      expect(column(table, `p:${percentile}`)).toEqual(expected);
    }
  });
});
