import { basename, resolve } from 'node:path';
import { AppError } from '#shared/contract/errors.ts';
import { openFileSource, streamSource, type ByteSource } from './byte-source.ts';

export interface RegisteredFile {
  readonly fileId: string;
  readonly name: string;
  /** Null for files whose bytes the window holds. */
  readonly path: string | null;
  readonly sizeBytes: number | null;
  open(): Promise<ByteSource>;
}

interface PendingUpload {
  readonly resolve: (chunks: AsyncIterable<Uint8Array>) => void;
  readonly reject: (error: AppError) => void;
}

/**
 * Files that the user chose, by an unguessable number. The window names files by this number alone, so that a page that
 * was taken over cannot read other files: a path gets in only from a dialog, a drop, or the command line.
 */
export class FileRegistry {
  private readonly files = new Map<string, RegisteredFile>();
  private readonly uploads = new Map<string, PendingUpload>();
  private wanted: (fileId: string) => void = () => undefined;

  /** Called when the bytes of an upload are needed now. */
  onWanted(listener: (fileId: string) => void): void {
    this.wanted = listener;
  }

  registerPath(given: string): RegisteredFile {
    const path = resolve(given);
    const name = basename(path);
    return this.add({
      fileId: crypto.randomUUID(),
      name,
      path,
      sizeBytes: null,
      open: () => openFileSource(path, name),
    });
  }

  registerUpload(name: string, sizeBytes: number): RegisteredFile {
    const fileId = crypto.randomUUID();
    return this.add({
      fileId,
      name,
      path: null,
      sizeBytes,
      open: async () => {
        this.uploads.get(fileId)?.reject(new AppError('cancelled', `${name} is read again from its start.`));
        const chunks = await new Promise<AsyncIterable<Uint8Array>>((resolve, reject) => {
          this.uploads.set(fileId, { resolve, reject });
          this.wanted(fileId);
        });
        return streamSource(name, sizeBytes, chunks);
      },
    });
  }

  /** @returns false when nobody waits for this file */
  supply(fileId: string, chunks: AsyncIterable<Uint8Array>): boolean {
    const upload = this.uploads.get(fileId);
    if (upload === undefined) return false;
    this.uploads.delete(fileId);
    upload.resolve(chunks);
    return true;
  }

  /** The bytes will not come: the import that waits for them ends with `reason`. */
  withdraw(fileId: string, reason: AppError): void {
    const upload = this.uploads.get(fileId);
    this.uploads.delete(fileId);
    upload?.reject(reason);
  }

  /** @throws {AppError} `not-found` */
  get(fileId: string): RegisteredFile {
    const file = this.files.get(fileId);
    if (file === undefined) {
      throw new AppError('not-found', 'This file was not handed to Loadstone in this session.', {
        hint: 'Drop it on the window or choose it with "Open files".',
      });
    }
    return file;
  }

  private add(file: RegisteredFile): RegisteredFile {
    this.files.set(file.fileId, file);
    return file;
  }
}
