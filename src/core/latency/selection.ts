import type { SampleFilter } from '#shared/model/filter.ts';
import type { Run } from '#shared/model/run.ts';
import type { Database } from '../db/database.ts';

/** Columns of samples that a question may need; a source that lacks one gives NULL. */
const columnTypes = {
  transaction_id: 'INTEGER',
  started_at: 'TIMESTAMP',
  elapsed_ms: 'DOUBLE',
  ok: 'BOOLEAN',
  outcome_id: 'INTEGER',
  received_bytes: 'BIGINT',
  sent_bytes: 'BIGINT',
  all_threads: 'INTEGER',
} as const;
export type SelectedColumn = keyof typeof columnTypes;

export interface RunTables {
  readonly run: Run;
  readonly sources: readonly { readonly id: number; readonly columns: ReadonlySet<string> }[];
  /** Runs whose transactions are all counted need no join to leave others out. */
  readonly mixedKinds: boolean;
}

export async function runTables(database: Database, run: Run): Promise<RunTables> {
  const sources = await database.rows(`SELECT id, sample_columns FROM sources WHERE run_id = ? ORDER BY id`, [
    run.id,
  ]);
  const [kinds] = await database.rows(
    `SELECT count(DISTINCT kind) AS kinds FROM transactions WHERE run_id = ?`,
    [run.id],
  );
  return {
    run,
    sources: sources.map((row) => ({
      id: Number(row['id']),
      columns: new Set(JSON.parse(String(row['sample_columns'])) as string[]),
    })),
    mixedKinds: Number(kinds?.['kinds'] ?? 0) > 1,
  };
}

export interface SelectionOptions {
  /**
   * `counted`: without an explicit list of transactions only those of the run's counted kind.
   * `all`: every kind, for tables that have a row per transaction.
   */
  readonly kinds: 'counted' | 'all';
  /** Adds `file_row`: the position of the row in its file. */
  readonly fileRow?: boolean;
}

/** A sub-query (in brackets) with the selected samples of a run. */
export function selectSamples(
  { run, sources, mixedKinds }: RunTables,
  filter: SampleFilter,
  columns: readonly SelectedColumn[],
  { kinds, fileRow = false }: SelectionOptions,
): string {
  const branches = sources
    .filter((source) => source.columns.size > 0)
    .map((source) => {
      const parts = columns.map((column) =>
        source.columns.has(column) ? `"${column}"` : `NULL::${columnTypes[column]} AS "${column}"`,
      );
      if (fileRow) parts.push(`${source.id} AS source_id`, `rowid AS file_row`);
      const where = conditions(run, filter, source.columns, kinds === 'counted' && mixedKinds);
      return `SELECT ${parts.join(', ')} FROM samples_${source.id}${where.length === 0 ? '' : ` WHERE ${where.join(' AND ')}`}`;
    });
  if (branches.length === 0) {
    const parts = columns.map((column) => `NULL::${columnTypes[column]} AS "${column}"`);
    return `(SELECT ${parts.join(', ')}${fileRow ? ', 0 AS source_id, 0 AS file_row' : ''} WHERE false)`;
  }
  return `(${branches.join(' UNION ALL ')})`;
}

function conditions(
  run: Run,
  filter: SampleFilter,
  present: ReadonlySet<string>,
  countedOnly: boolean,
): string[] {
  const where: string[] = [];
  if (filter.time !== null) {
    if (run.startedAtUs === null || !present.has('started_at')) return ['false'];
    where.push(
      `started_at >= make_timestamp(${instant(run.startedAtUs, filter.time.fromMs)})`,
      `started_at < make_timestamp(${instant(run.startedAtUs, filter.time.toMs)})`,
    );
  }
  if (filter.outcome !== 'all') where.push(filter.outcome === 'ok' ? 'ok' : 'NOT ok');
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
  return where;
}

function instant(startUs: number, offsetMs: number): string {
  return `${Math.round(startUs + offsetMs * 1000)}::BIGINT`;
}
