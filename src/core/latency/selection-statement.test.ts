import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { numberColumn } from '#shared/contract/columns.ts';
import { wholeRun, type SampleFilter } from '#shared/model/filter.ts';
import { joinSpans } from '#shared/model/time-spans.ts';
import { selectionStatement } from '#shared/sql/selection-statement.ts';
import type { Database } from '../db/database.ts';
import { refreshViews, storedSources } from '../db/schema.ts';
import { fuzzRuns } from '../import/testing/fuzz-runs.ts';
import { samplesPage } from './samples-page.ts';
import { arbitraryFilter, arbitrarySources, resolveFilter } from './testing/arbitrary-run.ts';
import { FIXTURES, importRun } from './testing/imported-run.ts';
import { openTestDatabase, storeRun, type StoredRun } from './testing/stored-run.ts';

const aSignal = (): AbortSignal => new AbortController().signal;

let database: Database;
let remove: () => Promise<void>;
beforeAll(async () => ({ database, remove } = await openTestDatabase()));
afterAll(() => remove());

async function selected({ run }: StoredRun, filter: SampleFilter): Promise<number> {
  const asked = { filter, order: 'elapsedMs', descending: true, offset: 0, limit: 1 } as const;
  return (await samplesPage(database, run, asked, aSignal())).total;
}

async function written({ run }: StoredRun, filter: SampleFilter): Promise<number> {
  const table = await database.query(`SELECT count(*) AS n FROM (${selectionStatement(run, filter)})`, [], {
    signal: aSignal(),
  });
  return numberColumn(table, 'n').values[0]!;
}

describe('the statement of a selection', () => {
  it('has as many samples as the selection, for any run and filter', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitrarySources,
        fc.array(arbitraryFilter, { minLength: 1, maxLength: 6 }),
        async (sources, filters) => {
          const stored = await storeRun(
            database,
            sources.map((source, i) => ({ ...source, name: i === 0 ? 'test' : `file ${i}` })),
          );
          await refreshViews(await storedSources(database), (sql) => database.execute(sql));
          const samples = sources.flatMap((source) => source.samples);
          const ids = stored.transactions.map(({ id }) => id);
          for (const wanted of filters) {
            const filter = resolveFilter(wanted, stored.run.id, samples, ids);
            expect(await written(stored, filter)).toBe(await selected(stored, filter));
          }
        },
      ),
      { numRuns: fuzzRuns(20), endOnFailure: true },
    );
  });

  it('finds the samples of real files', async () => {
    const stored = [
      await importRun(database, join(FIXTURES, 'jmeter/5.6.3/shop-baseline.jtl.gz')),
      await importRun(database, join(FIXTURES, 'k6/1.8.1/results.csv')),
    ];
    for (const one of stored) {
      const { run, transactions } = one;
      const part = run.durationMs / 10;
      const time = joinSpans([
        { fromMs: part, toMs: 3 * part },
        { fromMs: 5 * part, toMs: 8 * part + 0.25 },
      ]);
      const some = transactions.slice(0, 3).map(({ id }) => id);
      const whole = wholeRun(run.id);
      const condition = (field: string, values: (string | null)[], not = false): SampleFilter => ({
        ...whole,
        conditions: [{ field, values, not }],
      });
      const filters: SampleFilter[] = [
        whole,
        { ...whole, time },
        { ...whole, time, transactions: some, outcome: 'ok', latency: { fromMs: 1, toMs: 80 } },
        { ...whole, outcome: 'failed', latency: { fromMs: 0, toMs: null } },
        condition('code', ['200'], true),
        condition('code', ['500', null]),
        condition('thread-group', [null], true),
        condition('tag:scenario', ['default']),
      ];
      const counts = await Promise.all(filters.map((filter) => selected(one, filter)));
      expect(await Promise.all(filters.map((filter) => written(one, filter)))).toEqual(counts);
      expect(counts[0]).toBe(run.samples);
      expect(counts[1]).toBeGreaterThan(0);
      expect(counts[1]).toBeLessThan(run.samples);
    }
  });

  it('is one that a person can read', () => {
    const statement = selectionStatement(
      { id: 3, startedAtUs: Date.UTC(2026, 2, 14, 1, 0, 4) * 1000, countedKind: 'request' },
      {
        ...wholeRun(3),
        time: joinSpans([{ fromMs: 60_000, toMs: 90_500 }]),
        outcome: 'failed',
        latency: { fromMs: 250, toMs: 500 },
        conditions: [{ field: 'tag:it’s', values: ["O'Hara"], not: true }],
      },
    );
    expect(statement).toBe(`SELECT s.started_at, t.label, s.elapsed_ms, s.ok, s.received_bytes
FROM samples s LEFT JOIN transactions t ON t.id = s.transaction_id
WHERE s.run_id = 3
  AND t.kind = 'request'
  AND s.started_at >= TIMESTAMP '2026-03-14 01:01:04.000000' AND s.started_at < TIMESTAMP '2026-03-14 01:01:34.500000'
  AND NOT s.ok
  AND s.elapsed_ms >= 250 AND s.elapsed_ms < 500
  AND NOT (coalesce(s.tag_set_id IN (SELECT id FROM (SELECT tag_set_id AS id, value FROM tags WHERE key = 'it’s') WHERE value IN ('O''Hara')), false))
ORDER BY s.elapsed_ms DESC NULLS LAST`);
  });
});
