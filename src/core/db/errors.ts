import { AppError, cancelledError } from '#shared/contract/errors.ts';

/** Kinds of failure that come from the file and the machine; all others are about the statement. */
const ENVIRONMENT = /^(io|fatal|internal|serialization|transactioncontext|out of memory)$/u;

/**
 * DuckDB tells kinds of failure apart by words only; this is the one place that reads them. What does not come from
 * DuckDB is a defect of ours.
 */
export function describeDatabaseError(error: unknown, file: string | null): AppError {
  if (error instanceof AppError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const place = file === null ? undefined : { file };
  const found = /(?:^|: )(?<kind>[A-Za-z][A-Za-z -]*?) Error: /u.exec(message);
  // Appenders leave the kind out.
  const kind = found?.groups?.['kind']?.toLowerCase() ?? (isPlain(error) ? 'io' : null);
  if (kind === 'interrupt') return cancelledError('The query');
  const known = kind !== null && ENVIRONMENT.test(kind) ? describeEnvironment(message, kind) : null;
  if (known !== null)
    return new AppError(known.code, known.message, { hint: known.hint, place, cause: error });
  if (found === null) {
    return new AppError('internal', `Unexpected failure: ${message}`, {
      hint: 'This is a defect in Loadstone. The details can be copied for a report.',
      cause: error,
    });
  }
  if (/\bin read-only mode\b|\bread-only transaction\b/iu.test(message)) {
    return new AppError(READ_ONLY.code, READ_ONLY.message, { hint: READ_ONLY.hint, place, cause: error });
  }
  const text = message.slice(found.index).replace(/^: /u, '');
  return new AppError('query-failed', text.split('\n')[0] ?? text, { cause: error });
}

/** DuckDB's errors are of no class of their own; `TypeError` and its like are mistakes in our code. */
function isPlain(error: unknown): boolean {
  return error instanceof Error && Object.getPrototypeOf(error) === Error.prototype;
}

interface Known {
  readonly code: AppError['code'];
  readonly message: string;
  readonly hint: string;
}

const READ_ONLY: Known = {
  code: 'read-only',
  message: 'The workspace cannot be written to.',
  hint: 'Save it in a folder where you may write.',
};

function describeEnvironment(words: string, kind: string): Known | null {
  // The names of files are a person's own words.
  const message = words.replaceAll(/"[^"]*"/gu, '""');
  if (/could not set lock|conflicting lock|being used by another process/iu.test(message)) {
    return {
      code: 'workspace-locked',
      message: 'This workspace is open in another Loadstone.',
      hint: 'Close it there, or copy the file and open the copy.',
    };
  }
  if (/no space left|disk full|not enough space|ENOSPC|max_temp_directory_size/iu.test(message)) {
    return {
      code: 'disk-full',
      message: 'There is no room left on the disk of the workspace.',
      hint: 'Free some space or save the workspace on another disk. Nothing that was in it before is lost.',
    };
  }
  if (
    /not a valid duckdb database file|corrupt|checksum|deserialize|could not read enough bytes|is a directory/iu.test(
      message,
    ) ||
    kind === 'serialization'
  ) {
    return {
      code: 'workspace-damaged',
      message: 'This file is not a Loadstone workspace, or it is damaged.',
      hint: 'Open the original result files again; they are never changed by Loadstone.',
    };
  }
  if (/read-?only|permission denied|access is denied|EACCES|EROFS/iu.test(message)) return READ_ONLY;
  if (/no such file or directory|cannot find the (?:file|path)/iu.test(message)) {
    return {
      code: 'file-missing',
      message: 'The workspace or its folder is not there.',
      hint: 'It may have been moved, renamed or deleted, or its disk is not connected.',
    };
  }
  if (kind === 'out of memory') {
    return {
      code: 'query-failed',
      message: 'The memory set for Loadstone is not enough for this step.',
      hint: 'Give it more with --memory, or narrow the selection.',
    };
  }
  return null;
}
