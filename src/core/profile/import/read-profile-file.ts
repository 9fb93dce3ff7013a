import { AppError } from '#shared/contract/errors.ts';
import type { Compression } from '#shared/model/run.ts';
import { openFileSource, type ByteSource } from '../../io/byte-source.ts';
import type { NewProfile, Profile } from '../model/profile.ts';
import { detectProfile } from './detect-profile.ts';
import type { ProfileFormat } from './profile-reader.ts';
import { profileFormats } from './registry.ts';
import { openUnpacked, type UnpackedFile } from './unpacked-file.ts';

export interface ReadProfileOptions {
  /** Id of a format; null takes the best candidate. */
  readonly format: string | null;
  /** Hears of the bytes read so far, unpacked. */
  readonly progress?: (unpackedBytes: number) => void;
}

/**
 * The profiles of a file; at least one.
 * @throws {AppError} `file-missing`, `file-unreadable`, `file-empty`, `file-not-recognised`, `file-damaged`, `cancelled`
 */
export async function readProfileFile(
  path: string,
  name: string,
  options: ReadProfileOptions,
  signal: AbortSignal,
): Promise<readonly Profile[]> {
  const source = await openFileSource(path, name);
  try {
    return await readProfiles(source, profileFormats, options, signal);
  } catch (error) {
    throw placed(error, path);
  } finally {
    await source.close();
  }
}

/** The same for bytes from anywhere; the source stays open. */
export async function readProfiles(
  source: ByteSource,
  formats: readonly ProfileFormat[],
  options: ReadProfileOptions,
  signal: AbortSignal,
): Promise<readonly Profile[]> {
  return (await readProfileSource(source, formats, options, signal)).profiles;
}

export interface ReadProfiles {
  /** At least one. */
  readonly profiles: readonly Profile[];
  readonly format: ProfileFormat;
  readonly compression: Compression;
}

/** The same with what is known of the file. */
export async function readProfileSource(
  source: ByteSource,
  formats: readonly ProfileFormat[],
  options: ReadProfileOptions,
  signal: AbortSignal,
): Promise<ReadProfiles> {
  const file = await openUnpacked(source);
  try {
    const format = chooseFormat(formats, options.format, file, source.name);
    const reader = format.open({ head: file.head });
    const damage = await file.scan(
      (bytes, length, final) => reader.consume(bytes, length, final),
      () => reader.pending === true,
      options.progress ?? (() => undefined),
      signal,
    );
    const found = finished(() => reader.finish(), damage);
    const profiles = found.map((profile) => ({
      ...profile,
      format: format.id,
      warnings:
        damage === null
          ? profile.warnings
          : [...profile.warnings, { code: 'packed-data-damaged', message: damage, count: 1 }],
    }));
    return { profiles, format, compression: file.compression };
  } finally {
    await file.close();
  }
}

/** That a packed file is cut says more than that its content is. */
function finished(finish: () => readonly NewProfile[], damage: string | null): readonly NewProfile[] {
  try {
    return finish();
  } catch (error) {
    if (damage === null || !(error instanceof AppError)) throw error;
    throw new AppError(error.code, `${error.message} ${damage}`, {
      hint: error.hint,
      place: error.place,
      cause: error,
    });
  }
}

function chooseFormat(
  formats: readonly ProfileFormat[],
  id: string | null,
  { head }: UnpackedFile,
  name: string,
): ProfileFormat {
  if (id !== null) {
    const chosen = formats.find((format) => format.id === id);
    if (chosen === undefined) {
      throw new AppError('bad-request', `There is no profile format "${id}".`, {
        hint: `Known are: ${formats.map((format) => format.id).join(', ')}.`,
      });
    }
    return chosen;
  }
  const { best, note } = detectProfile(head, formats);
  if (best !== null) return best.format;
  throw new AppError('file-not-recognised', `${name} was not recognised as a profile. ${note}`, {
    hint: `Formats that can be read: ${formats.map(({ label }) => label).join(', ')}.`,
  });
}

function placed(error: unknown, path: string): unknown {
  if (!(error instanceof AppError) || error.place?.file !== undefined) return error;
  return new AppError(error.code, error.message, {
    hint: error.hint,
    place: { ...error.place, file: path },
    cause: error,
  });
}
