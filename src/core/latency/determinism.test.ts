import { describe, expect, it } from 'vitest';
import { numberColumn, type ColumnTable } from '#shared/contract/columns.ts';
import { wholeRun } from '#shared/model/filter.ts';
import type { Database } from '../db/database.ts';
import { latencyCube } from './cube.ts';
import { latencyCurve } from './curve.ts';
import { errorGroups } from './error-groups.ts';
import { timeSeries } from './series.ts';
import { summarise } from './summary.ts';
import { storeMillisecondRun } from './testing/millisecond-run.ts';
import { storeNanosecondRun } from './testing/nanosecond-run.ts';
import { openTestDatabase, type StoredRun } from './testing/stored-run.ts';

const signal = new AbortController().signal;

/** Rows of a table whose order means nothing. */
function sorted(table: ColumnTable): string[] {
  const columns = Object.keys(table.columns).map((name) => numberColumn(table, name).values);
  return Array.from({ length: table.rowCount }, (_, row) =>
    columns.map((values) => values[row]).join(' '),
  ).sort();
}

/** Every figure there is of a run. */
async function figuresOf(database: Database, { run, transactions }: StoredRun) {
  const filter = wholeRun(run.id);
  const percentiles = [50, 90, 99, 99.9];
  const cube = await latencyCube(
    database,
    run,
    { conditions: [], maxBins: 60, maxBytes: 64_000_000 },
    signal,
  );
  return {
    summary: await summarise(
      database,
      run,
      transactions,
      { filter, percentiles, estimator: 'type7', apdexTMs: 100, jmeterCompatible: true },
      signal,
    ),
    series: await timeSeries(database, run, { filter, percentiles, maxBuckets: 40 }, signal),
    curve: await latencyCurve(database, run, filter, 100, signal),
    errors: await errorGroups(database, run, filter, 10, signal),
    cube: { ...cube, cells: sorted(cube.cells) },
  };
}

describe('figures', () => {
  it.each([
    ['whole milliseconds', (database: Database) => storeMillisecondRun(database, 300_000)],
    ['nanoseconds', storeNanosecondRun],
  ])(
    'are the same to the last digit with one thread and with four, again and again (%s)',
    { timeout: 120_000 },
    async (_, store) => {
      const results = [];
      for (const threads of [1, 4]) {
        const { database, remove } = await openTestDatabase(threads);
        try {
          const stored = await store(database);
          results.push(await figuresOf(database, stored), await figuresOf(database, stored));
        } finally {
          await remove();
        }
      }
      const [first, ...others] = results;
      expect(first!.summary.overall.samples).toBeGreaterThan(300_000);
      for (const other of others) expect(other).toEqual(first);
    },
  );
});
