import type { Column } from '../contract/columns.ts';

/** Statements that a person types, and what comes of them. */

export interface StatementColumn {
  /** As the statement calls it; several columns may have the same. */
  readonly name: string;
  /** DuckDB's name of the type: `BIGINT`, `DECIMAL(18,3)`, `STRUCT(a INTEGER)`. */
  readonly type: string;
  /**
   * Numbers where every value is exact as a double, 0 and 1 for BOOLEAN; all else as DuckDB prints it, to the last digit:
   * DECIMAL, whole numbers beyond 2^53, instants, lists.
   */
  readonly column: Column;
  /** Some text was longer than was asked for, and ends with an ellipsis. */
  readonly cut: boolean;
}

export interface StatementResult {
  readonly columns: readonly StatementColumn[];
  readonly rowCount: number;
  /** Why there may be rows that are not here: more than were asked for, or more bytes. Null: all are here. */
  readonly more: 'rows' | 'bytes' | null;
  /** Of the engine, from the statement to the last row. */
  readonly elapsedMs: number;
}

/** A relation that docs/tables.md describes. */
export interface DocumentedTable {
  readonly name: string;
  /** What one row is. */
  readonly about: string;
  readonly columns: readonly { readonly name: string; readonly type: string; readonly about: string }[];
}

export const savedFormats = ['csv', 'json', 'parquet'] as const;
export type SavedFormat = (typeof savedFormats)[number];

/** A result as a file. */
export interface SavedResult {
  readonly rows: number;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** Rows that the window shows at most; a statement may give more. */
export const SHOWN_ROWS = 10_000;
/** Statements of a workspace that are kept. */
export const MAX_HISTORY = 50;
export const MAX_STATEMENT_LENGTH = 100_000;
