import type { SampleFilter } from '#shared/model/filter.ts';
import type { Run } from '#shared/model/run.ts';
import type { Database } from '../db/database.ts';
import { numberLiteral } from '../db/literals.ts';
import { conditionSql, type ConditionSource } from './conditions.ts';

/** Columns of samples that a question may need; a source that lacks one gives NULL. */
const columnTypes = {
  transaction_id: 'INTEGER',
  raw_transaction_id: 'INTEGER',
  started_at: 'TIMESTAMP',
  elapsed_ms: 'DOUBLE',
  ok: 'BOOLEAN',
  outcome_id: 'INTEGER',
  thread_id: 'INTEGER',
  url_id: 'INTEGER',
  tag_set_id: 'INTEGER',
  received_bytes: 'BIGINT',
  sent_bytes: 'BIGINT',
  group_threads: 'INTEGER',
  all_threads: 'INTEGER',
  latency_ms: 'DOUBLE',
  idle_ms: 'DOUBLE',
  blocked_ms: 'DOUBLE',
  connect_ms: 'DOUBLE',
  tls_ms: 'DOUBLE',
  sending_ms: 'DOUBLE',
  waiting_ms: 'DOUBLE',
  receiving_ms: 'DOUBLE',
} as const;
export type SelectedColumn = keyof typeof columnTypes;

export interface RunTables {
  readonly run: Run;
  readonly sources: readonly ConditionSource[];
  /** Runs whose transactions are all counted need no join to leave others out. */
  readonly mixedKinds: boolean;
  /** Every source stores its response times as 32-bit whole milliseconds. */
  readonly wholeMs: boolean;
}

export async function runTables(database: Database, run: Run): Promise<RunTables> {
  const [stored, [kinds]] = await Promise.all([
    database.rows(`SELECT id, name, sample_columns FROM sources WHERE run_id = ? ORDER BY id`, [run.id]),
    database.rows(`SELECT count(DISTINCT kind) AS kinds FROM transactions WHERE run_id = ?`, [run.id]),
  ]);
  const sources = stored.map((row) => ({
    id: Number(row['id']),
    name: String(row['name']),
    columns: new Set(JSON.parse(String(row['sample_columns'])) as string[]),
  }));
  const timed = sources.filter(({ columns }) => columns.has('elapsed_ms'));
  return {
    run,
    sources,
    mixedKinds: Number(kinds?.['kinds'] ?? 0) > 1,
    wholeMs: (await elapsedType(database, timed)) === 'INTEGER',
  };
}

async function elapsedType(database: Database, sources: readonly { readonly id: number }[]): Promise<string> {
  if (sources.length === 0) return columnTypes.elapsed_ms;
  const branches = sources.map(({ id }) => `SELECT elapsed_ms FROM samples_${id}`);
  const [column] = await database.rows(`DESCRIBE (${branches.join(' UNION ALL ')})`);
  return String(column?.['column_type']);
}

export function hasColumn({ sources }: RunTables, column: SelectedColumn): boolean {
  return sources.some((source) => source.columns.has(column));
}

export interface SelectionOptions {
  /**
   * `counted`: without an explicit list of transactions only those of the run's counted kind.
   * `all`: every kind, for tables that have a row per transaction.
   */
  readonly kinds: 'counted' | 'all';
  /** Adds `source_id` and `file_row`: the position of the row in its file. */
  readonly fileRow?: boolean;
  /** By source: only rows from this one on; a source that is not listed is left out. */
  readonly fromRow?: ReadonlyMap<number, number> | undefined;
}

/** A sub-query (in brackets) with the selected samples of a run. */
export function selectSamples(
  { run, sources, mixedKinds, wholeMs }: RunTables,
  filter: SampleFilter,
  columns: readonly SelectedColumn[],
  { kinds, fileRow = false, fromRow }: SelectionOptions,
): string {
  const nothing = (column: SelectedColumn): string => {
    // A NULL of the wide type would make the whole column wide, and grouping slow.
    const type = column === 'elapsed_ms' && wholeMs ? 'INTEGER' : columnTypes[column];
    return `NULL::${type} AS "${column}"`;
  };
  const branches = sources
    .filter((source) => source.columns.size > 0 && (fromRow === undefined || fromRow.has(source.id)))
    .map((source) => {
      const parts = columns.map((column) => (source.columns.has(column) ? `"${column}"` : nothing(column)));
      if (fileRow) parts.push(`${source.id} AS source_id`, `rowid AS file_row`);
      const where = conditions(run, filter, source, kinds === 'counted' && mixedKinds);
      if (fromRow !== undefined) where.push(`rowid >= ${fromRow.get(source.id)!}`);
      return `SELECT ${parts.join(', ')} FROM samples_${source.id}${where.length === 0 ? '' : ` WHERE ${where.join(' AND ')}`}`;
    });
  if (branches.length === 0) {
    const parts = columns.map((column) => nothing(column));
    return `(SELECT ${parts.join(', ')}${fileRow ? ', 0 AS source_id, 0::BIGINT AS file_row' : ''} WHERE false)`;
  }
  return `(${branches.join(' UNION ALL ')})`;
}

function conditions(run: Run, filter: SampleFilter, source: ConditionSource, countedOnly: boolean): string[] {
  const where: string[] = [];
  const present = source.columns;
  if (filter.time !== null) {
    if (run.startedAtUs === null || !present.has('started_at')) return ['false'];
    where.push(
      `started_at >= make_timestamp(${instant(run.startedAtUs, filter.time.fromMs)})`,
      `started_at < make_timestamp(${instant(run.startedAtUs, filter.time.toMs)})`,
    );
    for (const { fromMs, toMs } of filter.time.gaps ?? []) {
      const [from, to] = [instant(run.startedAtUs, fromMs), instant(run.startedAtUs, toMs)];
      where.push(`(started_at < make_timestamp(${from}) OR started_at >= make_timestamp(${to}))`);
    }
  }
  if (filter.outcome !== 'all') {
    // Where the tool did not say, a sample is neither a success nor a failure.
    if (!present.has('ok')) return ['false'];
    where.push(filter.outcome === 'ok' ? 'ok' : 'NOT ok');
  }
  if (filter.latency !== null) {
    if (!present.has('elapsed_ms')) return ['false'];
    where.push(`elapsed_ms >= ${numberLiteral(filter.latency.fromMs)}`);
    if (filter.latency.toMs !== null) where.push(`elapsed_ms < ${numberLiteral(filter.latency.toMs)}`);
  }
  if (filter.transactions !== null) {
    // Whole numbers by the contract's schema.
    where.push(
      filter.transactions.length === 0 ? 'false' : `transaction_id IN (${filter.transactions.join(', ')})`,
    );
  } else if (countedOnly) {
    where.push(
      `transaction_id IN (SELECT id FROM transactions WHERE run_id = ${run.id} AND kind = '${run.countedKind}')`,
    );
  }
  for (const condition of filter.conditions) {
    const sql = conditionSql(run.id, condition, source);
    if (sql === false) return ['false'];
    if (sql !== true) where.push(sql);
  }
  return where;
}

/** Beyond what a TIMESTAMP holds there is nothing to tell apart. */
const MAX_INSTANT_US = 2 ** 62;

function instant(startUs: number, offsetMs: number): string {
  const us = Math.round(startUs + offsetMs * 1000);
  return `${BigInt(Math.min(Math.max(us, -MAX_INSTANT_US), MAX_INSTANT_US))}::BIGINT`;
}
