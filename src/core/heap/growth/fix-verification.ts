import { Random } from '#core/statistics/random.ts';
import { slopeInterval } from '#core/statistics/small-series-trend.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { ArmSlope, FixRow, FixVerification } from '#shared/model/heap-growth.ts';
import type { SnapshotTables } from '../model/snapshot-tables.ts';
import { stepRates } from './boundedness.ts';
import { testedValues, weightOf, type RawSeries } from './growth-model.ts';
import { LEAST_GROWTH_BYTES } from './judge.ts';
import { noiseFamily } from './noise-families.ts';
import { rawSeries } from './raw-series.ts';
import { timesOf } from './series-checks.ts';

export const LEAST_PER_ARM = 4;
const RESAMPLES = 2000;
/** Growth that is left below this share of the growth before is none. */
const LEFT_OVER_SHARE = 0.1;
/** Steps of the arms that differ by more than this share are told. */
const STEP_TOLERANCE = 0.1;
const FLOOR_BYTES = 10_000;

/** Snapshots of one build under one load. */
export interface FixArm {
  /** In order, at least four. */
  readonly series: readonly SnapshotTables[];
  /** Requests completed before each; null where they are not known: then of neither arm. */
  readonly operations: readonly number[] | null;
}

export interface FixOptions {
  /** Growth per operation in bytes below which it counts as fixed. Default: a tenth of the growth before. */
  readonly floorBytesPerOperation?: number;
  /** Of the resamples: the same seed, the same intervals. */
  readonly seed?: string;
}

/**
 * Did a change end a leak (method P11)? Slopes are compared, not levels: those differ with warm-up and build.
 * @throws {AppError} `bad-request` for arms with fewer than four snapshots, or operations of one arm only
 */
export function verifyFix(before: FixArm, after: FixArm, options: FixOptions = {}): FixVerification {
  for (const [arm, words] of [
    [before, 'before'],
    [after, 'after'],
  ] as const) {
    if (arm.series.length >= LEAST_PER_ARM) continue;
    throw new AppError(
      'bad-request',
      `There are ${String(arm.series.length)} snapshots from ${words} the change; it takes ${String(LEAST_PER_ARM)} on each side.`,
      {
        hint: 'One snapshot on each side compares levels, which differ with warm-up and build. Take a series under the same load.',
      },
    );
  }
  if ((before.operations === null) !== (after.operations === null)) {
    throw new AppError(
      'bad-request',
      'Operations are known of one side only, so slopes cannot be compared.',
      {
        hint: 'Give the completed requests for both sides, or for neither.',
      },
    );
  }
  const beforeTimes = timesOf(before.series, before.operations);
  const afterTimes = timesOf(after.series, after.operations);
  const { runtime } = before.series[0]!.facts;
  const afterByKey = new Map(rawSeries(after.series).map((raw) => [keyOf(raw), raw]));
  const rows: FixRow[] = [];
  for (const raw of rawSeries(before.series)) {
    if (noiseFamily(raw, runtime) !== null || weightOf(raw).at(-1)! < FLOOR_BYTES) continue;
    const row = compareSlopes(
      raw,
      beforeTimes,
      afterByKey.get(keyOf(raw)) ?? goneAltogether(raw, after.series.length),
      afterTimes,
      { ...options, per: before.operations === null ? 'snapshot' : 'request' },
    );
    if (row !== null) rows.push(row);
  }
  rows.sort((a, b) => b.before.perOperation - a.before.perOperation);
  const known = before.operations !== null;
  return {
    per: known ? 'operation' : 'snapshot',
    rows,
    warnings: armWarnings(beforeTimes, afterTimes, known),
  };
}

function keyOf({ kind, key }: RawSeries): string {
  return `${kind} ${key}`;
}

function goneAltogether(raw: RawSeries, length: number): RawSeries {
  const zeros = new Array<number>(length).fill(0);
  return { ...raw, counts: zeros, bytes: zeros, retained: raw.retained === null ? null : zeros };
}

