import type { DifferenceMethod } from '#shared/model/profile-difference.ts';
import { typicalBurstUs } from './bursts.ts';
import type { Pace } from './pace.ts';
import { timeSpan, type ComparedProfile, type ProfileSide } from './compared-profile.ts';

/** From so many runs on each side, runs are what is compared. */
const MIN_RUNS = 3;
const MOST_BLOCKS = 30;
/** Of one profile: each has a bit of a number. */
export const MOST_UNITS = 32;
/** Below, the spread of blocks says too little about itself. */
export const LEAST_BLOCKS = 8;
const SAMPLES_PER_BLOCK = 100;
const BURSTS_PER_BLOCK = 10;
const US_PER_MS = 1000;

/** Blocks of equal length over the time of one profile. */
export interface TimeBlocks {
  readonly count: number;
  readonly fromUs: number;
  readonly lengthUs: number;
}

/** What is compared with what: what the uncertainty comes from. */
export interface Evidence {
  readonly method: DifferenceMethod;
  /** By profile of the side; null unless the method is `blocks`. */
  readonly blocks: {
    readonly baseline: readonly TimeBlocks[];
    readonly candidate: readonly TimeBlocks[];
  } | null;
}

/**
 * The strongest evidence that the profiles can give (method P4): runs, else blocks of time, else counts. Where there are times,
 * counts are never used: they would take a burst of samples for as many proofs.
 * @param counted whether every profile says how many samples its rows stand for
 */
export async function chooseEvidence(
  baseline: ProfileSide,
  candidate: ProfileSide,
  designEffect: number,
  counted: boolean,
  pace: Pace,
): Promise<Evidence> {
  const sides = [baseline.profiles, candidate.profiles] as const;
  const all = [...sides[0], ...sides[1]];
  const empty = sides.findIndex((profiles) =>
    profiles.every(({ unflattened }) => unflattened.samples.count === 0),
  );
  if (empty >= 0) return none(`There are no samples in ${empty === 0 ? 'A' : 'B'}.`);
  if (sides.every((profiles) => profiles.length >= MIN_RUNS)) return runs(sides[0].length, sides[1].length);
  const timed = all.filter(({ unflattened }) => unflattened.samples.time !== null);
  if (timed.length === all.length) return timeBlocks(baseline, candidate, pace);
  if (!counted)
    return none(
      'The files have neither times nor numbers of samples. Profiles with times, or 3 runs on each side, would settle it.',
    );
  return {
    method: {
      kind: 'counts',
      sentence: `Indicative: sample order unknown. Counts of samples, taken to hold 1/${designEffect} of the evidence that independent ones would. Profiles with times, or 3 runs on each side, would say more.`,
      indicative: true,
      units: [sides[0].length, sides[1].length],
      blockMs: null,
      designEffect,
      smallestP: null,
      reason: null,
    },
    blocks: null,
  };
}

function runs(a: number, b: number): Evidence {
  const smallestP = 2 / binomialCoefficient(a + b, a);
  const few = smallestP > 0.01;
  return {
    method: {
      kind: 'runs',
      sentence: `Runs are compared: ${a} in A, ${b} in B (Welch's t). An exact permutation test of so many cannot give less than p = ${smallestP.toPrecision(2)}${few ? '; 5 runs on each side would make it 0.0079' : ''}.`,
      indicative: false,
      units: [a, b],
      blockMs: null,
      designEffect: null,
      smallestP,
      reason: null,
    },
    blocks: null,
  };
}

async function timeBlocks(baseline: ProfileSide, candidate: ProfileSide, pace: Pace): Promise<Evidence> {
  const blocks: { baseline: TimeBlocks[]; candidate: TimeBlocks[] } = { baseline: [], candidate: [] };
  for (const profile of baseline.profiles) blocks.baseline.push(await blocksOf(profile, pace));
  for (const profile of candidate.profiles) blocks.candidate.push(await blocksOf(profile, pace));
  const all = [...blocks.baseline, ...blocks.candidate];
  const least = Math.min(...all.map(({ count }) => count));
  if (least < LEAST_BLOCKS)
    return none(
      `A profile is too short for its bursts: it makes ${least} blocks of time, and ${LEAST_BLOCKS} are needed. A recording ${least === 0 ? 'many' : Math.ceil((2 * LEAST_BLOCKS) / least)} times as long, or 3 runs on each side, would settle it.`,
    );
  const sum = (side: readonly TimeBlocks[]): number => side.reduce((total, { count }) => total + count, 0);
  const length = (side: readonly TimeBlocks[]): number =>
    side.reduce((total, { lengthUs }) => total + lengthUs, 0) / side.length / US_PER_MS;
  const units = [sum(blocks.baseline), sum(blocks.candidate)] as const;
  return {
    method: {
      kind: 'blocks',
      sentence: `Blocks of time are compared: ${units[0]} in A, ${units[1]} in B (Welch's t). What differs from run to run is not in the intervals: 3 runs on each side would cover it.`,
      indicative: false,
      units,
      blockMs: [length(blocks.baseline), length(blocks.candidate)],
      designEffect: null,
      smallestP: null,
      reason: null,
    },
    blocks,
  };
}

/** 20 to 30 blocks where there are enough samples, each ten times as long as a burst. */
async function blocksOf({ unflattened }: ComparedProfile, pace: Pace): Promise<TimeBlocks> {
  const { time, count } = unflattened.samples;
  const { first, last } = timeSpan(time!, count);
  const span = last - first;
  const burst = await typicalBurstUs(unflattened, pace);
  const most = Math.min(
    MOST_BLOCKS,
    Math.floor(count / SAMPLES_PER_BLOCK),
    burst === 0 ? MOST_BLOCKS : Math.floor(span / (BURSTS_PER_BLOCK * burst)),
  );
  // An even number can be halved when neighbours turn out to be alike.
  const blocks = most >= 2 * LEAST_BLOCKS ? most - (most % 2) : most;
  return span > 0
    ? { count: blocks, fromUs: first, lengthUs: span / blocks }
    : { count: 0, fromUs: first, lengthUs: 0 };
}

function none(reason: string): Evidence {
  return {
    method: {
      kind: 'none',
      sentence: `Nothing could be tested. ${reason}`,
      indicative: true,
      units: [0, 0],
      blockMs: null,
      designEffect: null,
      smallestP: null,
      reason,
    },
    blocks: null,
  };
}

function binomialCoefficient(n: number, k: number): number {
  let result = 1;
  for (let i = 1; i <= k; i++) result = (result * (n - k + i)) / i;
  return Math.round(result);
}
