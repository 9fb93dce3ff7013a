import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { numberAt, numberColumn, textAt, textColumn } from '#shared/contract/columns.ts';
import { wholeRun, type SampleFilter } from '#shared/model/filter.ts';
import type { Database } from '../db/database.ts';
import { jmeterPercentiles } from './jmeter-compatible.ts';
import { runTables } from './selection.ts';
import { summarise } from './summary.ts';
import { openTestDatabase, storeRun, type StoredRun, type TestSample } from './testing/stored-run.ts';

const PERCENTILES = [50, 90, 95, 99, 99.9];
const signal = new AbortController().signal;

let database: Database;
let remove: () => Promise<void>;
beforeAll(async () => ({ database, remove } = await openTestDatabase()));
afterAll(() => remove());

async function ask({ run, transactions }: StoredRun, filter: Partial<SampleFilter> = {}) {
  const tables = await runTables(database, run);
  return jmeterPercentiles(
    database,
    tables,
    transactions,
    { ...wholeRun(run.id), ...filter },
    PERCENTILES,
    signal,
  );
}

/** Commons Math's LEGACY over the end of a list, as JMeter's source reads (`processor/StatisticsSummaryConsumer`). */
function legacy(inFileOrder: readonly TestSample[]): Record<string, number | null> {
  const values = inFileOrder
    .flatMap(({ elapsedMs }) => (typeof elapsedMs === 'number' ? [elapsedMs] : []))
    .slice(-20_000)
    .sort((a, b) => a - b);
  const figure = (percentile: number): number | null => {
    if (values.length === 0) return null;
    const position = (percentile / 100) * (values.length + 1);
    if (position < 1) return values[0]!;
    if (position >= values.length) return values.at(-1)!;
    const below = Math.floor(position);
    return values[below - 1]! + (position - below) * (values[below]! - values[below - 1]!);
  };
  return Object.fromEntries(PERCENTILES.map((percentile) => [String(percentile), figure(percentile)]));
}

/** Numbers that look random and are the same every time. */
function* lehmer(): Generator<number, never> {
  let state = 48_271;
  for (;;) {
    state = (state * 48_271) % 2_147_483_647;
    yield state;
  }
}

describe('jmeterPercentiles', () => {
  it(
    'look at the last 20,000 rows of each label, in the order of the file',
    { timeout: 60_000 },
    async () => {
      const random = lehmer();
      const next = (below: number): number => random.next().value % below;
      const sample = (label: string, elapsedMs: number | null, kind?: TestSample['kind']): TestSample => ({
        label,
        ...(kind === undefined ? {} : { kind }),
        // In no order of time: the window is one of rows.
        startMs: next(1_000_000),
        elapsedMs,
        ok: next(50) > 0,
      });
      const first: TestSample[] = [];
      // "early" fills its window at the start of the first file only; the end of the last one has nothing of it.
      for (let i = 0; i < 21_000; i++) first.push(sample('early', i < 1000 ? 90_000 : next(3000)));
      for (let i = 0; i < 25_000; i++) first.push(sample('often', 50_000 + next(100)));
      const second: TestSample[] = [];
      for (let i = 0; i < 22_000; i++) {
        second.push(sample('often', next(5000)));
        if (i % 3 === 0) second.push(sample('often', next(400), 'sub-result'));
        if (i % 4 === 0) second.push(sample('checkout', 10_000 + next(9000), 'transaction'));
        if (i % 5 === 0) second.push(sample('often', null));
        if (i % 5000 === 0) second.push(sample('rare', next(70_000)));
      }
      const stored = await storeRun(database, [{ samples: first }, { samples: second }]);
      const rows = [...first, ...second];
      const expected = (pick: (sample: TestSample) => boolean) => legacy(rows.filter(pick));

      const { total, byLabel } = await ask(stored);
      expect(byLabel).toEqual(
        new Map(
          ['early', 'often', 'checkout', 'rare'].map((label) => [
            label,
            expected((row) => row.label === label),
          ]),
        ),
      );
      // Sub-results count in the Total, transaction controllers do not.
      expect(total).toEqual(expected(({ kind }) => kind !== 'transaction'));
      // The windows are not the whole of it.
      expect(byLabel.get('early')!['99.9']).toBeLessThan(3000);
      expect(total['99.9']).toBeLessThan(50_000);

      const half = await ask(stored, { outcome: 'ok' });
      expect(half.byLabel.get('often')).toEqual(
        expected(({ label, ok }) => ok === true && label === 'often'),
      );
      expect(half.total).toEqual(expected(({ kind, ok }) => ok === true && kind !== 'transaction'));
    },
  );

  it('have nulls for what is not selected, and stand in the summary', async () => {
    const stored = await storeRun(database, [
      {
        samples: [
          { label: 'a', startMs: 0, elapsedMs: 10, ok: true },
          { label: 'b', startMs: 1, elapsedMs: 20, ok: false },
          { label: 'b', startMs: 2, elapsedMs: 40, ok: true },
          { label: 'b', kind: 'sub-result', startMs: 3, elapsedMs: 30, ok: true },
        ],
      },
    ]);
    const summary = (filter: Partial<SampleFilter>) =>
      summarise(
        database,
        stored.run,
        stored.transactions,
        {
          filter: { ...wholeRun(stored.run.id), ...filter },
          percentiles: [50],
          estimator: 'type7',
          apdexTMs: 500,
          jmeterCompatible: true,
        },
        signal,
      );
    const rowsOf = ({ transactions: table }: Awaited<ReturnType<typeof summary>>) =>
      Array.from({ length: table.rowCount }, (_, row) => [
        textAt(textColumn(table, 'label'), row),
        textAt(textColumn(table, 'kind'), row),
        numberAt(numberColumn(table, 'p:50'), row),
        numberAt(numberColumn(table, 'jmeter:50'), row),
      ]);
    const all = await summary({});
    // Two kinds of one label are one row of JMeter's.
    expect(rowsOf(all)).toEqual([
      ['a', 'request', 10, 10],
      ['b', 'request', 30, 30],
      ['b', 'sub-result', 30, 30],
    ]);
    expect(all.jmeterOverall).toEqual({ 50: 25 });
    const failed = await summary({ outcome: 'failed' });
    expect(rowsOf(failed)).toEqual([['b', 'request', 20, 20]]);
    expect((await summary({ transactions: [] })).jmeterOverall).toEqual({ 50: null });
    const { byLabel } = await ask(stored, { outcome: 'failed' });
    expect(byLabel.get('a')).toEqual({ 50: null, 90: null, 95: null, 99: null, 99.9: null });
  });
});
