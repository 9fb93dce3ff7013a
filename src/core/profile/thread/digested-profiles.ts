import { ensureExists } from '#shared/assert.ts';
import type { Compression } from '#shared/model/run.ts';
import type { ByteSource } from '../../io/byte-source.ts';
import { MeteredSource } from '../../io/metered-source.ts';
import { readProfileSource } from '../import/read-profile-file.ts';
import { profileFormats } from '../import/registry.ts';
import type { Profile } from '../model/profile.ts';

/** The profiles of a file, and what its bytes are. */
export interface DigestedProfiles {
  /** At least one. */
  readonly profiles: readonly Profile[];
  readonly format: { readonly id: string; readonly label: string };
  readonly compression: Compression;
  /** Packed. */
  readonly sizeBytes: number;
  /** Of the packed bytes, hexadecimal. */
  readonly sha256: string;
}

/**
 * Reads a file from the first byte to the last.
 * @param format id of a format of the registry
 * @param progress hears of the packed bytes read so far
 * @throws {AppError} `file-*`, `cancelled`
 */
export async function readDigestedProfiles(
  source: ByteSource,
  format: string,
  progress: (bytesRead: number) => void,
  signal: AbortSignal,
): Promise<DigestedProfiles> {
  const metered = new MeteredSource(source, true, signal);
  const options = { format, progress: () => progress(metered.bytesRead) };
  const read = await readProfileSource(metered, profileFormats, options, signal);
  await metered.readRest();
  const { id, label } = read.format;
  return {
    profiles: read.profiles,
    format: { id, label },
    compression: read.compression,
    sizeBytes: metered.bytesRead,
    sha256: ensureExists(metered.sha256(), 'the digest of a source'),
  };
}
