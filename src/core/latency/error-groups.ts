import type { SampleFilter } from '#shared/model/filter.ts';
import type { ErrorGroup } from '#shared/model/latency.ts';
import type { Run } from '#shared/model/run.ts';
import { numberAt, numberColumn, textAt, textColumn, type NumberColumn } from '#shared/contract/columns.ts';
import type { Database } from '../db/database.ts';
import { runTables, selectSamples } from './selection.ts';

/**
 * Failed samples by transaction, code and message, most frequent first. The failure text says more than the response's. Where
 * these are more than `limit`, the rarer half of them is put together by code and message, with no transaction: then the counts
 * of what was said are whole, however many transactions a run has.
 */
export async function errorGroups(
  database: Database,
  run: Run,
  filter: SampleFilter,
  limit: number,
  signal: AbortSignal,
): Promise<ErrorGroup[]> {
  const tables = await runTables(database, run);
  const samples = selectSamples(
    tables,
    { ...filter, outcome: filter.outcome === 'ok' ? 'ok' : 'failed' },
    ['transaction_id', 'outcome_id', 'ok', 'started_at'],
    { kinds: 'counted' },
  );
  const table = await database.query(
    `WITH counts AS (
       SELECT transaction_id, outcome_id, count(*) AS n, min(started_at) AS first_at, max(started_at) AS last_at
       FROM ${samples} WHERE NOT ok GROUP BY ALL
     ), groups AS (
       SELECT t.label, nullif(code.value, '') AS code,
         coalesce(nullif(failure.value, ''), nullif(message.value, '')) AS message, sum(n)::DOUBLE AS n,
         epoch_us(min(first_at))::DOUBLE AS first_us, epoch_us(max(last_at))::DOUBLE AS last_us
       FROM counts JOIN transactions t ON t.id = counts.transaction_id
       LEFT JOIN outcomes o ON o.id = counts.outcome_id
       LEFT JOIN texts code ON code.id = o.code_id
       LEFT JOIN texts failure ON failure.id = o.failure_id
       LEFT JOIN texts message ON message.id = o.message_id
       GROUP BY ALL
     ), placed AS (
       SELECT *, count(*) OVER () AS total, row_number() OVER (ORDER BY n DESC, label, code, message) AS place
       FROM groups
     )
     SELECT CASE WHEN total <= ${limit} OR place <= ${Math.ceil(limit / 2)} THEN label ELSE '' END AS label, code, message,
       sum(n) AS n, min(first_us) AS first_us, max(last_us) AS last_us
     FROM placed GROUP BY ALL ORDER BY n DESC, label, code, message LIMIT ${limit}`,
    [],
    { signal },
  );
  const [first, last] = [numberColumn(table, 'first_us'), numberColumn(table, 'last_us')];
  const offset = (column: NumberColumn, row: number): number | null => {
    const at = numberAt(column, row);
    return at === null || run.startedAtUs === null ? null : (at - run.startedAtUs) / 1000;
  };
  const [label, code, message, n] = [
    textColumn(table, 'label'),
    textColumn(table, 'code'),
    textColumn(table, 'message'),
    numberColumn(table, 'n').values,
  ];
  return Array.from({ length: table.rowCount }, (_, row) => ({
    transaction: textAt(label, row) ?? '',
    code: textAt(code, row),
    message: textAt(message, row),
    count: n[row]!,
    firstMs: offset(first, row),
    lastMs: offset(last, row),
  }));
}
