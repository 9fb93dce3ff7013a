import {
  numberAt,
  numberColumn,
  numbersToColumn,
  textAt,
  textColumn,
  textsToColumn,
  type Column,
  type ColumnTable,
} from '#shared/contract/columns.ts';
import type { SampleOrder, SamplePage } from '#shared/model/drill-down.ts';
import { wholeRun, type SampleFilter } from '#shared/model/filter.ts';
import type { Run } from '#shared/model/run.ts';
import type { Database } from '../db/database.ts';
import { fieldOf } from './conditions.ts';
import { measuresFirstByte, partSql } from './part-series.ts';
import { runTables, selectSamples, type RunTables, type SelectedColumn } from './selection.ts';

export interface SamplesRequest {
  readonly filter: SampleFilter;
  readonly order: SampleOrder;
  readonly descending: boolean;
  readonly offset: number;
  readonly limit: number;
}

/**
 * One page of the samples of a selection: see {@link SamplePage}. Samples that are equal in the order stand as in their
 * files, and those without a value last, so that pages fit together. The database sorts, to the disk where memory is
 * short; only the page itself is read.
 */
export async function samplesPage(
  database: Database,
  run: Run,
  request: SamplesRequest,
  signal: AbortSignal,
): Promise<SamplePage> {
  const tables = await runTables(database, run);
  const [total, places] = await Promise.all([
    countSamples(database, tables, request.filter, signal),
    readPlaces(database, tables, request, signal),
  ]);
  const derived = await measuresFirstByte(database, tables, signal);
  const rows = await readRows(database, tables, places, derived, signal);
  return { total, table: await withTexts(database, tables, rows, signal) };
}

async function countSamples(
  database: Database,
  tables: RunTables,
  filter: SampleFilter,
  signal: AbortSignal,
): Promise<number> {
  const samples = selectSamples(tables, filter, [], { kinds: 'counted', fileRow: true });
  const table = await database.query(`SELECT count(*) AS n FROM ${samples}`, [], { signal });
  return numberAt(numberColumn(table, 'n'), 0) ?? 0;
}

/** Rows in the tables of samples, in the order of the page. */
interface Places {
  readonly sources: readonly number[];
  readonly rows: readonly number[];
}

async function readPlaces(
  database: Database,
  tables: RunTables,
  { filter, order, descending, offset, limit }: SamplesRequest,
  signal: AbortSignal,
): Promise<Places> {
  const { columns, join, key } = orderOf(order, tables);
  const samples = selectSamples(tables, filter, columns, { kinds: 'counted', fileRow: true });
  const table = await database.query(
    `SELECT source_id, file_row FROM ${samples} s ${join}
     ORDER BY ${key} ${descending ? 'DESC' : 'ASC'} NULLS LAST, source_id, file_row LIMIT ${limit} OFFSET ${offset}`,
    [],
    { signal },
  );
  const [source, row] = ['source_id', 'file_row'].map((name) => numberColumn(table, name).values);
  return {
    sources: Array.from({ length: table.rowCount }, (_, at) => source![at]!),
    rows: Array.from({ length: table.rowCount }, (_, at) => row![at]!),
  };
}

interface Order {
  readonly columns: readonly SelectedColumn[];
  readonly join: string;
  /** SQL of what is sorted by: a number, because texts would be compared ten million times. */
  readonly key: string;
}

function orderOf(order: SampleOrder, { run, sources }: RunTables): Order {
  switch (order) {
    case 'startMs':
      return { columns: ['started_at'], join: '', key: 'started_at' };
    case 'elapsedMs':
      return { columns: ['elapsed_ms'], join: '', key: 'elapsed_ms' };
    case 'receivedBytes':
      return { columns: ['received_bytes'], join: '', key: 'received_bytes' };
    case 'label':
      return ranked('transaction_id', `SELECT id, label AS value FROM transactions WHERE run_id = ${run.id}`);
    case 'code':
    case 'thread': {
      const field = fieldOf(order, run.id);
      const [column] = field.needs;
      const own = sources.filter(({ columns }) => columns.has(column!)).map(({ id }) => id);
      const values = field.values(own);
      if (order === 'code' || own.length === 0) return ranked(column!, values);
      // Only threads are put in order, not all texts there are.
      const used = own.map((id) => `SELECT DISTINCT ${column} AS id FROM samples_${id}`).join(' UNION ');
      return ranked(column!, `SELECT * FROM (${values}) JOIN (${used}) USING (id)`);
    }
  }
}

/** By value, whatever the case of its letters; the same values have the same place. */
function ranked(column: SelectedColumn, values: string): Order {
  return {
    columns: [column],
    join: `LEFT JOIN (SELECT id, dense_rank() OVER (ORDER BY lower(value), value) AS place
      FROM (${values})) ranks ON ranks.id = s.${column}`,
    key: 'place',
  };
}

