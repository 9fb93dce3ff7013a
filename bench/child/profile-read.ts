import type { ProfileSummary } from '../product/profile.d.ts';
import { readProfileFile, summariseProfile } from '../product/profile.js';

export interface ProfileAnswer {
  readonly format: string;
  readonly stacks: number;
  readonly samples: number;
  /** Of all samples, in the unit of the profile. */
  readonly total: number;
  /** Of all functions together, and of samples without any. */
  readonly self: number;
  /** From the path to the figures, without the start of Node. */
  readonly readMs: number;
}

/** A profile up to self and total of every function. */
export async function run(input: { readonly file: string }): Promise<ProfileAnswer> {
  const { signal } = new AbortController();
  const begun = performance.now();
  const [profile] = await readProfileFile(input.file, 'profile', { format: null }, signal);
  if (profile === undefined) throw new Error('the file has no profile');
  const whole = { threads: null, fromUs: null, toUs: null };
  const summary: ProfileSummary = summariseProfile(profile, profile.defaultWeight, whole, true);
  const readMs = performance.now() - begun;
  const { total, withoutStack, samples, functions } = summary;
  return {
    format: profile.format,
    stacks: profile.stacks.count,
    samples,
    total,
    self: functions.reduce((sum, { self }) => sum + self, withoutStack),
    readMs,
  };
}
