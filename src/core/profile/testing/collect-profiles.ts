import { AppError } from '#shared/contract/errors.ts';
import { toUtf8Text } from '../import/text-feed.ts';
import { PROFILE_PROBE_BYTES, type ProbeHead, type ProfileFormat } from '../import/profile-reader.ts';
import { functionTable } from '../functions.ts';
import { functionTotals } from '../function-totals.ts';
import type { NewProfile } from '../model/profile.ts';
import { profileTotals } from '../totals.ts';

/** For tests of formats: small files only. */

export function headOfBytes(bytes: Uint8Array, name = 'file'): ProbeHead {
  const head = bytes.subarray(0, PROFILE_PROBE_BYTES);
  return { bytes: head, text: toUtf8Text(head), complete: bytes.length <= PROFILE_PROBE_BYTES, name };
}

/** Runs a format over bytes in pieces, as the pipeline does. */
export function collectProfiles(
  format: ProfileFormat,
  input: Uint8Array | string,
  pieceBytes = 1 << 20,
): readonly NewProfile[] {
  const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : input;
  const reader = format.open({ head: headOfBytes(bytes) });
  let rest: Uint8Array = new Uint8Array(0);
  let at = 0;
  do {
    const piece = bytes.subarray(at, at + pieceBytes);
    at += piece.length;
    const joined = new Uint8Array(rest.length + piece.length);
    joined.set(rest);
    joined.set(piece, rest.length);
    const done = reader.consume(joined, joined.length, at >= bytes.length);
    rest = joined.slice(done);
  } while (at < bytes.length || reader.pending === true);
  return reader.finish();
}

/** The only profile of a file. */
export function collectProfile(
  format: ProfileFormat,
  input: Uint8Array | string,
  pieceBytes?: number,
): NewProfile {
  const profiles = collectProfiles(format, input, pieceBytes);
  if (profiles.length !== 1) throw new Error(`There are ${profiles.length} profiles`);
  return profiles[0]!;
}

/** Damage must be said in words: anything else that is thrown is a defect. */
export function collectOrRefuse(
  format: ProfileFormat,
  input: Uint8Array | string,
): readonly NewProfile[] | AppError {
  try {
    return collectProfiles(format, input);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

/** Every sample as text: `root;…;leaf weight`, with the instant in front where there is one. */
export function sampleLines({ samples, stacks, frames, defaultWeight }: NewProfile): string[] {
  return Array.from({ length: samples.count }, (_, i) => {
    const path: string[] = [];
    for (let at = samples.stack[i]!; at >= 0; at = stacks.parent[at]!)
      path.unshift(frames.texts.at(frames.name[stacks.frame[at]!]!));
    const instant = samples.time === null ? '' : `${samples.time[i]!} `;
    return `${instant}${path.join(';')} ${samples.weights[defaultWeight]![i]!}`;
  });
}

/** Self weight by name, functions of the same name together. */
export function selfByName(profile: NewProfile, weight = profile.defaultWeight): Map<string, number> {
  return byName(profile, weight, 'self');
}

export function totalByName(profile: NewProfile, weight = profile.defaultWeight): Map<string, number> {
  return byName(profile, weight, 'total');
}

function byName(profile: NewProfile, weight: number, which: 'self' | 'total'): Map<string, number> {
  const functions = functionTable(profile.frames);
  const figures = functionTotals(profile.stacks, functions, profileTotals(profile, weight))[which];
  const sums = new Map<string, number>();
  for (let own = 0; own < functions.count; own++) {
    const name = profile.frames.texts.at(profile.frames.name[functions.frame[own]!]!);
    sums.set(name, (sums.get(name) ?? 0) + figures[own]!);
  }
  return sums;
}
