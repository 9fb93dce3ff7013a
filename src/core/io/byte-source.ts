import { readSync } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { AppError } from '#shared/contract/errors.ts';

/** Packed bytes of one file, from disk or handed over as a stream. */
export interface ByteSource {
  readonly name: string;
  /** Null when the bytes come without a path. */
  readonly path: string | null;
  /** Null while unknown. */
  readonly sizeBytes: number | null;
  /** Fills `target` from its start. @returns bytes written; 0 at the end */
  read(target: Uint8Array): Promise<number>;
  close(): Promise<void>;
}

/**
 * @param reading `blocking`: for a thread that has nothing else to do than to read this file; a trip to another thread
 *   and back for each piece costs more than it brings
 * @throws {AppError} `file-missing` or `file-unreadable`, in words
 */
export async function openFileSource(
  path: string,
  name: string,
  reading: 'blocking' | 'beside' = 'beside',
): Promise<ByteSource> {
  let handle;
  let sizeBytes: number;
  try {
    const info = await stat(path);
    if (info.isDirectory()) {
      throw new AppError('file-unreadable', `${name} is a folder.`, {
        hint: 'Open the files inside it.',
        place: { file: path },
      });
    }
    // Devices and pipes have no size and may never end.
    if (!info.isFile())
      throw new AppError('file-unreadable', `${name} is not a regular file.`, { place: { file: path } });
    sizeBytes = info.size;
    handle = await open(path, 'r');
  } catch (error) {
    throw describeFileError(error, name, path);
  }
  const file = handle;
  return {
    name,
    path,
    sizeBytes,
    async read(target) {
      try {
        if (reading === 'blocking') return readSync(file.fd, target, 0, target.length, null);
        const { bytesRead } = await file.read(target, 0, target.length, null);
        return bytesRead;
      } catch (error) {
        throw describeFileError(error, name, path);
      }
    },
    close: () => file.close(),
  };
}

/** A source over chunks that arrive one after the other: uploads, tests. */
export function streamSource(
  name: string,
  sizeBytes: number | null,
  chunks: AsyncIterable<Uint8Array>,
): ByteSource {
  const iterator = chunks[Symbol.asyncIterator]();
  let current: Uint8Array = new Uint8Array(0);
  let at = 0;
  let waiting = false;
  return {
    name,
    path: null,
    sizeBytes,
    async read(target) {
      while (at === current.length) {
        waiting = true;
        const step = await iterator.next().catch((error: unknown): never => {
          throw describeStreamError(error, name);
        });
        waiting = false;
        if (step.done === true) return 0;
        current = step.value;
        at = 0;
      }
      const count = Math.min(target.length, current.length - at);
      target.set(current.subarray(at, at + count));
      at += count;
      return count;
    },
    async close() {
      const closing = iterator.return?.();
      // An iterator that waits for bytes hears of this only when they come, if ever.
      if (waiting) closing?.catch(() => undefined);
      else await closing?.catch(() => undefined);
    },
  };
}

function describeStreamError(error: unknown, name: string): AppError {
  if (error instanceof AppError) return error;
  return new AppError('file-unreadable', `${name} did not come in whole: its transfer broke off.`, {
    hint: 'Open it again.',
    cause: error,
  });
}

export function describeFileError(error: unknown, name: string, path: string): AppError {
  if (error instanceof AppError) return error;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const place = { file: path };
  switch (code) {
    case 'ENOENT':
      return new AppError('file-missing', `${name} is not there any more.`, {
        hint: 'It may have been moved, renamed or deleted. Open it from where it is now.',
        place,
        cause: error,
      });
    case 'EACCES':
    case 'EPERM':
      return new AppError('file-unreadable', `${name} cannot be read: no permission.`, {
        hint: 'Change its permissions or copy it to a folder of your own.',
        place,
        cause: error,
      });
    case 'EISDIR':
      return new AppError('file-unreadable', `${name} is a folder.`, {
        hint: 'Open the files inside it.',
        place,
        cause: error,
      });
    default:
      return new AppError(
        'file-unreadable',
        `${name} cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
        {
          hint: 'Check that the disk is still connected and try again.',
          place,
          cause: error,
        },
      );
  }
}
