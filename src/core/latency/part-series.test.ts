import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { numberAt, numberColumn } from '#shared/contract/columns.ts';
import { wholeRun, type SampleFilter } from '#shared/model/filter.ts';
import type { Database } from '../db/database.ts';
import { partSeries } from './part-series.ts';
import { openTestDatabase, storeRun, type StoredRun, type TestSample } from './testing/stored-run.ts';

const { signal } = new AbortController();

let database: Database;
let remove: () => Promise<void>;
beforeAll(async () => ({ database, remove } = await openTestDatabase()));
afterAll(() => remove());

async function ask({ run }: StoredRun, filter: Partial<SampleFilter> = {}) {
  const series = await partSeries(database, run, { ...wholeRun(run.id), ...filter }, 10, signal);
  const means = series.parts.map((part): [string, (number | null)[]] => {
    const column = numberColumn(series.table, `${part}Ms`);
    return [part, Array.from({ length: series.table.rowCount }, (_, row) => numberAt(column, row))];
  });
  return { ...series, means: Object.fromEntries(means) };
}

const sample = (startMs: number, elapsedMs: number, more: Partial<TestSample> = {}): TestSample => ({
  label: 'a',
  startMs,
  elapsedMs,
  ok: true,
  ...more,
});

describe('partSeries', () => {
  it("takes JMeter's times apart: connecting is part of the time to the first byte", async () => {
    const stored = await storeRun(database, [
      {
        samples: [
          sample(0, 100, { latencyMs: 80, connectMs: 30 }),
          sample(1, 50, { latencyMs: 40, connectMs: 0 }),
          sample(1000, 20, { latencyMs: 20, connectMs: 5 }),
          sample(9990, 7, { latencyMs: 6, connectMs: 1 }),
        ],
      },
    ]);
    const { parts, means, bucketMs } = await ask(stored);
    expect(bucketMs).toBe(1000);
    expect(parts).toEqual(['connect', 'waiting', 'receiving']);
    expect(means['connect']).toEqual([15, 5, null, null, null, null, null, null, null, 1]);
    expect(means['waiting']).toEqual([45, 15, null, null, null, null, null, null, null, 5]);
    expect(means['receiving']).toEqual([15, 0, null, null, null, null, null, null, null, 1]);
  });

  it('counts all of a connection that failed as connecting', async () => {
    const stored = await storeRun(database, [
      {
        samples: [
          sample(0, 21_000, { latencyMs: 0, connectMs: 21_000, ok: false }),
          sample(9999, 10, { latencyMs: 8, connectMs: 3 }),
        ],
      },
    ]);
    const { means } = await ask(stored, { outcome: 'failed' });
    expect(means['connect']?.[0]).toBe(21_000);
    expect(means['waiting']?.[0]).toBe(0);
    expect(means['receiving']?.[0]).toBe(0);
  });

  it('does not take a column of zeros for a time to the first byte', async () => {
    const stored = await storeRun(database, [
      {
        samples: [
          sample(0, 100, { latencyMs: 0, connectMs: 2 }),
          sample(999, 50, { latencyMs: 0, connectMs: 4 }),
        ],
      },
    ]);
    expect((await ask(stored)).parts).toEqual(['connect']);
  });

  it('takes parts as they are written, each over the samples that have it', async () => {
    const stored = await storeRun(
      database,
      [
        { samples: [sample(0, 100, { waitingMs: 40.000_001 }), sample(1, 100, { waitingMs: null })] },
        { samples: [sample(2, 100, { waitingMs: 20 }), sample(9999, 1)] },
      ],
      { clockTickMs: 1e-6 },
    );
    const { parts, means } = await ask(stored);
    expect(parts).toEqual(['waiting']);
    expect(means['waiting']?.[0]).toBe(60.000_001 / 2);
    expect(means['waiting']?.at(-1)).toBeNull();
  });

  it('is empty where the file has no parts or no time stamps', async () => {
    const plain = await storeRun(database, [{ samples: [sample(0, 1), sample(500, 2)] }]);
    expect(await ask(plain)).toMatchObject({ parts: [], table: { rowCount: 0 } });
    const untimed = await storeRun(database, [{ samples: [{ label: 'a', elapsedMs: 1, latencyMs: 1 }] }]);
    expect(await ask(untimed)).toMatchObject({ parts: [], table: { rowCount: 0 } });
  });
});
