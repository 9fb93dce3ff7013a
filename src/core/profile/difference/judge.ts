import {
  differenceReasons,
  differenceVerdicts,
  NO_REASON,
  type DifferenceReason,
  type DifferenceVerdict,
  type JudgedColumns,
} from '#shared/model/profile-difference.ts';
import { benjaminiHochberg } from '../../statistics/benjamini-hochberg.ts';
import { smallestDetectable, type Estimated, type TQuantiles } from './effects.ts';
import type { Pace } from './pace.ts';

/** Share of findings that may be false (method P4). */
const FALSE_DISCOVERIES = 0.05;
/** Samples of both sides together from which a change is tested. */
export const MIN_SAMPLES = 20;
/** Of the total, and per operation of what an operation costs: changes below are not reported (method P4). */
const FLOOR_OF_TOTAL = 0.005;
const FLOOR_OF_OPERATION = 0.01;
/** Tests between two looks at the clock. */
const ITEMS_PER_LOOK = 64;

/** @param busy larger total of the sides without waiting, scaled */
export function effectFloor(busy: number, perOperation: boolean, chosen: number | null): number {
  return Math.max(busy * (perOperation ? FLOOR_OF_OPERATION : FLOOR_OF_TOTAL), chosen ?? 0);
}

export interface Judgement {
  readonly verdict: DifferenceVerdict;
  readonly reason: DifferenceReason | null;
}

/**
 * @param p adjusted; NaN where there was no test
 * @param estimated null where nothing can be tested
 */
export function judge(
  change: number,
  estimated: Estimated | null,
  p: number,
  samples: number,
  floor: number,
): Judgement {
  const unknown = (reason: DifferenceReason): Judgement => ({ verdict: 'cannot-tell', reason });
  if (estimated === null) return unknown(samples < MIN_SAMPLES ? 'few-samples' : 'not-tested');
  if (estimated === 'drifting') return unknown(samples < MIN_SAMPLES ? 'few-samples' : 'drifting');
  const found = p <= FALSE_DISCOVERIES;
  if (found && change !== 0 && Math.abs(change) >= floor)
    return { verdict: change > 0 ? 'more' : 'less', reason: null };
  if (estimated.low >= -floor && estimated.high <= floor) return { verdict: 'no-change', reason: null };
  if (samples < MIN_SAMPLES) return unknown('few-samples');
  return unknown(found ? 'small-but-real' : 'too-noisy');
}

/** One question that is asked of many things at once: how many of them is corrected for. */
export interface Question {
  readonly count: number;
  readonly changeOf: (item: number) => number;
  /** Samples of both sides. */
  readonly samplesOf: (item: number) => number;
  /** Null where nothing can be tested. */
  readonly estimate: (item: number) => Estimated | null;
}

/** Verdicts on all items of a question, with Benjamini and Hochberg's correction over those that have enough samples. */
export async function judgeAll(
  question: Question,
  floor: number,
  quantiles: TQuantiles,
  pace: Pace,
): Promise<JudgedColumns> {
  const { count } = question;
  const columns = {
    low: new Float64Array(count).fill(NaN),
    high: new Float64Array(count).fill(NaN),
    mde: new Float64Array(count).fill(NaN),
    mdeInList: new Float64Array(count).fill(NaN),
    verdict: new Uint8Array(count),
    reason: new Uint8Array(count).fill(NO_REASON),
  };
  const raw = new Float64Array(count).fill(NaN);
  const estimates: (Estimated | null)[] = [];
  let tests = 0;
  for (let item = 0; item < count; item++) {
    if (item % ITEMS_PER_LOOK === 0) await pace.turn('Testing');
    const estimated = question.estimate(item);
    estimates.push(estimated);
    if (estimated === null || estimated === 'drifting') continue;
    columns.low[item] = estimated.low;
    columns.high[item] = estimated.high;
    if (question.samplesOf(item) < MIN_SAMPLES) continue;
    raw[item] = estimated.p;
    tests++;
  }
  const p = benjaminiHochberg(raw);
  for (let item = 0; item < count; item++) {
    const estimated = estimates[item] ?? null;
    const { verdict, reason } = judge(
      question.changeOf(item),
      estimated,
      p[item]!,
      question.samplesOf(item),
      floor,
    );
    columns.verdict[item] = differenceVerdicts.indexOf(verdict);
    if (reason !== null) columns.reason[item] = differenceReasons.indexOf(reason);
    if (estimated === null || estimated === 'drifting') continue;
    columns.mde[item] = smallestDetectable(estimated, 1, quantiles);
    columns.mdeInList[item] = smallestDetectable(estimated, tests, quantiles);
  }
  return { ...columns, p };
}
