import type { Profile } from '#core/profile/model/profile.ts';
import type { SampleSelection } from '#core/profile/select-samples.ts';
import { summariseProfile } from '#core/profile/summary.ts';
import type { ProfileOptions } from './profile-arguments.ts';
import { profileDocument, profileEntry, type ProfileEntry } from './profile-document.ts';
import { loadProfiles, noSuchWeight, weightPlace } from './profile-file.ts';
import { profileText } from './profile-text.ts';
import type { Terminal } from './terminal.ts';
import { parseTime } from './time-option.ts';
import { exitCodes, UsageError } from './usage.ts';

const US_PER_MS = 1000;

/**
 * Functions of the profiles of a file, by self and total.
 * @returns the exit code
 * @throws {AppError} @throws {UsageError}
 */
export async function runProfile(
  options: ProfileOptions,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
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
  const document = profileDocument(entries);
  terminal.print(options.json ? JSON.stringify(document, null, 2) : profileText(entries));
  return exitCodes.done;
}

/** @throws {UsageError} for a range of time of a profile that has none */
function selectionOf(profile: Profile, { thread, from, to }: ProfileOptions): SampleSelection {
  const threads =
    thread === null
      ? null
      : new Set(
          profile.threads
            .map(({ name, threadId }, place) =>
              thread.test(name) || thread.test(String(threadId)) ? place : -1,
            )
            .filter((place) => place >= 0),
        );
  if (profile.samples.time === null && (from !== null || to !== null))
    throw new UsageError(`--from and --to: "${profile.name}" has no times, so it has no part to choose.`);
  const instant = (option: string, text: string | null): number | null =>
    text === null ? null : parseTime(option, text, profile.startedAtUs) * US_PER_MS;
  return { threads, fromUs: instant('--from', from), toUs: instant('--to', to) };
}

function noSuchThread(profiles: readonly Profile[]): UsageError {
  const names = [...new Set(profiles.flatMap(({ threads }) => threads.map(({ name }) => name)))];
  const some = names.slice(0, 8).join(', ');
  return new UsageError(
    `--thread matches no thread; there is ${some}${names.length > 8 ? ' and others' : ''}.`,
  );
}
