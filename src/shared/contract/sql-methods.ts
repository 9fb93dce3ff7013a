import { z } from 'zod';
import {
  MAX_STATEMENT_LENGTH,
  savedFormats,
  type DocumentedTable,
  type SavedResult,
  type StatementResult,
} from '../model/sql.ts';
import { method } from './method.ts';

const sql = z.string().min(1).max(MAX_STATEMENT_LENGTH);

/**
 * Statements that a person types over the documented tables: one that reads (SELECT, WITH, DESCRIBE, EXPLAIN), without
 * access to files or settings. Errors are `query-failed` and `bad-request`; their place is the line and the byte of the
 * statement.
 */
export const sqlMethods = {
  /** The first rows of an answer, bounded by all three. */
  'sql.run': method<StatementResult>()(
    z.strictObject({
      sql,
      maxRows: z.number().int().min(1).max(1_000_000),
      /** Of the answer, roughly. */
      maxBytes: z.number().int().min(1000).max(512_000_000),
      /** Longer texts are cut. */
      maxCellCharacters: z.number().int().min(10).max(1_000_000),
    }),
  ),
  /** All rows of an answer as a file. `bad-request` where it becomes too large for one answer of the engine. */
  'sql.save': method<SavedResult>()(z.strictObject({ sql, format: z.enum(savedFormats) })),
  'sql.tables': method<readonly DocumentedTable[]>()(z.strictObject({})),
  /** Statements that were run in this workspace, the latest first. */
  'sql.history': method<readonly string[]>()(z.strictObject({})),
  /** Puts a statement first; a workspace that cannot be written to stays as it is. */
  'sql.remember': method<readonly string[]>()(z.strictObject({ sql })),
  /** Forgets one, or all. */
  'sql.forget': method<readonly string[]>()(z.strictObject({ sql: sql.optional() })),
} as const;
