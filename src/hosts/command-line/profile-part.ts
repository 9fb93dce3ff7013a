import type { Profile } from '#core/profile/model/profile.ts';
import type { SampleSelection } from '#core/profile/select-samples.ts';
import type { ProfileOptions } from './profile-arguments.ts';
import { parseTime } from './time-option.ts';
import { UsageError } from './usage.ts';

const US_PER_MS = 1000;

/**
 * Which part of a profile the options mean.
 * @throws {UsageError} for a range of time of a profile that has none
 */
export function selectionOf(
  profile: Profile,
  { thread, from, to }: Pick<ProfileOptions, 'thread' | 'from' | 'to'>,
): SampleSelection {
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

export function noSuchThread(profiles: readonly Profile[]): UsageError {
  const names = [...new Set(profiles.flatMap(({ threads }) => threads.map(({ name }) => name)))];
  const some = names.slice(0, 8).join(', ');
  return new UsageError(
    `--thread matches no thread; there is ${some}${names.length > 8 ? ' and others' : ''}.`,
  );
}
