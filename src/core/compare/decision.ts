import type { InconclusiveReason, Verdict } from '#shared/model/comparison.ts';
import { studentTCdf, studentTQuantile, welchSatterthwaite } from '../statistics/student-t.ts';
import type { VariancePart } from './estimate.ts';

/** Method A4: one-sided tests against a margin, and the verdict that follows from them. */

const CONFIDENCE = 0.975;
const POWER = 0.8;
/** Level of the one-sided tests, after Holm's adjustment. */
const ALPHA = 0.025;

/** A difference with its standard error, on the scale on which it is tested. */
export interface Effect {
  readonly estimate: number;
  readonly standardError: number;
  readonly df: number;
}

export function effectOf(estimate: number, parts: readonly VariancePart[]): Effect {
  return {
    estimate,
    standardError: Math.sqrt(parts.reduce((sum, { variance }) => sum + variance, 0)),
    df: welchSatterthwaite(parts),
  };
}

/** 95 % interval on the scale of the effect. */
export function intervalOf({ estimate, standardError, df }: Effect): readonly [number, number] {
  const half = standardError === 0 ? 0 : studentTQuantile(CONFIDENCE, df) * standardError;
  return [estimate - half, estimate + half];
}

/** One-sided p-value for the effect lying above `limit` (H0: it is at most that). */
export function pAbove({ estimate, standardError, df }: Effect, limit: number): number {
  if (limit === -Infinity) return 0;
  if (standardError === 0) return estimate > limit ? 0 : 1;
  return studentTCdf((limit - estimate) / standardError, df);
}

/** One-sided p-value for the effect lying below `limit`. */
export function pBelow({ estimate, standardError, df }: Effect, limit: number): number {
  if (limit === -Infinity) return 1;
  if (standardError === 0) return estimate < limit ? 0 : 1;
  return studentTCdf((estimate - limit) / standardError, df);
}

/** Both one-sided tests of equivalence at once (Schuirmann 1987): p-value for lying between the limits. */
export function pBetween(effect: Effect, low: number, high: number): number {
  return Math.max(pAbove(effect, low), pBelow(effect, high));
}

/** ln of the limits that a relative margin sets; a margin of 100 % and more sets none below. */
export function logLimits(ratio: number): { readonly low: number; readonly high: number } {
  return { low: ratio >= 1 ? -Infinity : Math.log(1 - ratio), high: Math.log(1 + ratio) };
}

/** The smallest true change that 8 of 10 such comparisons would find to differ, as a ratio. */
export function minimumDetectable({ standardError, df }: Effect): number {
  return Math.exp(reach(df) * standardError) - 1;
}

/** Minutes of test on each side that would make a change as large as the margin detectable. */
export function minutesNeeded({ standardError, df }: Effect, ratio: number, minutes: number): number {
  const target = Math.log(1 + ratio) / reach(df);
  return minutes * (standardError / target) ** 2;
}

function reach(df: number): number {
  return studentTQuantile(CONFIDENCE, df) + studentTQuantile(POWER, df);
}

/** What a verdict is decided from; directions are of harm: up is slower, more errors, less throughput. */
export interface Tested {
  /** For the effect being worse, and better, than the margin. */
  readonly pRegressed: number;
  readonly pImproved: number;
  /** The change is large enough in itself: the absolute floor of the margin. */
  readonly beyondFloor: boolean;
  /** The whole interval lies within the margin. */
  readonly withinMargin: boolean;
  /** The interval leaves out no change at all. */
  readonly excludesZero: boolean;
  /** The change as estimated is as large as the margin. */
  readonly reachesMargin: boolean;
  readonly worse: boolean;
  readonly drifting: boolean;
}

export interface Decision {
  readonly verdict: Verdict;
  readonly reason: InconclusiveReason | null;
}

/** @param adjusted p-values after Holm over everything that is judged together */
export function decide(
  tested: Tested,
  adjusted: { readonly pRegressed: number; readonly pImproved: number },
): Decision {
  const { beyondFloor, withinMargin, excludesZero, reachesMargin, worse, drifting } = tested;
  if (adjusted.pRegressed <= ALPHA && beyondFloor) return { verdict: 'regressed', reason: null };
  if (adjusted.pImproved <= ALPHA && beyondFloor) return { verdict: 'improved', reason: null };
  if (withinMargin) return { verdict: 'no-change', reason: null };
  const because = (reason: InconclusiveReason): Decision => ({ verdict: 'inconclusive', reason });
  if (excludesZero && reachesMargin) return because(worse ? 'leaning-slower' : 'leaning-faster');
  if (excludesZero) return because('small-but-real');
  return because(drifting ? 'drifting' : 'too-noisy');
}
