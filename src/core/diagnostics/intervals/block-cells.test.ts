import { afterAll, beforeAll, expect, it } from 'vitest';
import { wholeRun, type SelectedTime } from '#shared/model/filter.ts';
import type { Database } from '../../db/database.ts';
import { runTables } from '../../latency/selection.ts';
import { openTestDatabase, storeRun, type TestSample } from '../../latency/testing/stored-run.ts';
import { readBlockCells } from './block-cells.ts';

const signal = new AbortController().signal;

let database: Database;
let remove: () => Promise<void>;
beforeAll(async () => ({ database, remove } = await openTestDatabase()));
afterAll(() => remove());

async function cellsOf(samples: readonly TestSample[], time: SelectedTime) {
  const { run } = await storeRun(database, [{ samples }]);
  const tables = await runTables(database, run);
  const { cells, windowMs } = await readBlockCells(database, tables, { ...wholeRun(run.id), time }, signal);
  const [own] = cells.values();
  return { ...own, windowMs };
}

it('counts the time of two spans as if nothing lay between them', async () => {
  const sample = (startMs: number, elapsedMs: number): TestSample => ({
    label: 'a',
    startMs,
    elapsedMs,
    ok: true,
  });
  const plain = Array.from({ length: 100 }, (_, i) => sample(i * 100, 10 + (i % 7)));
  const parted = [
    ...plain.map(({ startMs, elapsedMs }) =>
      sample(startMs! < 4000 ? startMs! : startMs! + 50_000, elapsedMs!),
    ),
    ...Array.from({ length: 200 }, (_, i) => sample(4000 + i * 250, 9999)),
  ];
  const expected = await cellsOf(plain, { fromMs: 0, toMs: 9_900 });
  expect(expected.windowMs).toBe(9_900);
  expect(await cellsOf(parted, { fromMs: 0, toMs: 59_900, gaps: [{ fromMs: 4000, toMs: 54_000 }] })).toEqual(
    expected,
  );
});
