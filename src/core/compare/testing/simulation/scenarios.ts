import type { Counts, Scenario } from './simulate-pairs.ts';
import { share } from './simulate-pairs.ts';

/** The tables of method A8: what is simulated, and what the method's note found. */

interface Figure {
  readonly column: string;
  readonly measured: (counts: Counts) => number;
  /** Shares in the note, as low and high where it gives a range. */
  readonly noted: readonly [number, number];
}

export interface SimulatedRow {
  readonly title: string;
  readonly scenario: Scenario;
  readonly figures: readonly Figure[];
  /** What the product adds to the note's recipe: variance of drifting runs is inflated. */
  readonly product: readonly { readonly column: string; readonly measured: (counts: Counts) => number }[];
}

/** Pairs per row in the note. */
export const NOTED_PAIRS = { falseAlarms: 200, power: 150 };

const exactly = (percent: number): readonly [number, number] => [percent / 100, percent / 100];
const of =
  (name: string) =>
  (counts: Counts): number =>
    share(counts, name);

const falseAlarms: readonly (readonly [
  tau: number,
  mw: number,
  ks: number,
  iid: readonly number[],
  own: readonly number[],
  beyond: readonly [number, number],
])[] = [
  [0, 4, 4, [5, 6, 6], [1, 4, 6], [0, 0]],
  [5, 64, 62, [55, 43, 22], [8, 9, 8], [0, 0]],
  [20, 79, 80, [76, 63, 40], [9, 10, 11], [0, 0]],
  [60, 93, 90, [90, 83, 67], [28, 26, 29], [0.005, 0.015]],
];

export const falseAlarmRows: readonly SimulatedRow[] = falseAlarms.map(
  ([tauS, mw, ks, iid, own, beyond]) => ({
    title: `τ = ${tauS} s`,
    scenario: { tauS, change: 0, runSd: 0, falseAlarms: true },
    figures: [
      { column: 'Mann–Whitney', measured: of('mann-whitney'), noted: exactly(mw) },
      { column: 'KS', measured: of('kolmogorov-smirnov'), noted: exactly(ks) },
      ...[50, 95, 99].map((p, i) => ({
        column: `i.i.d. p${p}`,
        measured: of(`iid p${p}`),
        noted: exactly(iid[i]!),
      })),
      ...[50, 95, 99].map((p, i) => ({
        column: `recipe p${p}`,
        measured: of(`note p${p} excludes 0`),
        noted: exactly(own[i]!),
      })),
      { column: 'recipe p95 beyond ±10 %', measured: of('note p95 beyond'), noted: beyond },
    ],
    product: [
      ...[50, 95, 99].map((p) => ({ column: `p${p} differs`, measured: of(`product p${p} excludes 0`) })),
      ...[50, 95, 99].map((p) => ({ column: `p${p} regressed`, measured: of(`product p${p} regressed`) })),
      { column: 'p95 no change', measured: of('product p95 no change') },
      { column: 'marked as drifting', measured: of('product p95 drifting') },
    ],
  }),
);

const changes = [0, 0.05, 0.1, 0.15, 0.2, 0.3];
const power: readonly { readonly runSd: number; readonly cells: readonly (readonly number[])[] }[] = [
  {
    runSd: 0,
    cells: [
      [0, 1, 71],
      [0, 11, 35],
      [7, 51, 6],
      [34, 91, 1],
      [77, 99, 0],
      [100, 100, 0],
    ],
  },
  {
    runSd: 0.05,
    cells: [
      [2, 12, 38],
      [9, 31, 30],
      [20, 47, 21],
      [42, 69, 11],
      [65, 87, 3],
      [92, 99, 0],
    ],
  },
];

export const powerRows: readonly SimulatedRow[] = power.flatMap(({ runSd, cells }) =>
  changes.map((change, index) => ({
    title: `${runSd === 0 ? 'runs alike' : 'runs differ by 5 %'}, ${change === 0 ? 'no change' : `+${Math.round(change * 100)} %`}`,
    scenario: { tauS: 20, change, runSd, falseAlarms: false },
    figures: (['regressed', 'leaning', 'no change'] as const).map((column, place) => ({
      column,
      measured: of(`note p95 ${column}`),
      noted: exactly(cells[index]![place]!),
    })),
    product: (['regressed', 'leaning', 'no change'] as const).map((column) => ({
      column,
      measured: of(`product p95 ${column}`),
    })),
  })),
);

/** Within three standard errors of both simulations, and the rounding of the note. */
export function agrees(
  measured: number,
  pairs: number,
  [low, high]: readonly [number, number],
  notedPairs: number,
): boolean {
  const nearest = Math.min(Math.max(measured, low), high);
  // A share of 0 or 1 that was found may as well be one event away.
  const pooled = (measured * pairs + nearest * notedPairs + 1) / (pairs + notedPairs + 2);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / pairs + 1 / notedPairs));
  return Math.abs(measured - nearest) <= 3 * error + 0.005;
}
