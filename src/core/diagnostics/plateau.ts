import { lag1Autocorrelation } from '../statistics/autocorrelation.ts';
import { changePoints, noiseAutocorrelation } from '../statistics/change-points.ts';
import { hamedRao, mannKendall } from '../statistics/mann-kendall.ts';
import { mser, MSER_MIN_GROUPS } from '../statistics/mser.ts';
import { normalCdf } from '../statistics/normal.ts';
import { theilSen } from '../statistics/theil-sen.ts';
import { undisturbed } from './disturbances.ts';
import { millisecondsInWords, percentInWords } from './wording.ts';

/** A change of response times of less than this, as a ratio, is none that matters (method E2). */
const MATTERS = 0.1;
const TREND_P = 0.01;
/** Share of a plateau over which the level that it ends with must hold. */
const MIN_LAST_LEVEL = 0.5;
const MIN_SEGMENT_MS = 30_000;
/** The variance of fewer values can be anything. */
const MIN_SEGMENT_GROUPS = 5;
/** A shorter stretch, as a share of the plateau, is a disturbance and no level. */
const MIN_LEVEL = 0.1;
/** What a cut leaves out must lie this many standard errors from the rest; noise has a best cut too. */
const REAL_CUT = 3;

/** Stronger dependence than this cannot be told from a trend. */
const MAX_CORRELATION = 0.98;

export interface PlateauJudgement {
  readonly kind: 'steady' | 'drift';
  /** How many groups at the beginning are warm-up. */
  readonly warmUp: number;
  /** Of the warm-up; null where there is none. */
  readonly warmUpReason: string | null;
  /** Of what follows. */
  readonly reason: string;
}

/**
 * What response times do while the load stays the same: settle (method E1), then stay or not (method E2).
 * @param levels typical ln(elapsed) of successive groups of time, all finite
 * @param groupMs length of a group
 */
export function judgePlateau(levels: Float64Array, groupMs: number): PlateauJudgement {
  const n = levels.length;
  if (n < MSER_MIN_GROUPS) {
    return {
      kind: 'steady',
      warmUp: 0,
      warmUpReason: null,
      reason: `The load is constant; too few samples to tell whether response times were (${n} groups of ${millisecondsInWords(groupMs)}, ${MSER_MIN_GROUPS} are needed).`,
    };
  }
  const { cut, atLimit } = realCut(levels);
  const all = trendOf(levels);
  if (atLimit) {
    return drifting(0, `Response times were still changing in the second half (${trendInWords(all)}).`);
  }
  const rest = levels.subarray(cut);
  const trend = cut === 0 ? all : trendOf(rest);
  const goesOn = trend.plainP < TREND_P && trend.slope * all.slope > 0 && trend.slope / all.slope >= 0.5;
  // A steady slope is no warm-up, though leaving out its first part makes the rest look better.
  if (cut > 0 && goesOn && all.p < TREND_P && all.change >= MATTERS)
    return drifting(0, `${trendInWords(all)}.`);
  const warmUp = { warmUp: cut, warmUpReason: cut === 0 ? null : warmUpInWords(levels, cut, groupMs) };
  if (trend.p < TREND_P && trend.change >= MATTERS)
    return { ...drifting(0, `${trendInWords(trend)}.`), ...warmUp };
  const change = levelChange(rest, n, groupMs);
  if (change !== null) return { ...drifting(0, change), ...warmUp };
  return { kind: 'steady', ...warmUp, reason: `No trend in response times (${trendInWords(trend)}).` };
}

function drifting(warmUp: number, reason: string): PlateauJudgement {
  return { kind: 'drift', warmUp, warmUpReason: null, reason };
}

/** MSER's cut, where what it leaves out differs from the rest by more than noise does. Disturbances are passed over. */
function realCut(levels: Float64Array): { cut: number; atLimit: boolean } {
  const calm = undisturbed(levels);
  const found = mser(Float64Array.from(calm, (at) => levels[at]!));
  const cut = calm[found.cut] ?? 0;
  if (cut === 0) return { cut, atLimit: false };
  const head = momentsOf(Float64Array.from(calm.slice(0, found.cut), (at) => levels[at]!));
  const rest = momentsOf(Float64Array.from(calm.slice(found.cut), (at) => levels[at]!));
  const error = Math.sqrt(rest.variance * inflation(levels) * (1 / head.n + 1 / rest.n));
  return Math.abs(head.mean - rest.mean) > REAL_CUT * error
    ? { cut, atLimit: found.atLimit }
    : { cut: 0, atLimit: false };
}

