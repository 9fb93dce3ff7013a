import { sampleViewColumns } from '../../db/schema.ts';
import type { RunTables } from '../../latency/selection.ts';

/** Columns of `samples_<source>` that statements about the run as a whole look at. */
export type RowColumn =
  'transaction_id' | 'thread_id' | 'started_at' | 'elapsed_ms' | 'connect_ms' | 'blocked_ms';

export interface RowsOptions {
  /** Only one row in this many of each source, evenly spread over the file. */
  readonly every?: number;
  /** Only rows that have a value in all of the columns. */
  readonly complete?: boolean;
  /** Adds `source_id`. */
  readonly source?: boolean;
}

/**
 * A sub-query (in brackets) with columns of the samples that headline figures count: rows whose time stands in other rows
 * as well (controllers, groups, sub-results) are left out.
 */
export function countedRows(
  { run, sources, mixedKinds }: RunTables,
  columns: readonly RowColumn[],
  { every = 1, complete = false, source = false }: RowsOptions = {},
): string {
  const branches = sources
    .filter((candidate) =>
      complete ? columns.every((column) => candidate.columns.has(column)) : candidate.columns.size > 0,
    )
    .map(({ id, columns: present }) => {
      const parts: string[] = columns.map((column) =>
        present.has(column) ? `"${column}"` : `NULL::${sampleViewColumns[column]!} AS "${column}"`,
      );
      if (source) parts.push(`${id} AS source_id`);
      const where: string[] = [];
      if (every > 1) where.push(`rowid % ${every} = 0`);
      if (complete) where.push(...columns.map((column) => `"${column}" IS NOT NULL`));
      if (mixedKinds)
        where.push(
          `transaction_id IN (SELECT id FROM transactions WHERE run_id = ${run.id} AND kind = '${run.countedKind}')`,
        );
      return `SELECT ${parts.join(', ')} FROM samples_${id}${where.length === 0 ? '' : ` WHERE ${where.join(' AND ')}`}`;
    });
  if (branches.length > 0) return `(${branches.join(' UNION ALL ')})`;
  const nothing = columns.map((column) => `NULL::${sampleViewColumns[column]!} AS "${column}"`);
  if (source) nothing.push('NULL::INTEGER AS source_id');
  return `(SELECT ${nothing.join(', ')} WHERE false)`;
}

/** Whether some source has the column. */
export function someSourceHas({ sources }: RunTables, column: string): boolean {
  return sources.some(({ columns }) => columns.has(column));
}
