import { z } from 'zod';
import { AppError } from '#shared/contract/errors.ts';
import { describeDatabaseError } from './errors.ts';

/** As DuckDB writes them with `errors_as_json`; `position` counts bytes of the statement. */
const errorSchema = z.object({
  exception_type: z.string(),
  exception_message: z.string(),
  position: z.coerce.number().int().nonnegative().optional().catch(undefined),
  type: z.string().optional().catch(undefined),
});

/**
 * What is wrong with a statement that a person typed: in which line and at which byte of it, and what to do.
 * @param sql null: what was run does not keep the places of the statement
 * @param leading what stands before the statement in what was run
 */
export function statementError(error: unknown, sql: string | null, leading = ''): AppError {
  if (error instanceof AppError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const found = parse(message);
  if (found === null) return describeDatabaseError(error, null);
  const plain = new Error(`${found.exception_type} Error: ${found.exception_message}`, { cause: error });
  const described = describeDatabaseError(plain, null);
  if (described.code !== 'query-failed') return described;
  const { words, hint } = advice(found);
  return new AppError('query-failed', words ?? described.message, {
    hint: hint ?? described.hint,
    place:
      sql === null || found.position === undefined
        ? undefined
        : placeOf(sql, found.position - Buffer.byteLength(leading)),
    cause: plain,
  });
}

function parse(message: string): StatementFailure | null {
  const begin = message.indexOf('{"exception_type"');
  if (begin < 0) return null;
  try {
    return errorSchema.parse(JSON.parse(message.slice(begin)));
  } catch {
    return null;
  }
}

type StatementFailure = z.infer<typeof errorSchema>;

/** DuckDB's further lines name what is like the thing that is missing. */
function advice({ exception_type: kind, exception_message: message, type }: StatementFailure): {
  readonly words?: string;
  readonly hint?: string;
} {
  const known = message
    .split('\n')
    .slice(1)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ');
  switch (kind) {
    case 'Permission':
      return {
        words: 'A statement cannot read or write files, or reach other machines.',
        hint: 'Open the file with Loadstone; what is in it then stands in the tables of the workspace.',
      };
    case 'Parser':
      return { hint: 'Correct the statement at the marked place.' };
    case 'Catalog':
      return type === 'Table' || type === undefined
        ? { hint: `${known} The tables of a workspace are listed in docs/tables.md.`.trim() }
        : { hint: known === '' ? 'DESCRIBE and SHOW TABLES say what there is.' : known };
    case 'Binder':
      return { hint: known === '' ? `DESCRIBE tells a table's columns and their types.` : known };
    case 'Conversion':
      return { hint: 'try_cast gives NULL for what cannot be converted.' };
    case 'Out of Memory':
      return {};
    default:
      return known === '' ? {} : { hint: known };
  }
}

/** Undefined for a place outside of the statement: it is in what Loadstone put around it. */
function placeOf(sql: string, byte: number): { line: number; byte: number } | undefined {
  const bytes = Buffer.from(sql, 'utf8');
  if (byte < 0 || byte > bytes.length) return undefined;
  let line = 1;
  for (let at = 0; at < byte; at++) if (bytes[at] === 0x0a) line++;
  return { line, byte };
}
