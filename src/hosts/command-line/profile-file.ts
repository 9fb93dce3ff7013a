import { basename, resolve } from 'node:path';
import { readProfileFile } from '#core/profile/import/read-profile-file.ts';
import type { Profile } from '#core/profile/model/profile.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage.ts';

/** Reads the profiles of a file with progress on the terminal. @throws {AppError} */
export async function loadProfiles(
  path: string,
  format: string | null,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<readonly Profile[]> {
  const name = basename(path);
  try {
    return await readProfileFile(
      resolve(path),
      name,
      {
        format,
        progress: (bytes) => terminal.progress(`Reading ${name}: ${Math.round(bytes / 1e6)} MB`),
      },
      signal,
    );
  } finally {
    terminal.progress(null);
  }
}

/** Place of the chosen weight; null where the profile has no such weight. */
export function weightPlace(profile: Profile, name: string | null): number | null {
  if (name === null) return profile.defaultWeight;
  const place = profile.weightTypes.findIndex((type) => type.name.toLowerCase() === name.toLowerCase());
  return place < 0 ? null : place;
}

/** @throws {UsageError} when no profile has the weight */
export function noSuchWeight(profiles: readonly Profile[], name: string): UsageError {
  const known = new Set(profiles.flatMap(({ weightTypes }) => weightTypes.map((type) => type.name)));
  return new UsageError(`--weight: nothing here weighs "${name}"; there is ${[...known].join(', ')}.`);
}
