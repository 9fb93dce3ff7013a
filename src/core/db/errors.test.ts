import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import { describeDatabaseError } from './errors.ts';

describe('what DuckDB says in words', () => {
  it.each([
    ['INTERRUPT Error: Interrupted!', 'cancelled'],
    [
      'IO Error: Could not set lock on file "/x/a.loadstone": Conflicting lock is held in node (PID 1)',
      'workspace-locked',
    ],
    [
      'IO Error: Cannot open file "c:\\x": The process cannot access the file because it is being used by another process.',
      'workspace-locked',
    ],
    ['IO Error: Could not write file "/x/a.loadstone": No space left on device', 'disk-full'],
    [
      'TransactionContext Error: Failed to commit: Could not write file "/x.wal": No space left on device',
      'disk-full',
    ],
    ['FATAL Error: Failed: database has been invalidated: No space left on device', 'disk-full'],
    [
      'Out of Memory Error: failed to offload data block ... the "max_temp_directory_size" setting',
      'query-failed',
    ],
    ['Out of Memory Error: failed to offload, see max_temp_directory_size', 'disk-full'],
    [
      'Out of Memory Error: could not allocate block of size 256.0 KiB (57.2 MiB/57.2 MiB used)',
      'query-failed',
    ],
    ['IO Error: The file "/x" exists, but it is not a valid DuckDB database file!', 'workspace-damaged'],
    [
      'IO Error: Corrupt database file: computed checksum 1 does not match stored checksum 2',
      'workspace-damaged',
    ],
    [
      'IO Error: Could not read enough bytes from file "/x": attempted to read 4096 bytes',
      'workspace-damaged',
    ],
    ['Serialization Error: Failed to deserialize: expected end of object', 'workspace-damaged'],
    ['IO Error: Cannot open file "/x": Permission denied', 'read-only'],
    ['IO Error: Cannot open file "/x": Read-only file system', 'read-only'],
    [
      'Invalid Input Error: Cannot execute statement of type "INSERT" on database "x" which is attached in read-only mode!',
      'read-only',
    ],
    ['IO Error: Cannot open file "/x/y": No such file or directory', 'file-missing'],
    ['Catalog Error: Table with name checksum does not exist!', 'query-failed'],
    ['Binder Error: Referenced column "INTERRUPTED" not found in FROM clause!', 'query-failed'],
    ['Binder Error: Referenced column "disk full" not found: no space left on device', 'query-failed'],
    ['Conversion Error: Could not convert string "permission denied" to INT32', 'query-failed'],
    ['Failed to extract statements: Parser Error: syntax error at or near "corrupt"', 'query-failed'],
    [
      'Permission Error: Cannot access file "/etc/corrupt" - file system operations are disabled',
      'query-failed',
    ],
    ['IO Error: Cannot open file "/x/corrupt checksum/read-only.db": Is a mystery', 'query-failed'],
    ['Cannot read properties of undefined', 'internal'],
    ['Could not write file "/x/a.loadstone": No space left on device', 'disk-full'],
    ['Cannot append to a readonly database.', 'read-only'],
    ['Failed to append: Row group prev allocated size is larger than currently allocated size', 'internal'],
  ])('%s', (message, code) => {
    const error = new Error(message);
    const described = describeDatabaseError(error, '/x/a.loadstone');
    expect(described.code).toBe(code);
    if (code !== 'cancelled') expect(described.cause).toBe(error);
  });

  it('is told with the place of the file where that helps', () => {
    const full = describeDatabaseError(new Error('IO Error: No space left on device'), '/x/a.loadstone');
    expect(full.place).toEqual({ file: '/x/a.loadstone' });
    expect(full.hint).toBeDefined();
    const statement = describeDatabaseError(new Error('Parser Error: syntax error'), '/x/a.loadstone');
    expect(statement.place).toBeUndefined();
    expect(describeDatabaseError(new Error('IO Error: No space left on device'), null).place).toBeUndefined();
  });

  it('is told in its first line, without what went before', () => {
    const error = new Error(
      'Failed to extract statements: Parser Error: syntax error\n\nLINE 1: SELEKT\n        ^',
    );
    expect(describeDatabaseError(error, null).message).toBe('Parser Error: syntax error');
  });

  it('leaves our own errors as they are', () => {
    const own = new AppError('busy', 'x');
    expect(describeDatabaseError(own, '/x')).toBe(own);
  });

  it('does not take the words of our own mistakes for those of DuckDB', () => {
    expect(describeDatabaseError(new RangeError('no space left in the buffer'), '/x').code).toBe('internal');
  });

  it('calls what is not an error a defect', () => {
    expect(describeDatabaseError('words', null)).toMatchObject({ code: 'internal' });
    expect(describeDatabaseError(undefined, null)).toMatchObject({ code: 'internal' });
  });
});
