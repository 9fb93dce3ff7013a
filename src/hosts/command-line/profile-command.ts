import { summariseProfile } from '#core/profile/summary.ts';
import type { ProfileOptions } from './profile-arguments.ts';
import { profileDocument, profileEntry, type ProfileEntry } from './profile-document.ts';
import { loadProfiles, noSuchWeight, weightPlace } from './profile-file.ts';
import { profileText } from './profile-text.ts';
import type { Terminal } from './terminal.ts';
import { runProfileDifference } from './profile-difference-command.ts';
import { noSuchThread, selectionOf } from './profile-part.ts';
import { exitCodes } from './usage.ts';

/**
 * Functions of the profiles of a file, by self and total; with a baseline what differs.
 * @returns the exit code
 * @throws {AppError} @throws {UsageError}
 */
export async function runProfile(
  options: ProfileOptions,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  if (options.difference !== null) return runProfileDifference(options, options.difference, terminal, signal);
  const profiles = await loadProfiles(options.file, options.format, terminal, signal);
  const entries: ProfileEntry[] = [];
  let weightFound = false;
  let threadFound = options.thread === null;
  for (const profile of profiles) {
    const weight = weightPlace(profile, options.weight);
    if (weight === null) continue;
    weightFound = true;
    const selection = selectionOf(profile, options);
    if (selection.threads?.size === 0) continue;
    threadFound = true;
    entries.push(
      profileEntry(profile, summariseProfile(profile, weight, selection, options.withIdle), options.top),
    );
  }
  if (!weightFound) throw noSuchWeight(profiles, options.weight ?? '');
  if (!threadFound) throw noSuchThread(profiles);
  const document = profileDocument(entries, null);
  terminal.print(options.json ? JSON.stringify(document, null, 2) : profileText(entries));
  return exitCodes.done;
}
