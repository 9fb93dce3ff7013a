import { median } from '#core/statistics/robust.ts';
import { risingTrend, slopeInterval, type SlopeInterval } from '#core/statistics/small-series-trend.ts';
import type { GrowthEvidence, GrowthVerdict } from '#shared/model/heap-growth.ts';
import { boundedness, stepRates } from './boundedness.ts';
import { testedValues, type GrowthOptions, type RawSeries } from './growth-model.ts';
import type { Structure } from './structure.ts';

/** With fewer snapshots a trend alone is no leak: thousands of classes are looked at (method P10). */
export const LEAST_FOR_TREND = 6;
const LEAK_Q = 0.05;
const CANDIDATE_P = 0.05;
/** Growth up to this share of the usual level, over all snapshots, is none. */
const LEVEL_SHARE = 0.1;
/** Growth over all snapshots that is worth a line, bytes. */
export const LEAST_GROWTH_BYTES = 1000;
/** Growth below this share of the heap's limit until the planned end is none. */
const LIMIT_SHARE = 0.01;
/** With few snapshots, growth over all of them that is worth a line: share of the first value. */
const LEAST_GROWTH_SHARE = 0.01;
/** With few snapshots a candidate rises in every step, the least of them at least this share of the largest. */
const EVEN_STEPS = 1 / 3;

export interface Trend {
  readonly p: number;
  readonly inversions: number;
  readonly slope: SlopeInterval;
}

export function trendOf(raw: RawSeries, times: readonly number[]): Trend {
  const values = testedValues(raw);
  return { ...risingTrend(values), slope: slopeInterval(values, times) };
}

export interface Judgement {
  readonly verdict: GrowthVerdict;
  readonly evidence: readonly GrowthEvidence[];
  readonly noGrowthAbove: number | null;
}

/** The verdict on one series (method P10). */
export function judge(
  raw: RawSeries,
  times: readonly number[],
  { p, inversions, slope }: Trend,
  q: number,
  { evidence: structure }: Structure,
  { plan }: GrowthOptions,
): Judgement {
  const values = testedValues(raw);
  const count = values.length;
  const bounds = boundedness(values, times);
  if (bounds !== null) return { verdict: 'bounded', evidence: [bounds], noGrowthAbove: null };

  const span = times.at(-1)! - times[0]!;
  const bytesPerValue = raw.kind === 'container' ? bytesPerReference(raw) : 1;
  /** Slopes, in bytes, below which nothing grows in a way that matters. */
  const negligible =
    plan === undefined
      ? LEAST_GROWTH_BYTES / span
      : (LIMIT_SHARE * plan.heapLimitBytes) / Math.max(1, plan.operations);
  const matters = slope.slope * bytesPerValue >= negligible;
  const allRise = inversions === 0;
  if (matters && allRise && enoughStructure(structure, count)) {
    return { verdict: 'leak', evidence: [...structure, trendEvidence(p, q, count)], noGrowthAbove: null };
  }
  if (matters && count >= LEAST_FOR_TREND && q <= LEAK_Q && slope.low > 0) {
    return { verdict: 'leak', evidence: [trendEvidence(p, q, count), ...structure], noGrowthAbove: null };
  }
  const grown = values.at(-1)! - values[0]! >= LEAST_GROWTH_SHARE * values[0]!;
  if (matters && (count < LEAST_FOR_TREND ? allRise && grown : p <= CANDIDATE_P && slope.low > 0)) {
    const evidence = [...structure, trendEvidence(p, q, count)];
    const steps = stepRates(values, times);
    if (count < LEAST_FOR_TREND && Math.min(...steps) < EVEN_STEPS * Math.max(...steps)) {
      const message =
        'It rose in every step, but unevenly: that is as much as chance or a warm-up can do. More snapshots tell.';
      return {
        verdict: 'cannot-tell',
        evidence: [...evidence, { code: 'uneven', message }],
        noGrowthAbove: null,
      };
    }
    if (count < LEAST_FOR_TREND) evidence.push(fewSnapshots(count));
    return { verdict: 'candidate', evidence, noGrowthAbove: null };
  }
  const excluded = Math.max(0, slope.high);
  const tolerated = Math.max(
    negligible,
    plan === undefined ? (LEVEL_SHARE * median(values) * bytesPerValue) / span : 0,
  );
  const flat = slope.slope <= 0 || excluded * bytesPerValue <= tolerated;
  const message = noTrendMessage(p, q, flat, matters, slope.low > 0);
  return {
    verdict: flat ? 'no-growth' : 'cannot-tell',
    evidence: [{ code: 'no-trend', message }],
    noGrowthAbove: flat ? excluded : null,
  };
}

/**
 * Why a rise is none, or cannot be told, so that it agrees with the verdict: a small p alone is not enough where thousands of
 * series are looked at (method P10).
 */
function noTrendMessage(p: number, q: number, flat: boolean, matters: boolean, steep: boolean): string {
  const test = `Mann–Kendall test, p = ${p.toPrecision(2)}`;
  if (p > CANDIDATE_P)
    return flat
      ? `It has no upward trend: ${test}.`
      : `No upward trend can be shown (${test}), and growth cannot be ruled out: its slope is not known well enough.`;
  if (flat) return `It rises, but too little to matter (${test}).`;
  if (q > LEAK_Q)
    return (
      `It rises by itself (${test}), but not after the correction for all that was looked at (Benjamini–Hochberg, ` +
      `q = ${q.toPrecision(2)}): among so many, some rise as much by chance.`
    );
  if (!matters) return `It rises (${test}), but by how little cannot be told.`;
  return steep
    ? `It rises (${test}), but not in every step, which it takes with so few snapshots.`
    : `It rises (${test}), but the interval of its slope reaches no growth at all.`;
}

/** Any two; of three snapshots only the count per operation together with the one owner. */
function enoughStructure(evidence: readonly GrowthEvidence[], count: number): boolean {
  const has = (code: GrowthEvidence['code']): boolean => evidence.some((each) => each.code === code);
  const counts = has('integer-per-operation');
  const owner = has('one-owner-path');
  if (count < 4) return counts && owner;
  return Number(counts) + Number(owner) + Number(has('container-grows')) >= 2;
}

function bytesPerReference({ counts, bytes }: RawSeries): number {
  return bytes.at(-1)! / Math.max(1, counts.at(-1)!);
}

function trendEvidence(p: number, q: number, count: number): GrowthEvidence {
  const chance = `p = ${p.toPrecision(2)}, ${q.toPrecision(2)} for all that was looked at`;
  return { code: 'trend', message: `It rises over ${String(count)} snapshots (${chance}).` };
}

function fewSnapshots(count: number): GrowthEvidence {
  const message = `${String(count)} snapshots are too few to tell growth from chance: take nine or more.`;
  return { code: 'few-snapshots', message };
}