/** How many times larger dependence of neighbours makes the variance of a mean: (1 + ρ) ÷ (1 − ρ). */
function inflation(levels: Float64Array): number {
  const correlation = noiseAutocorrelation(levels);
  return (1 + correlation) / (1 - correlation);
}

interface Trend {
  readonly p: number;
  /** By the variance of Hamed & Rao alone. */
  readonly plainP: number;
  /** ln per group. */
  readonly slope: number;
  /** From beginning to end, as a ratio: 0.2 is 20 % up or down. */
  readonly change: number;
}

function trendOf(levels: Float64Array): Trend {
  const slope = theilSen(levels)?.slope ?? 0;
  const { variance, z, p } = hamedRao(levels, slope);
  const wandering = mannKendall(levels).variance * wanderFactor(levels, slope);
  return {
    // Hamed & Rao take correlations from one series, which shows few of the slow waves that it has.
    p: wandering > variance ? 2 * normalCdf(-Math.abs(z) * Math.sqrt(variance / wandering)) : p,
    plainP: p,
    slope,
    change: Math.exp(Math.abs(slope) * (levels.length - 1)) - 1,
  };
}

/**
 * How many times larger first-order dependence makes the variance of Kendall's S (Yue & Wang 2004), with the lag-1
 * correlation of what is left without the trend, corrected for the bias of short series (Marriott & Pope 1954).
 */
function wanderFactor(levels: Float64Array, slope: number): number {
  const n = levels.length;
  const lag1 = lag1Autocorrelation(levels.map((level, at) => level - slope * at));
  const phi = Math.min(lag1 + (1 + 4 * lag1) / n, MAX_CORRELATION);
  if (!(phi > 0)) return 1;
  let sum = 0;
  for (let lag = 1; lag < n; lag++) sum += (1 - lag / n) * phi ** lag;
  return 1 + 2 * sum;
}

/**
 * PELT: the level at the end must hold for half of the plateau. Stretches whose level differs by less than what matters
 * count as one level, and short ones as none, so that a disturbance is an incident and no change. Dependent noise wanders: the penalty of a
 * change grows with it.
 * @returns a sentence, or null
 */
function levelChange(rest: Float64Array, plateau: number, groupMs: number): string | null {
  const penalty = 3 * Math.log(Math.max(rest.length, 2)) * inflation(rest);
  const starts = [
    0,
    ...changePoints(rest, penalty, Math.max(MIN_SEGMENT_GROUPS, Math.ceil(MIN_SEGMENT_MS / groupMs))),
    rest.length,
  ];
  const segments = starts.slice(1).map((to, index) => {
    const from = starts[index]!;
    return { from, length: to - from, mean: momentsOf(rest.subarray(from, to)).mean };
  });
  const last = segments.findLast(({ length }) => length >= MIN_LEVEL * plateau) ?? segments.at(-1)!;
  const alike = segments.filter(({ mean }) => Math.exp(Math.abs(mean - last.mean)) - 1 < MATTERS);
  const share = alike.reduce((sum, { length }) => sum + length, 0) / plateau;
  if (share >= MIN_LAST_LEVEL) return null;
  const before = segments.findLast((segment) => segment.from < last.from && !alike.includes(segment));
  if (before === undefined) return null;
  const ratio = Math.exp(last.mean - before.mean);
  return `Response times change their level by ${percentInWords(ratio - 1)} within the plateau, and the last level holds for ${percentInWords(share)} of it only.`;
}

function momentsOf(values: Float64Array): { n: number; mean: number; variance: number } {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  return {
    n,
    mean,
    variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(n - 1, 1),
  };
}

function trendInWords({ p, slope, change }: Trend): string {
  const signed = slope < 0 ? -change / (1 + change) : change;
  return `Theil–Sen ${percentInWords(signed, true)} from beginning to end, Mann–Kendall p ${p < 0.001 ? '< 0.001' : `= ${p.toFixed(3)}`}`;
}

function warmUpInWords(levels: Float64Array, cut: number, groupMs: number): string {
  const ratio = Math.exp(momentsOf(levels.subarray(0, cut)).mean - momentsOf(levels.subarray(cut)).mean) - 1;
  return `MSER-5 cuts the first ${millisecondsInWords(cut * groupMs)}: response times are ${percentInWords(Math.abs(ratio))} ${ratio > 0 ? 'above' : 'below'} those that follow.`;
}