/** @returns null for what did not grow before by an amount worth a line */
function compareSlopes(
  before: RawSeries,
  beforeTimes: readonly number[],
  after: RawSeries,
  afterTimes: readonly number[],
  { floorBytesPerOperation, seed = '', per }: FixOptions & { readonly per: string },
): FixRow | null {
  const beforeValues = testedValues(before);
  const slope = slopeInterval(beforeValues, beforeTimes).slope;
  const bytesPerValue =
    before.kind === 'container' ? before.bytes.at(-1)! / Math.max(1, before.counts.at(-1)!) : 1;
  if (slope * bytesPerValue * (beforeTimes.at(-1)! - beforeTimes[0]!) < LEAST_GROWTH_BYTES) return null;

  const random = new Random(`${seed} ${keyOf(before)}`);
  const beforeSlopes = resampledSlopes(beforeValues, beforeTimes, random);
  const afterSlopes = resampledSlopes(testedValues(after), afterTimes, random);
  const armBefore = armSlope(slope, beforeSlopes);
  const armAfter = armSlope(slopeInterval(testedValues(after), afterTimes).slope, afterSlopes);
  const difference = armSlope(
    armAfter.perOperation - armBefore.perOperation,
    beforeSlopes.map((value, i) => afterSlopes[i]! - value),
  );
  const reductions = armSlope(
    1 - armAfter.perOperation / armBefore.perOperation,
    // A resample without growth before has no share; an interval that reaches it is judged by `armBefore.low`.
    beforeSlopes.map((value, i) => (value > 0 ? 1 - afterSlopes[i]! / value : 0)),
  );
  const grew = armBefore.low > 0;
  const reduction = grew
    ? { share: reductions.perOperation, low: reductions.low, high: reductions.high }
    : null;
  const floor =
    floorBytesPerOperation === undefined
      ? LEFT_OVER_SHARE * armBefore.perOperation
      : floorBytesPerOperation / bytesPerValue;
  return {
    kind: before.kind,
    key: before.key,
    name: before.name,
    before: armBefore,
    after: armAfter,
    difference,
    reduction,
    floor,
    ...fixVerdict(armAfter, reduction, floor, `${amountText(floor, before.kind)} per ${per}`),
  };
}

function fixVerdict(
  after: ArmSlope,
  reduction: FixRow['reduction'],
  floor: number,
  floorText: string,
): Pick<FixRow, 'verdict' | 'message'> {
  if (reduction === null) {
    const message = 'It did not grow clearly before the change, so there is nothing to compare with.';
    return { verdict: 'cannot-tell', message };
  }
  if (after.high <= floor) {
    const message = `What it may still grow is below ${floorText}.`;
    return { verdict: 'fixed', message };
  }
  if (reduction.low > 0) {
    const message = `It grows ${percent(reduction.share)} less (${percent(reduction.low)} to ${percent(reduction.high)}).`;
    return { verdict: 'reduced', message };
  }
  if (after.low > floor) {
    return { verdict: 'not-fixed', message: 'It grows on, and nothing shows that it grows less.' };
  }
  const message = 'The slopes vary too much: more snapshots on each side would tell.';
  return { verdict: 'cannot-tell', message };
}

function percent(share: number): string {
  return `${String(Math.round(100 * share))} %`;
}

/**
 * Theil–Sen slopes of series put together from intervals between snapshots that are drawn with replacement. What an interval
 * lost the next one may have gained: drawn apart they vary more, so the intervals are wide rather than narrow.
 */
function resampledSlopes(values: readonly number[], times: readonly number[], random: Random): Float64Array {
  const rates = stepRates(values, times);
  const steps = times.slice(1).map((time, i) => time - times[i]!);
  const out = new Float64Array(RESAMPLES);
  const level = new Float64Array(values.length);
  const at = new Float64Array(values.length);
  for (let sample = 0; sample < RESAMPLES; sample++) {
    for (let i = 1; i < values.length; i++) {
      const drawn = random.below(rates.length);
      at[i] = at[i - 1]! + steps[drawn]!;
      level[i] = level[i - 1]! + rates[drawn]! * steps[drawn]!;
    }
    out[sample] = slopeInterval(level, at).slope;
  }
  return out;
}

function armSlope(perOperation: number, resamples: Float64Array): ArmSlope {
  const sorted = resamples.slice().sort();
  return {
    perOperation,
    low: Math.min(perOperation, sorted[Math.floor(0.025 * (RESAMPLES - 1))]!),
    high: Math.max(perOperation, sorted[Math.ceil(0.975 * (RESAMPLES - 1))]!),
  };
}

/** `3.36 kB`; of containers, which are followed by what they refer to: `0.2 references`. */
function amountText(amount: number, kind: FixRow['kind']): string {
  if (kind === 'container') return `${String(Number(amount.toPrecision(3)))} references`;
  const [unit, bytes] =
    amount >= 1e6 ? (['MB', 1e6] as const) : amount >= 1e3 ? (['kB', 1e3] as const) : (['bytes', 1] as const);
  return `${String(Number((amount / bytes).toPrecision(3)))} ${unit}`;
}

function armWarnings(before: readonly number[], after: readonly number[], known: boolean): string[] {
  const warnings: string[] = [];
  if (!known) {
    warnings.push(
      'Slopes are per snapshot, because completed requests were not given: they compare only if both sides did the same between snapshots.',
    );
  }
  const step = (times: readonly number[]): number => (times.at(-1)! - times[0]!) / (times.length - 1);
  if (known && Math.abs(step(after) / step(before) - 1) > STEP_TOLERANCE) {
    warnings.push('The two sides did different numbers of operations between snapshots.');
  }
  return warnings;
}
