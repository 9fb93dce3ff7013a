import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { numberAt, numberColumn, textAt, textColumn } from '#shared/contract/columns.ts';
import { wholeRun, type SampleFilter } from '#shared/model/filter.ts';
import type { Database } from '../../db/database.ts';
import { fuzzRuns } from '../../import/testing/fuzz-runs.ts';
import {
  openTestDatabase,
  storeRun,
  type StoredRun,
  type TestSample,
} from '../../latency/testing/stored-run.ts';
import { Random } from '../../statistics/random.ts';
import { percentileIntervals } from './percentile-intervals.ts';

const PERCENTILES = [50, 95, 99, 99.9];
const signal = new AbortController().signal;
let database: Database;
let remove: () => Promise<void>;
beforeAll(async () => ({ database, remove } = await openTestDatabase()));
afterAll(() => remove());

interface Shown {
  readonly id: number | null;
  readonly method: string | null;
  readonly methods: readonly (string | null)[];
  readonly intervals: readonly (readonly [low: number | null, high: number | null])[];
}

async function ask({ run, transactions }: StoredRun, filter: Partial<SampleFilter> = {}): Promise<Shown[]> {
  const { table } = await percentileIntervals(
    database,
    run,
    transactions,
    { filter: { ...wholeRun(run.id), ...filter }, percentiles: PERCENTILES },
    signal,
  );
  return Array.from({ length: table.rowCount }, (_, row) => ({
    id: numberAt(numberColumn(table, 'id'), row),
    method: textAt(textColumn(table, 'method'), row),
    methods: PERCENTILES.map((percentile) => textAt(textColumn(table, `method:${percentile}`), row)),
    intervals: PERCENTILES.map((percentile): [number | null, number | null] => [
      numberAt(numberColumn(table, `low:${percentile}`), row),
      numberAt(numberColumn(table, `high:${percentile}`), row),
    ]),
  }));
}

/** @param wave share by which response times rise and fall over the run, three times */
function samplesOf(label: string, n: number, wave: number, random: Random): TestSample[] {
  return Array.from({ length: n }, (_, i) => ({
    label,
    startMs: (i * 600_000) / n,
    elapsedMs: Math.round(
      100 * (1 + wave * Math.sin((i * 6 * Math.PI) / n)) * Math.exp(0.3 * random.normal()),
    ),
    ok: true,
  }));
}

describe('percentileIntervals', () => {
  it('has a row for all together and one per transaction, with the method that fits each', async () => {
    const random = new Random('rows');
    const stored = await storeRun(database, [
      { samples: [...samplesOf('calm', 5000, 0, random), ...samplesOf('waves', 5000, 0.4, random)] },
    ]);
    const rows = await ask(stored);
    expect(rows.map(({ id, method }) => [id, method])).toEqual([
      [null, 'blocks'],
      [stored.transactions[0]!.id, 'order-statistics'],
      [stored.transactions[1]!.id, 'blocks'],
    ]);
    const [calm, waves] = [rows[1]!.intervals[0]!, rows[2]!.intervals[0]!];
    expect(calm[0]).toBeLessThanOrEqual(100);
    expect(calm[1]).toBeGreaterThanOrEqual(100);
    expect(waves[1]! - waves[0]!).toBeGreaterThan(3 * (calm[1]! - calm[0]!));
    // 5,000 samples are too few for blocks of the 99.9th percentile, and enough for order statistics.
    expect(rows[2]!.methods).toEqual(['blocks', 'blocks', expect.anything(), 'order-statistics']);
    expect(rows[2]!.intervals[3]).not.toEqual([null, null]);
  });

  it('gives none where samples are too few (method A2)', async () => {
    const stored = await storeRun(database, [{ samples: samplesOf('few', 71, 0, new Random('few')) }]);
    const [row] = await ask(stored);
    expect(row!.intervals[0]).not.toEqual([null, null]);
    expect(row!.intervals[1]).toEqual([null, null]);
    const none = await ask(stored, { time: { fromMs: 700_000, toMs: 800_000 } });
    expect(none).toHaveLength(1);
    expect(none[0]!.intervals).toEqual(PERCENTILES.map(() => [null, null]));
  });

  it('does without time stamps', async () => {
    const samples = samplesOf('a', 1000, 0, new Random('timeless')).map(
      ({ label, elapsedMs }): TestSample => ({ label, elapsedMs: elapsedMs! }),
    );
    const [row] = await ask(await storeRun(database, [{ samples }]));
    expect(row!.method).toBe('order-statistics');
    expect(row!.intervals[1]).not.toEqual([null, null]);
  });

  it('covers the true percentiles of independent samples in about 95 of 100 runs', async () => {
    let [asked, covered] = [0, 0];
    const z = [0, 1.644_853_6, 2.326_347_9];
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 1e9 }), async (seed) => {
        const stored = await storeRun(database, [
          { samples: samplesOf('a', 2000, 0, new Random(`c${seed}`)) },
        ]);
        const [row] = await ask(stored);
        z.forEach((quantile, i) => {
          const truth = 100 * Math.exp(0.3 * quantile);
          const [low, high] = row!.intervals[i]!;
          expect(typeof low).toBe('number');
          expect(low! <= high!).toBe(true);
          asked += 1;
          // Times are whole milliseconds.
          if (low! <= truth + 0.5 && high! >= truth - 0.5) covered += 1;
        });
      }),
      { numRuns: fuzzRuns(25), seed: 7 },
    );
    expect(covered / asked).toBeGreaterThan(0.88);
  });
});
