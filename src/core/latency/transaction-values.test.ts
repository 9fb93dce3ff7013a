import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wholeRun } from '#shared/model/filter.ts';
import type { Database } from '../db/database.ts';
import { apdexOf } from './apdex.ts';
import { momentsOf } from './moments.ts';
import { percentileOf, ranksOf } from './quantiles.ts';
import { runTables } from './selection.ts';
import { arbitraryFilter, arbitrarySources, resolveFilter } from './testing/arbitrary-run.ts';
import { openTestDatabase, storeRun } from './testing/stored-run.ts';
import {
  readAll,
  readSelected,
  type SelectedTransactions,
  type ValuesRequest,
} from './transaction-values.ts';
import type { ValueCounts } from './value-counts.ts';

const PERCENTILES = [0, 25, 50, 90, 99, 99.9, 100];
const T = 500;
const signal = new AbortController().signal;

let database: Database;
let remove: () => Promise<void>;
beforeAll(async () => ({ database, remove } = await openTestDatabase()));
afterAll(() => remove());

const request = (filter: ValuesRequest['filter'], counted: readonly number[]): ValuesRequest => ({
  filter,
  counted: new Set(counted),
  transactions: counted.length,
  ranks: (count) => PERCENTILES.flatMap((percentile) => ranksOf(count, percentile, 'type7')),
  thresholdsMs: () => [T, 4 * T],
});

/** Everything that is ever computed from the values of a sample. */
const figures = (values: ValueCounts) => ({
  count: values.count,
  moments: momentsOf(values),
  apdex: apdexOf(values, T),
  percentiles: PERCENTILES.map((percentile) => percentileOf(values, percentile)),
});

const everything = ({ overall, byTransaction }: SelectedTransactions) => ({
  overall: figures(overall),
  byTransaction: new Map(
    [...byTransaction]
      .sort(([a], [b]) => a - b)
      .map(([id, { values, ...totals }]) => [id, { ...totals, ...figures(values) }]),
  ),
});

describe('values of transactions', () => {
  it(
    'give the same digits whether all are read or only those that matter',
    { timeout: 180_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(
          arbitrarySources,
          arbitraryFilter,
          fc.func(fc.boolean()),
          async (sources, wanted, isCounted) => {
            const { run, transactions } = await storeRun(database, sources, { clockTickMs: 1e-6 });
            const ids = transactions.map(({ id }) => id);
            const filter = resolveFilter(
              wanted,
              run.id,
              sources.flatMap(({ samples }) => samples),
              ids,
            );
            const asked = request(
              filter,
              ids.filter((id) => isCounted(id)),
            );
            const tables = await runTables(database, run);
            const [all, selected] = await Promise.all([
              readAll(database, tables, asked, signal),
              readSelected(database, tables, asked, signal),
            ]);
            expect(everything(selected!)).toEqual(everything(all));
          },
        ),
        { numRuns: 40, endOnFailure: true },
      );
    },
  );

  it('are all read when there is no clock that ticks as they do', async () => {
    for (const elapsedMs of [1 / 3, 2 ** 60]) {
      const { run, transactions } = await storeRun(database, [{ samples: [{ label: 'a', elapsedMs }] }]);
      const asked = request(
        wholeRun(run.id),
        transactions.map(({ id }) => id),
      );
      expect(await readSelected(database, await runTables(database, run), asked, signal)).toBeNull();
    }
  });
});
