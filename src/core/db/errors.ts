import { AppError, cancelledError } from '#shared/contract/errors.ts';

/** DuckDB tells kinds of failure apart by words only; this is the one place that reads them. */
export function describeDatabaseError(error: unknown, file: string | null): AppError {
  if (error instanceof AppError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const place = file === null ? undefined : { file };
  if (message.includes('INTERRUPT')) return cancelledError('The query');
  if (/could not set lock|conflicting lock|being used by another process/iu.test(message)) {
    return new AppError('workspace-locked', 'This workspace is open in another Loadstone.', {
      hint: 'Close it there, or copy the file and open the copy.',
      place,
      cause: error,
    });
  }
  if (/no space left|disk full|ENOSPC|max_temp_directory_size/iu.test(message)) {
    return new AppError('disk-full', 'There is no room left on the disk of the workspace.', {
      hint: 'Free some space or save the workspace on another disk. Nothing that was in it before is lost.',
      place,
      cause: error,
    });
  }
  if (/not a valid duckdb database file|corrupt|checksum|deserialize/iu.test(message)) {
    return new AppError('workspace-damaged', 'This file is not a Loadstone workspace, or it is damaged.', {
      hint: 'Open the original result files again; they are never changed by Loadstone.',
      place,
      cause: error,
    });
  }
  if (/read-only|permission denied|EACCES|EROFS/iu.test(message)) {
    return new AppError('read-only', 'The workspace cannot be written to.', {
      hint: 'Save it in a folder where you may write.',
      place,
      cause: error,
    });
  }
  if (/out of memory/iu.test(message)) {
    return new AppError('query-failed', 'The memory set for Loadstone is not enough for this step.', {
      hint: 'Give it more with --memory, or narrow the selection.',
      cause: error,
    });
  }
  return new AppError('query-failed', message.split('\n')[0] ?? message, { cause: error });
}
