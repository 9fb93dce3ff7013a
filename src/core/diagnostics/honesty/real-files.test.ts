import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import { honestyCodes, type HonestyCode, type HonestyItem } from '#shared/model/diagnostics.ts';
import { wholeRun } from '#shared/model/filter.ts';
import type { Database } from '../../db/database.ts';
import { CORPUS, FIXTURES, hasCorpus, importRun } from '../../latency/testing/imported-run.ts';
import { openTestDatabase } from '../../latency/testing/stored-run.ts';
import { listSources } from '../../workspace/catalog.ts';
import { percentileIntervals } from '../intervals/percentile-intervals.ts';
import { transactionModes } from '../modes/transaction-modes.ts';
import { correctedCurve } from './corrected-curve.ts';
import { honestyOf } from './honesty.ts';

const signal = new AbortController().signal;
/** Every import makes views over all sources of its workspace anew: many workspaces of few files are quicker. */
const FILES_TOGETHER = 8;
let database: Database;
let remove: () => Promise<void> = () => Promise.resolve();
let imported = 0;
async function room(): Promise<Database> {
  if (imported++ % FILES_TOGETHER === 0) {
    await remove();
    ({ database, remove } = await openTestDatabase());
  }
  return database;
}
afterAll(() => remove());

/** Every question of honesty to a real file; only what it refuses with a hint may fail. */
async function examine(path: string): Promise<Record<HonestyCode, HonestyItem>> {
  const { run, transactions } = await importRun(await room(), path);
  const sources = (await listSources(database)).filter(({ runId }) => runId === run.id);
  const items = await honestyOf(database, run, sources, signal);
  expect(items.map(({ code }) => code).sort()).toEqual([...honestyCodes].sort());
  for (const { sentence, value, evidence } of items) {
    for (const text of [sentence, value, ...evidence.flat()])
      expect(text).not.toMatch(/NaN|undefined|Infinity|null|∞/u);
    expect(sentence).toMatch(/^(?:[A-Z]|\d|k6 ).*\.$/su);
  }
  const filter = wholeRun(run.id);
  await percentileIntervals(database, run, transactions, { filter, percentiles: [50, 99] }, signal);
  if (run.granularity === 'samples') await transactionModes(database, run, filter, signal);
  await correctedCurve(database, run, { filter, maxPoints: 100 }, signal).catch((error: unknown) => {
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code: 'bad-request', hint: expect.any(String) });
  });
  return Object.fromEntries(items.map((item) => [item.code, item])) as Record<HonestyCode, HonestyItem>;
}

describe('real output of real tools', () => {
  it('JMeter: a closed loop by its threads', async () => {
    const folder = join(FIXTURES, 'jmeter/5.6.3');
    const items = await examine(join(folder, 'default.jtl'));
    expect(items.loop).toMatchObject({ state: 'note', value: 'closed loop' });
    expect(items.rounding.state).not.toBe('warning');
  });

  it.each(['3.12.0', '3.14.9'])('Gatling %s: one scenario is open, the other closed', async (version) => {
    const items = await examine(join(FIXTURES, `gatling/${version}/simulation.log`));
    expect(items.loop).toMatchObject({ state: 'unknown', value: 'cannot tell' });
    expect(items.loop.evidence).toContainEqual([
      'Reason',
      'some scenarios of Gatling are open loops, others closed ones',
    ]);
  });

  it('k6 with scenarios of several executors: cannot tell, but iterations were dropped', async () => {
    const folder = join(FIXTURES, 'k6/1.8.1');
    const items = await examine(join(folder, 'results.ndjson.json'));
    expect(items.quantiles.value).toBe('exact, type 7');
    expect(items.loop).toMatchObject({ state: 'unknown' });
    expect(items.generator).toMatchObject({ state: 'warning', value: '12 dropped' });
  });

  it('k6, the summary of the same run: iterations were dropped', async () => {
    const items = await examine(join(FIXTURES, 'k6/1.8.1/summary-export.json'));
    expect(items.generator).toMatchObject({ state: 'warning', value: '12 dropped' });
    expect(items.loop.state).toBe('unknown');
  });

  it('Locust: two digits, said of its report', async () => {
    const folder = join(FIXTURES, 'locust/2.47.0');
    const items = await examine(join(folder, 'full_stats.csv'));
    expect(items.rounding).toMatchObject({ state: 'warning', value: 'two digits' });
    expect(items['littles-law'].state).toBe('unknown');
  });
});

const listed = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => !/empty|no-time\.csv$|global_stats|setup_data/u.test(name))
        .map((name) => join(folder, name))
    : [];

describe.runIf(hasCorpus)('files of other projects', () => {
  const files = ['jmeter', 'k6', 'locust', 'gatling', 'other'].flatMap((tool) => listed(join(CORPUS, tool)));

  it.each(files.map((path) => [basename(path), path]))('%s', async (_, path) => {
    const imported = await examine(path).catch((error: unknown) => {
      // Not every file of the collection can be opened; that is judged elsewhere.
      if (error instanceof AppError && error.code.startsWith('file-')) return null;
      throw error;
    });
    if (imported !== null) expect(Object.keys(imported)).toHaveLength(honestyCodes.length);
  });
});
