import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wholeRun } from '#shared/model/filter.ts';
import type { Run } from '#shared/model/run.ts';
import type { Database } from '../db/database.ts';
import { latencyCurve } from './curve.ts';
import { runTables } from './selection.ts';
import { timeSeries } from './series.ts';
import { storeNanosecondRun } from './testing/nanosecond-run.ts';
import { openTestDatabase, storeRun, type TestSample } from './testing/stored-run.ts';
import { transactionLines } from './transaction-lines.ts';

const { signal } = new AbortController();
const REQUEST = { percentiles: [50, 90, 95, 99], maxBuckets: 40, maxPoints: 60 };

let database: Database;
let remove: () => Promise<void>;
beforeAll(async () => ({ database, remove } = await openTestDatabase()));
afterAll(() => remove());

/** What is answered for each transaction alone. */
async function alone(run: Run, id: number, window: Parameters<typeof wholeRunOf>[1]) {
  const { percentiles, maxBuckets, maxPoints } = REQUEST;
  const filter = wholeRunOf(run, null, id);
  return {
    series: await timeSeries(database, run, { filter, percentiles, maxBuckets }, signal),
    curve: await latencyCurve(database, run, wholeRunOf(run, window, id), maxPoints, signal),
  };
}

function wholeRunOf(run: Run, time: { fromMs: number; toMs: number } | null, id: number) {
  return { ...wholeRun(run.id), time, transactions: [id] };
}

async function sameAsAlone(
  run: Run,
  ids: readonly number[],
  windows = [null, { fromMs: 5000, toMs: 30_000 }],
) {
  for (const window of windows) {
    const together = await transactionLines(database, run, { ...REQUEST, transactions: ids, window }, signal);
    expect([...together.keys()]).toEqual(ids);
    for (const id of ids) expect(together.get(id)).toEqual(await alone(run, id, window));
  }
}

describe('transactionLines', () => {
  it('answers for several transactions what is answered for each alone', async () => {
    let state = 7;
    const next = (below: number): number => (state = (state * 48_271) % 2_147_483_647) % below;
    const of = (label: string, count: number, more: Partial<TestSample> = {}): TestSample[] =>
      Array.from({ length: count }, () => ({
        label,
        startMs: next(60_000),
        elapsedMs: 20 + next(400),
        ok: next(20) > 0,
        ...more,
      }));
    const { run, transactions } = await storeRun(database, [
      {
        samples: [...of('busy', 3000), ...of('rare', 3), ...of('late', 200, { startMs: 59_000 })],
      },
    ]);
    expect((await runTables(database, run)).wholeMs).toBe(true);
    await sameAsAlone(
      run,
      transactions.map(({ id }) => id),
    );
  });

  it('so it does with clocks of nanoseconds, and for a transaction that is not there', async () => {
    const { run, transactions } = await storeNanosecondRun(database);
    await sameAsAlone(
      run,
      [...transactions.map(({ id }) => id).slice(0, 2), 999_999],
      [{ fromMs: 20_000, toMs: 60_000 }],
    );
  }, 60_000);

  it('is cancelled', async () => {
    const { run, transactions } = await storeRun(database, [
      { samples: [{ label: 'a', startMs: 0, elapsedMs: 5, ok: true }] },
    ]);
    await expect(
      transactionLines(
        database,
        run,
        { ...REQUEST, transactions: transactions.map(({ id }) => id), window: null },
        AbortSignal.abort(),
      ),
    ).rejects.toMatchObject({ code: 'cancelled' });
  });
});
