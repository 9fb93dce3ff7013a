import type { ComparedMetric, Margin, MetricVerdict } from '#shared/model/comparison.ts';
import { normalCdf, normalQuantile } from '../statistics/normal.ts';
import { newcombeInterval } from '../statistics/wilson.ts';
import {
  effectOf,
  intervalOf,
  logLimits,
  minimumDetectable,
  minutesNeeded,
  pAbove,
  pBelow,
  type Effect,
  type Tested,
} from './decision.ts';
import type { Estimate } from './estimate.ts';
import { withPermutations } from './run-level-test.ts';
import type { Change } from './sentences.ts';

/** Error rates that differ by more than one percentage point are a change (method A6). */
export const ERROR_MARGIN: Margin = { ratio: 0.01, ms: 0 };
/** Below so many ticks of the clock a relative change means nothing (method A4). */
const MIN_TICKS = 5;

/** One figure of one transaction, measured and tested, before the tests are adjusted for each other. */
export interface Judged {
  readonly tested: Tested | null;
  readonly change: Change | null;
  readonly figures: Pick<
    MetricVerdict,
    | 'deltaRatio'
    | 'deltaMs'
    | 'ci95'
    | 'ci95Ms'
    | 'standardError'
    | 'degreesOfFreedom'
    | 'mde'
    | 'minutesNeeded'
  >;
  readonly margin: Margin;
}

type Figures = Judged['figures'];

const NO_FIGURES: Figures = {
  deltaRatio: null,
  deltaMs: null,
  ci95: null,
  ci95Ms: null,
  standardError: null,
  degreesOfFreedom: null,
  mde: null,
  minutesNeeded: null,
};

export interface JudgingOptions {
  readonly margin: Margin;
  /** The coarser clock of both sides. */
  readonly clockTickMs: number;
  readonly minutesTested: number;
}

/** A response time at a percentile (methods A2 to A4). */
export function judgePercentile(
  metric: ComparedMetric,
  a: Estimate,
  b: Estimate,
  { margin, clockTickMs, minutesTested }: JudgingOptions,
): Judged {
  const deltaMs = b.value - a.value;
  const deltaRatio = a.value > 0 ? b.value / a.value - 1 : null;
  const plain =
    a.plainParts.length > 0 && b.plainParts.length > 0
      ? effectOf(deltaMs, [...a.plainParts, ...b.plainParts])
      : null;
  if (plain === null) return withoutTest(a, b, margin, { ...NO_FIGURES, deltaRatio, deltaMs });
  const ci95Ms = intervalOf(plain);
  const drifting = a.drifting || b.drifting;
  const withinMs = ci95Ms[0] > -margin.ms && ci95Ms[1] < margin.ms;
  const log =
    a.value >= MIN_TICKS * clockTickMs && b.value > 0 && a.parts.length > 0 && b.parts.length > 0
      ? effectOf(Math.log(b.value / a.value), [...a.parts, ...b.parts])
      : null;
  if (log === null) {
    return {
      tested: {
        pRegressed: pAbove(plain, margin.ms),
        pImproved: pBelow(plain, -margin.ms),
        beyondFloor: Math.abs(deltaMs) >= margin.ms,
        withinMargin: withinMs,
        excludesZero: excludesZero(ci95Ms),
        reachesMargin: Math.abs(deltaMs) >= margin.ms,
        worse: deltaMs > 0,
        drifting,
      },
      change: { metric, delta: deltaMs, interval: ci95Ms, unit: 'ms', limit: margin.ms },
      figures: { ...NO_FIGURES, deltaRatio, deltaMs, ci95Ms },
      margin,
    };
  }
  const ci95 = asRatios(intervalOf(log));
  const limits = logLimits(margin.ratio);
  const withinRatio = ci95[0] > -margin.ratio && ci95[1] < margin.ratio;
  return {
    tested: {
      pRegressed: withPermutations(pAbove(log, limits.high), moved(a.runs, limits.high), b.runs),
      pImproved: withPermutations(pBelow(log, limits.low), b.runs, moved(a.runs, limits.low)),
      beyondFloor: Math.abs(deltaMs) >= margin.ms,
      withinMargin: withinRatio || withinMs,
      excludesZero: excludesZero(ci95),
      reachesMargin: Math.abs(deltaRatio!) >= margin.ratio,
      worse: deltaMs > 0,
      drifting,
    },
    change:
      withinMs && !withinRatio
        ? { metric, delta: deltaMs, interval: ci95Ms, unit: 'ms', limit: margin.ms }
        : { metric, delta: deltaRatio!, interval: ci95, unit: 'ratio', limit: margin.ratio },
    figures: { deltaRatio, deltaMs, ci95, ci95Ms, ...precision(log, margin, minutesTested) },
    margin,
  };
}

function moved(runs: readonly number[] | null, by: number): readonly number[] | null {
  return runs === null || !Number.isFinite(by) ? null : runs.map((log) => log + by);
}

