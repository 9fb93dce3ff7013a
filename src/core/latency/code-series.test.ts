import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { numberColumn } from '#shared/contract/columns.ts';
import { wholeRun, type SampleFilter } from '#shared/model/filter.ts';
import type { Database } from '../db/database.ts';
import { codeSeries } from './code-series.ts';
import { timeSeries } from './series.ts';
import { openTestDatabase, storeRun, type StoredRun, type TestSample } from './testing/stored-run.ts';

const { signal } = new AbortController();

let database: Database;
let remove: () => Promise<void>;
beforeAll(async () => ({ database, remove } = await openTestDatabase()));
afterAll(() => remove());

const ask = ({ run }: StoredRun, filter: Partial<SampleFilter> = {}, maxCodes = 10) =>
  codeSeries(database, run, { ...wholeRun(run.id), ...filter }, { maxBuckets: 10, maxCodes }, signal);

type Series = Awaited<ReturnType<typeof ask>>;
const counts = ({ table, codes }: Series): number[][] =>
  codes.map((_, position) => [...numberColumn(table, `code:${position}`).values]);

const at = (startMs: number, code: string | null, ok = true): TestSample => ({
  label: 'a',
  startMs,
  elapsedMs: 1,
  ok,
  outcome: code === null ? null : { code },
});

/** Ten seconds: 200 all along, 503 from 5 s on, a 404 at the end. */
const samples: readonly TestSample[] = [
  ...Array.from({ length: 10 }, (_, i) => at(1000 * i, '200')),
  ...Array.from({ length: 5 }, (_, i) => at(5000 + 1000 * i + 1, '503', false)),
  at(9998, '404', false),
];

describe('codeSeries', () => {
  it('counts samples by code and bucket, most frequent code first', async () => {
    const series = await ask(await storeRun(database, [{ samples }]));
    expect(series.bucketMs).toBe(1000);
    expect(series.codes).toEqual([
      { code: '200', samples: 10, failures: 0 },
      { code: '503', samples: 5, failures: 5 },
      { code: '404', samples: 1, failures: 1 },
    ]);
    expect(series.others).toBe(false);
    expect(counts(series)).toEqual([
      [1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
      [0, 0, 0, 0, 0, 1, 1, 1, 1, 1],
      [0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
    ]);
  });

  it('puts the codes beyond the limit together', async () => {
    const series = await ask(await storeRun(database, [{ samples }]), {}, 1);
    expect(series.others).toBe(true);
    expect(series.codes).toEqual([
      { code: '200', samples: 10, failures: 0 },
      { code: null, samples: 6, failures: 6 },
    ]);
    expect(counts(series)[1]).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 2]);
  });

  it('joins equal codes of several sources, and empty ones with missing ones', async () => {
    const stored = await storeRun(database, [
      { samples: [at(0, '200'), at(1, ''), at(2, null)] },
      { samples: [at(0, '200'), at(3, null)] },
      { samples: [at(4, null)] },
    ]);
    expect((await ask(stored)).codes).toEqual([
      { code: null, samples: 4, failures: 0 },
      { code: '200', samples: 2, failures: 0 },
    ]);
  });

  it('follows the filter, and has the buckets of the percentiles over time', async () => {
    const stored = await storeRun(database, [{ samples }]);
    const filter = {
      ...wholeRun(stored.run.id),
      time: { fromMs: 5000, toMs: 8000 },
      outcome: 'failed' as const,
    };
    const series = await ask(stored, filter);
    expect(series.codes).toEqual([{ code: '503', samples: 3, failures: 3 }]);
    const percentiles = await timeSeries(
      database,
      stored.run,
      { filter, percentiles: [50], maxBuckets: 10 },
      signal,
    );
    expect([...numberColumn(series.table, 'startMs').values]).toEqual([
      ...numberColumn(percentiles.table, 'startMs').values,
    ]);
  });

  it('is empty without time stamps or outside of the run', async () => {
    const untimed = await storeRun(database, [{ samples: [{ label: 'a', elapsedMs: 1, ok: true }] }]);
    expect(await ask(untimed)).toMatchObject({ codes: [], table: { rowCount: 0 } });
    const stored = await storeRun(database, [{ samples }]);
    expect(await ask(stored, { time: { fromMs: 1e6, toMs: 2e6 } })).toMatchObject({
      codes: [],
      table: { rowCount: 0 },
    });
  });
});
