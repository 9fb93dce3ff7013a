import { afterAll, beforeAll, expect, it } from 'vitest';
import { numberAt, numberColumn } from '#shared/contract/columns.ts';
import type { CorrectedCurve } from '#shared/model/diagnostics.ts';
import { wholeRun, type SampleFilter } from '#shared/model/filter.ts';
import type { LatencyCurve } from '#shared/model/latency.ts';
import type { Database } from '../../db/database.ts';
import { latencyCurve } from '../../latency/curve.ts';
import { openTestDatabase, storeRun, type TestSample } from '../../latency/testing/stored-run.ts';
import { correctedCurve } from './corrected-curve.ts';

const signal = new AbortController().signal;
let database: Database;
let remove: () => Promise<void>;
beforeAll(async () => ({ database, remove } = await openTestDatabase()));
afterAll(() => remove());

/** One user without think time: 10 ms each, but for one answer of a second. */
function stalled(thread: string | null): TestSample[] {
  let startMs = 0;
  return Array.from({ length: 1000 }, (_, i) => {
    const elapsedMs = i === 500 ? 1000 : 10;
    const sample = { label: 'a', startMs, elapsedMs, ok: true, thread };
    startMs += elapsedMs;
    return sample;
  });
}

async function ask(
  samples: readonly TestSample[],
  filter: Partial<SampleFilter> = {},
): Promise<CorrectedCurve> {
  const { run } = await storeRun(database, [{ samples }]);
  return correctedCurve(
    database,
    run,
    { filter: { ...wholeRun(run.id), ...filter }, maxPoints: 200 },
    signal,
  );
}

function at({ table }: LatencyCurve, percentile: number): number | null {
  const percentiles = numberColumn(table, 'percentile');
  const row = Array.from({ length: table.rowCount }, (_, i) => i).find(
    (i) => Math.abs(numberAt(percentiles, i)! - percentile) < 1e-9,
  );
  return row === undefined ? null : numberAt(numberColumn(table, 'valueMs'), row);
}

it('shows both curves of a stall: 99 samples of 990 ms down to 10 ms are added', async () => {
  const { raw, corrected, ...rest } = await ask(stalled('user 1'));
  expect(rest).toMatchObject({ addedSamples: 99, capped: false, method: 'interval' });
  expect(raw.samples).toBe(1000);
  expect(corrected.samples).toBe(1099);
  expect(at(raw, 99)).toBe(10);
  // Of 1,099 values, 999 + 1 are 10 ms; rank 1087.02 lies among 20, 30, …, 990, 1000.
  expect(at(corrected, 99)).toBeCloseTo(890.2, 6);
  expect(at(corrected, 100)).toBe(1000);
  expect(rest.sentence).toContain('99 samples');
});

it('gives the measured curve unchanged', async () => {
  const { run } = await storeRun(database, [{ samples: stalled('user 1') }]);
  const filter = wholeRun(run.id);
  const { raw } = await correctedCurve(database, run, { filter, maxPoints: 50 }, signal);
  expect(raw).toEqual(await latencyCurve(database, run, filter, 50, signal));
});

it('goes by thread and transaction, and by the selection', async () => {
  const samples = [
    ...stalled('user 1'),
    ...stalled('user 2').map((sample) => ({ ...sample, label: 'b', elapsedMs: 10 })),
  ];
  expect((await ask(samples)).addedSamples).toBe(99);
  // Before the stall began at 5 s.
  expect((await ask(samples, { time: { fromMs: 0, toMs: 5000 } })).addedSamples).toBe(0);
});

it('adds nothing where users come at their own time', async () => {
  const arrivals = Array.from({ length: 400 }, (_, i) => ({
    label: 'a',
    startMs: i * 100,
    elapsedMs: i === 200 ? 5000 : 20,
    ok: true,
    thread: `arrival ${i}`,
  }));
  const { addedSamples, method, raw, corrected } = await ask(arrivals);
  expect({ addedSamples, method }).toEqual({ addedSamples: 0, method: 'schedule' });
  expect(corrected).toEqual(raw);
});

it('is refused where threads are not known, with what to do', async () => {
  await expect(ask(stalled(null))).rejects.toMatchObject({ code: 'bad-request', hint: expect.any(String) });
});

it('can be cancelled', async () => {
  const { run } = await storeRun(database, [{ samples: stalled('user 1') }]);
  const question = correctedCurve(
    database,
    run,
    { filter: wholeRun(run.id), maxPoints: 50 },
    AbortSignal.abort(),
  );
  await expect(question).rejects.toMatchObject({ code: 'cancelled' });
});
