import { welchP } from './welch-t.ts';

export interface ChangePoint {
  /** First value after the change. */
  readonly index: number;
  /** Two-sided p-value of a t-test of the stretches before and after. */
  readonly p: number;
}

export interface ChangePointOptions {
  /** Changes are looked for in stretches of this many values. */
  readonly window: number;
  readonly maxP: number;
}

/** Candidates are taken this much more freely; those that do not hold against their neighbours are dropped again. */
const FIRST_PASS = 10;
const MIN_SEGMENT = 2;

/**
 * Change points of a series by E-divisive (Matteson & James 2014) with a t-test in place of permutations (Fleming et al.
 * 2023, "Hunter"): each stretch is cut where the energy distance of both parts is greatest, as long as the parts differ;
 * then cuts that are not clear between their neighbours are taken back, the weakest first.
 */
export function energyChangePoints(
  values: readonly number[],
  { window, maxP }: ChangePointOptions,
): ChangePoint[] {
  const candidates = new Set<number>();
  const step = Math.max(1, Math.floor(window / 2));
  for (let from = 0; from === 0 || from + step < values.length; from += step) {
    split(values, from, Math.min(values.length, from + window), maxP * FIRST_PASS, candidates);
  }
  return withoutWeak(
    values,
    [...candidates].sort((a, b) => a - b),
    maxP,
  );
}

function split(values: readonly number[], from: number, to: number, maxP: number, found: Set<number>): void {
  const cut = bestCut(values, from, to);
  if (cut === null || welchP(values.slice(from, cut), values.slice(cut, to)) > maxP) return;
  found.add(cut);
  split(values, from, cut, maxP, found);
  split(values, cut, to, maxP, found);
}

/** Where mn ÷ (m + n) times the energy distance of both parts is greatest (exponent 1). */
function bestCut(values: readonly number[], from: number, to: number): number | null {
  const n = to - from;
  if (n < 2 * MIN_SEGMENT) return null;
  const distance = (i: number, j: number): number => Math.abs(values[i]! - values[j]!);
  let within = 0;
  let right = 0;
  let between = 0;
  for (let i = from; i < to; i++) for (let j = i + 1; j < to; j++) right += distance(i, j);
  let best: number | null = null;
  let greatest = -Infinity;
  for (let cut = from + 1; cut < to; cut++) {
    // The value before the cut changes sides.
    const moved = cut - 1;
    let toLeft = 0;
    let toRight = 0;
    for (let i = from; i < moved; i++) toLeft += distance(i, moved);
    for (let i = cut; i < to; i++) toRight += distance(i, moved);
    within += toLeft;
    right -= toRight;
    between += toRight - toLeft;
    const [m, k] = [cut - from, to - cut];
    if (m < MIN_SEGMENT || k < MIN_SEGMENT) continue;
    const energy = (2 * between) / (m * k) - within / ((m * (m - 1)) / 2) - right / ((k * (k - 1)) / 2);
    const scaled = ((m * k) / (m + k)) * energy;
    if (scaled > greatest) [greatest, best] = [scaled, cut];
  }
  return best;
}

function withoutWeak(values: readonly number[], cuts: number[], maxP: number): ChangePoint[] {
  for (;;) {
    const points = cuts.map((index, place) => ({
      index,
      p: welchP(
        values.slice(cuts[place - 1] ?? 0, index),
        values.slice(index, cuts[place + 1] ?? values.length),
      ),
    }));
    const weakest = points.reduce<ChangePoint | null>(
      (worst, point) => (worst === null || point.p > worst.p ? point : worst),
      null,
    );
    if (weakest === null || weakest.p <= maxP) return points;
    cuts = cuts.filter((index) => index !== weakest.index);
  }
}
