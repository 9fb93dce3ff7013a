import { basename } from 'node:path';
import { compareProfiles } from '#core/profile/difference/compare-profiles.ts';
import type { ComparedProfile } from '#core/profile/difference/compared-profile.ts';
import { Pace } from '#core/profile/difference/pace.ts';
import { selectedProfile } from '#core/profile/difference/selected-profile.ts';
import type { Profile } from '#core/profile/model/profile.ts';
import { summariseProfile } from '#core/profile/summary.ts';
import { inTurns } from '#core/profile/turns.ts';
import { openingProfile } from '#core/profile/view/opened-profile.ts';
import { ViewedProfile } from '#core/profile/view/viewed-profile.ts';
import { differenceVerdicts, type ProfileDifference } from '#shared/model/profile-difference.ts';
import type { ProfileDifferenceOptions, ProfileOptions } from './profile-arguments.ts';
import { profileDocument, profileEntry, type ProfileEntry } from './profile-document.ts';
import { differenceDocument } from './profile-difference-document.ts';
import { differenceText } from './profile-difference-text.ts';
import { loadProfiles, noSuchWeight, weightPlace } from './profile-file.ts';
import { noSuchThread, selectionOf } from './profile-part.ts';
import type { Terminal } from './terminal.ts';
import { exitCodes } from './usage.ts';

const US_PER_MS = 1000;

interface ReadSide {
  readonly profiles: readonly ComparedProfile[];
  readonly entries: readonly ProfileEntry[];
}

/**
 * What differs between the profiles of a baseline and a candidate.
 * @returns the exit code
 * @throws {AppError} @throws {UsageError}
 */
export async function runProfileDifference(
  options: ProfileOptions,
  difference: ProfileDifferenceOptions,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  const { mode, operations, alignment, designEffect } = difference;
  const read = (files: readonly string[], counts: readonly number[] | null): Promise<ReadSide> =>
    readSide(files, counts, options, difference, terminal, signal);
  const baseline = await read(difference.baseline, operations?.baseline ?? null);
  const candidate = await read(difference.candidate, operations?.candidate ?? null);
  let result: ProfileDifference;
  try {
    result = await compareProfiles(
      { profiles: baseline.profiles, cpus: null },
      { profiles: candidate.profiles, cpus: null },
      { mode, alignment: [...alignment], renames: [], order: 'name', floor: null, designEffect },
      new Pace(signal, (phase) => terminal.progress(`Comparing: ${phase}`)),
    );
  } finally {
    terminal.progress(null);
  }
  const entries = [...candidate.entries, ...baseline.entries];
  const document = profileDocument(entries, differenceDocument(result, options.top));
  terminal.print(options.json ? JSON.stringify(document, null, 2) : differenceText(result, options.top));
  return exitCode(result, difference.strict);
}

/** Hints from counts without order are no findings; nor is what moved while everything together did not change. */
function exitCode({ overall, functions, method, mode }: ProfileDifference, strict: boolean): number {
  const grown = functions.self.verdict.includes(differenceVerdicts.indexOf('more'));
  const open = overall.verdict === 'cannot-tell' || (mode === 'share' && grown);
  if (!method.indicative && (overall.verdict === 'more' || (overall.verdict === 'cannot-tell' && grown)))
    return exitCodes.failed;
  return strict && (open || method.indicative) ? exitCodes.inconclusive : exitCodes.done;
}

async function readSide(
  files: readonly string[],
  operations: readonly number[] | null,
  options: ProfileOptions,
  { transforms }: ProfileDifferenceOptions,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<ReadSide> {
  const profiles: ComparedProfile[] = [];
  const entries: ProfileEntry[] = [];
  for (const [place, file] of files.entries()) {
    const all = await loadProfiles(file, options.format, terminal, signal);
    const { profile, weight } = heaviest(all, options, (chosen) => {
      terminal.note(
        `${basename(file)} holds ${all.length} profiles; "${chosen}", the heaviest, is compared.`,
      );
    });
    const { threads, fromUs, toUs } = selectionOf(profile, options);
    if (threads?.size === 0) throw noSuchThread([profile]);
    const selection = {
      // Of a file that is in no workspace, nothing asks for the id.
      profileId: place + 1,
      weight,
      threads: threads === null ? null : [...threads],
      fromMs: fromUs === null ? null : fromUs / US_PER_MS,
      toMs: toUs === null ? null : toUs / US_PER_MS,
      withIdle: options.withIdle,
      transforms: [...transforms],
    };
    const opened = await inTurns(openingProfile(profile), signal, 'Opening the profile');
    const selected = selectedProfile(new ViewedProfile(opened), selection, operations?.[place] ?? null);
    profiles.push(await inTurns(selected, signal, 'Comparing the profiles'));
    const summary = summariseProfile(profile, weight, { threads, fromUs, toUs }, options.withIdle);
    entries.push(profileEntry(profile, summary, options.top));
  }
  return { profiles, entries };
}

/** The profile of a file that weighs most, of those that have the weight and a thread that is asked for. */
function heaviest(
  profiles: readonly Profile[],
  { weight: name, thread }: ProfileOptions,
  several: (chosen: string) => void,
): { readonly profile: Profile; readonly weight: number } {
  const weighed = profiles.flatMap((profile) => {
    const weight = weightPlace(profile, name);
    if (weight === null) return [];
    const total = profile.samples.weights[weight]!.reduce((sum, value) => sum + value, 0);
    return [{ profile, weight, total }];
  });
  if (weighed.length === 0) throw noSuchWeight(profiles, name ?? '');
  const having = weighed.filter(
    ({ profile }) => selectionOf(profile, { thread, from: null, to: null }).threads?.size !== 0,
  );
  if (having.length === 0) throw noSuchThread(profiles);
  const chosen = having.reduce((most, own) => (own.total > most.total ? own : most));
  if (having.length > 1) several(chosen.profile.name);
  return chosen;
}
