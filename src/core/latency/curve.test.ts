import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { numberAt, numberColumn } from '#shared/contract/columns.ts';
import { wholeRun, type SampleFilter } from '#shared/model/filter.ts';
import type { Database } from '../db/database.ts';
import { curvePercentiles, latencyCurve } from './curve.ts';
import { plainPercentile } from './testing/oracle.ts';
import { openTestDatabase, storeRun, type StoredRun, type TestSample } from './testing/stored-run.ts';
import { fuzzRuns } from '../import/testing/fuzz-runs.ts';

const signal = new AbortController().signal;

let database: Database;
let remove: () => Promise<void>;
beforeAll(async () => ({ database, remove } = await openTestDatabase()));
afterAll(() => remove());

async function ask({ run }: StoredRun, filter: Partial<SampleFilter> = {}, maxPoints = 200) {
  const { samples, table } = await latencyCurve(
    database,
    run,
    { ...wholeRun(run.id), ...filter },
    maxPoints,
    signal,
  );
  const column = (name: string) =>
    Array.from({ length: table.rowCount }, (_, row) => numberAt(numberColumn(table, name), row)!);
  return { samples, percentiles: column('percentile'), values: column('valueMs') };
}

const requests = (values: readonly number[]): TestSample[] =>
  values.map((elapsedMs, startMs) => ({ label: 'a', startMs, elapsedMs, ok: elapsedMs < 1000 }));

describe('curvePercentiles', () => {
  it('ascend from 0 to 100, no more than allowed, with every named percentile that the samples can carry', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e9 }),
        fc.integer({ min: 10, max: 5000 }),
        (samples, maxPoints) => {
          const points = curvePercentiles(samples, maxPoints);
          expect(points.length).toBeLessThanOrEqual(maxPoints);
          expect([points[0], points.at(-1)]).toEqual([0, 100]);
          points.slice(1).forEach((point, index) => expect(point).toBeGreaterThan(points[index]!));
          for (const named of [50, 75, 90, 95, 99, 99.9, 99.99, 99.999]) {
            expect(points.includes(named)).toBe(
              samples > 100 / (100 - named) + 1e-6 || (named === 50 && samples > 2),
            );
          }
        },
      ),
    );
    expect(curvePercentiles(0, 100)).toEqual([]);
  });
});

describe('latencyCurve', () => {
  it('has the exact percentiles of the sorted list, never falling, up to the maximum', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof(
            fc.nat(20),
            fc.nat(60_000),
            fc.integer({ min: 0, max: 1e10 }).map((ns) => ns / 1e6),
          ),
          {
            minLength: 1,
            maxLength: 400,
          },
        ),
        async (list) => {
          const { samples, percentiles, values } = await ask(
            await storeRun(database, [{ samples: requests(list) }]),
          );
          const sorted = [...list].sort((a, b) => a - b);
          expect(samples).toBe(list.length);
          expect(values).toEqual(percentiles.map((percentile) => plainPercentile(sorted, percentile)));
          values.slice(1).forEach((value, index) => expect(value).toBeGreaterThanOrEqual(values[index]!));
          expect(values.at(-1)).toBe(sorted.at(-1));
        },
      ),
      { numRuns: fuzzRuns(15) },
    );
  });

  it('reads p95 and p99 as the table does', async () => {
    const { percentiles, values } = await ask(
      await storeRun(database, [{ samples: requests(Array.from({ length: 1001 }, (_, i) => i)) }]),
    );
    expect([95, 99].map((percentile) => values[percentiles.indexOf(percentile)])).toEqual([950, 990]);
  });

  it('is empty without samples', async () => {
    const stored = await storeRun(database, [{ samples: requests([5]) }]);
    expect(await ask(stored, { outcome: 'failed' })).toEqual({ samples: 0, percentiles: [], values: [] });
    const untimed = await storeRun(database, [{ samples: [{ label: 'a', startMs: 0 }] }]);
    expect((await ask(untimed)).samples).toBe(0);
  });

  it('follows the filter, and counts only what headline figures count', async () => {
    const stored = await storeRun(database, [
      {
        samples: [
          ...requests([10, 20, 2000]),
          { label: 't', kind: 'transaction', startMs: 1, elapsedMs: 9999, ok: true },
        ],
      },
    ]);
    const extremes = async (filter: Partial<SampleFilter>) => {
      const { samples, values } = await ask(stored, filter);
      return [samples, values[0], values.at(-1)];
    };
    expect(await extremes({})).toEqual([3, 10, 2000]);
    expect(await extremes({ outcome: 'ok' })).toEqual([2, 10, 20]);
    expect(await extremes({ outcome: 'failed' })).toEqual([1, 2000, 2000]);
    expect(await extremes({ time: { fromMs: 1, toMs: 2 } })).toEqual([1, 20, 20]);
    const controllers = stored.transactions.filter(({ kind }) => kind === 'transaction').map(({ id }) => id);
    expect(await extremes({ transactions: controllers })).toEqual([1, 9999, 9999]);
  });
});