/** Samples per second, or achieved ÷ offered: less is worse (method A6). */
export function judgeThroughput(
  metric: 'throughput' | 'achievedShare',
  a: Estimate,
  b: Estimate,
  { margin, minutesTested }: Omit<JudgingOptions, 'clockTickMs'>,
): Judged {
  const deltaRatio = a.value > 0 ? b.value / a.value - 1 : null;
  if (deltaRatio === null || b.value === 0 || a.parts.length === 0 || b.parts.length === 0)
    return withoutTest(a, b, margin, { ...NO_FIGURES, deltaRatio });
  const log = effectOf(Math.log(b.value / a.value), [...a.parts, ...b.parts]);
  const ci95 = asRatios(intervalOf(log));
  const limits = logLimits(margin.ratio);
  return {
    tested: {
      pRegressed: pBelow(log, limits.low),
      pImproved: pAbove(log, limits.high),
      beyondFloor: true,
      withinMargin: ci95[0] > -margin.ratio && ci95[1] < margin.ratio,
      excludesZero: excludesZero(ci95),
      reachesMargin: Math.abs(deltaRatio) >= margin.ratio,
      worse: deltaRatio < 0,
      drifting: a.drifting || b.drifting,
    },
    change: { metric, delta: deltaRatio, interval: ci95, unit: 'ratio', limit: margin.ratio },
    figures: { ...NO_FIGURES, deltaRatio, ci95, ...precision(log, margin, minutesTested) },
    margin,
  };
}

export interface ErrorSide {
  readonly estimate: Estimate;
  readonly effectiveSamples: number;
}

/** Share of failures: the difference of the shares; with few failures by Newcombe's interval (method A6). */
export function judgeErrors(a: ErrorSide, b: ErrorSide): Judged {
  const difference = b.estimate.value - a.estimate.value;
  const limit = ERROR_MARGIN.ratio;
  const parts = [...a.estimate.plainParts, ...b.estimate.plainParts];
  const byBlocks = a.estimate.plainParts.length > 0 && b.estimate.plainParts.length > 0;
  const effect = byBlocks ? effectOf(difference, parts) : null;
  const shares = [a, b].map(({ estimate, effectiveSamples }) => ({
    share: estimate.value,
    n: effectiveSamples,
  })) as [Share, Share];
  const score = newcombeInterval(...shares, normalQuantile(0.975));
  const ci95 = effect === null ? ([score.low, score.high] as const) : intervalOf(effect);
  return {
    tested: {
      pRegressed: effect === null ? scorePAbove(shares, limit) : pAbove(effect, limit),
      pImproved: effect === null ? scorePAbove([shares[1], shares[0]], limit) : pBelow(effect, -limit),
      beyondFloor: true,
      withinMargin: ci95[0] > -limit && ci95[1] < limit,
      excludesZero: excludesZero(ci95),
      reachesMargin: Math.abs(difference) >= limit,
      worse: difference > 0,
      drifting: a.estimate.drifting || b.estimate.drifting,
    },
    change: { metric: 'errorRate', delta: difference, interval: ci95, unit: 'points', limit },
    figures: {
      ...NO_FIGURES,
      deltaRatio: difference,
      ci95,
      standardError: effect?.standardError ?? null,
      degreesOfFreedom: effect === null || !Number.isFinite(effect.df) ? null : effect.df,
    },
    margin: ERROR_MARGIN,
  };
}

interface Share {
  readonly share: number;
  readonly n: number;
}

/** One-sided p-value for `b − a` above `limit`: the level at which the end of Newcombe's interval meets it. */
function scorePAbove([a, b]: readonly [Share, Share], limit: number): number {
  const above = b.share - a.share > limit;
  let low = 0;
  let high = 40;
  for (let i = 0; i < 60; i++) {
    const z = (low + high) / 2;
    const interval = newcombeInterval(a, b, z);
    const beyond = above ? interval.low <= limit : interval.high >= limit;
    if (beyond) high = z;
    else low = z;
  }
  return above ? normalCdf(-high) : normalCdf(high);
}

/** Only an interval between order statistics can be given, which supposes samples that do not depend on each other. */
function withoutTest(a: Estimate, b: Estimate, margin: Margin, figures: Figures): Judged {
  const both = a.range !== null && b.range !== null;
  return {
    tested: null,
    change: null,
    figures: {
      ...figures,
      ci95: both && a.range[0] > 0 ? [b.range[0] / a.range[1] - 1, b.range[1] / a.range[0] - 1] : null,
      ci95Ms: both ? [b.range[0] - a.range[1], b.range[1] - a.range[0]] : null,
    },
    margin,
  };
}

function precision(log: Effect, margin: Margin, minutesTested: number) {
  return {
    standardError: log.standardError,
    degreesOfFreedom: Number.isFinite(log.df) ? log.df : null,
    mde: minimumDetectable(log),
    minutesNeeded:
      minutesTested > 0 && log.standardError > 0 ? minutesNeeded(log, margin.ratio, minutesTested) : null,
  };
}

function asRatios([low, high]: readonly [number, number]): readonly [number, number] {
  return [Math.expm1(low), Math.expm1(high)];
}

function excludesZero([low, high]: readonly [number, number]): boolean {
  return low > 0 || high < 0;
}