const rowColumns = [
  'started_at',
  'elapsed_ms',
  'transaction_id',
  'ok',
  'outcome_id',
  'thread_id',
  'url_id',
  'connect_ms',
  'latency_ms',
  'waiting_ms',
  'receiving_ms',
  'received_bytes',
  'sent_bytes',
] as const satisfies readonly SelectedColumn[];

/** The rows at their places, in the order of the page; texts as numbers. */
async function readRows(
  database: Database,
  tables: RunTables,
  { sources, rows }: Places,
  derived: boolean,
  signal: AbortSignal,
): Promise<ColumnTable> {
  const samples = selectSamples(tables, wholeRun(tables.run.id), rowColumns, { kinds: 'all', fileRow: true });
  return database.query(
    `WITH places AS (
       SELECT unnest([${sources.join(', ')}]::INTEGER[]) AS source_id, unnest([${rows.join(', ')}]::BIGINT[]) AS file_row,
         unnest(range(${rows.length})) AS place)
     SELECT source.name AS source, file_row + 1 AS "row", epoch_us(started_at) - ${tables.run.startedAtUs ?? 0} AS start_us,
       elapsed_ms::DOUBLE AS elapsed_ms, transaction_id, t.label, ok, o.code_id, o.message_id, o.failure_id, thread_id, url_id,
       connect_ms::DOUBLE AS connect_ms, (${partSql('waiting', derived)})::DOUBLE AS waiting_ms,
       (${partSql('receiving', derived)})::DOUBLE AS receiving_ms, received_bytes, sent_bytes
     FROM ${samples} s JOIN places USING (source_id, file_row)
     JOIN sources source ON source.id = s.source_id
     LEFT JOIN transactions t ON t.id = s.transaction_id
     LEFT JOIN outcomes o ON o.id = s.outcome_id
     ORDER BY place`,
    [],
    { signal },
  );
}

const textIds = {
  code: 'code_id',
  message: 'message_id',
  failure: 'failure_id',
  thread: 'thread_id',
  url: 'url_id',
} as const;

const numberNames = {
  transactionId: 'transaction_id',
  row: 'row',
  ok: 'ok',
  elapsedMs: 'elapsed_ms',
  connectMs: 'connect_ms',
  waitingMs: 'waiting_ms',
  receivingMs: 'receiving_ms',
  receivedBytes: 'received_bytes',
  sentBytes: 'sent_bytes',
} as const;

async function withTexts(
  database: Database,
  { sources }: RunTables,
  rows: ColumnTable,
  signal: AbortSignal,
): Promise<ColumnTable> {
  const count = rows.rowCount;
  const numbers = (name: string): (number | null)[] => {
    const column = numberColumn(rows, name);
    return Array.from({ length: count }, (_, row) => numberAt(column, row));
  };
  const ids = Object.values(textIds).flatMap(numbers);
  const texts = await readTexts(
    database,
    sources.map(({ id }) => id),
    new Set(ids.filter((id) => id !== null)),
    signal,
  );
  const columns: Record<string, Column> = {
    startMs: numbersToColumn(numbers('start_us').map((us) => (us === null ? null : us / 1000))),
    label: textsOf(rows, 'label'),
    source: textsOf(rows, 'source'),
  };
  for (const [name, of] of Object.entries(numberNames)) columns[name] = numbersToColumn(numbers(of));
  for (const [name, of] of Object.entries(textIds))
    columns[name] = textsToColumn(numbers(of).map((id) => (id === null ? null : (texts.get(id) ?? null))));
  return { rowCount: count, columns };
}

function textsOf(rows: ColumnTable, name: string): Column {
  const column = textColumn(rows, name);
  return textsToColumn(Array.from({ length: rows.rowCount }, (_, row) => textAt(column, row)));
}

/** Texts by number; an empty one says as little as a missing one. */
async function readTexts(
  database: Database,
  sources: readonly number[],
  ids: ReadonlySet<number>,
  signal: AbortSignal,
): Promise<Map<number, string>> {
  if (ids.size === 0) return new Map();
  const table = await database.query(
    `SELECT id, value FROM texts JOIN (SELECT unnest([${[...ids].join(', ')}]::INTEGER[]) AS id) wanted USING (id)
     WHERE source_id IN (${sources.join(', ')}) AND value <> ''`,
    [],
    { signal },
  );
  const [id, value] = [numberColumn(table, 'id').values, textColumn(table, 'value')];
  return new Map(
    Array.from({ length: table.rowCount }, (_, row): [number, string] => [id[row]!, textAt(value, row)!]),
  );
}
