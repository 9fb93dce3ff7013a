import { effectOf, intervalOf, logLimits, pAbove } from '../../decision.ts';
import { percentileEstimate } from '../../percentile-estimate.ts';
import { Random } from '../../../statistics/random.ts';
import { iidQuantileP, kolmogorovSmirnovP, mannWhitney } from './iid-tests.ts';
import { SECONDS, SIMULATED_BINS, simulatedRun, type SimulatedRun } from './simulated-run.ts';

const REPLICATES = 300;
const MARGIN = 0.1;
export const SIMULATED_PERCENTILES: readonly number[] = [50, 95, 99];

/** One row of the tables of method A8. */
export interface Scenario {
  readonly tauS: number;
  /** True change of the candidate as a ratio. */
  readonly change: number;
  /** Standard deviation of ln of the level of a run. */
  readonly runSd: number;
  /** The table of false alarms asks more of each pair. */
  readonly falseAlarms: boolean;
}

/** How many pairs showed what; by name, so that parts of a simulation can be added up. */
export type Counts = Readonly<Record<string, number>>;

/** Pairs `from` to `to` of a scenario; a pair is the same whoever computes it. */
export function simulatePairs(scenario: Scenario, from: number, to: number): Counts {
  const counts: Record<string, number> = { pairs: 0 };
  const add = (name: string, happened: boolean): void => {
    counts[name] = (counts[name] ?? 0) + Number(happened);
  };
  for (let pair = from; pair < to; pair++) {
    counts['pairs']! += 1;
    const seed = `A8|${scenario.tauS}|${scenario.change}|${scenario.runSd}|${pair}`;
    const [a, b] = [0, scenario.change].map((change, side) => {
      const level = Math.exp(scenario.runSd * new Random(`${seed}|level|${side}`).normal()) * (1 + change);
      return simulatedRun(`${seed}|${side}`, scenario.tauS, level);
    }) as [SimulatedRun, SimulatedRun];
    if (scenario.falseAlarms) {
      add('mann-whitney', mannWhitney(a.values, b.values).p < 0.05);
      add('kolmogorov-smirnov', kolmogorovSmirnovP(a.values, b.values) < 0.05);
    }
    for (const percentile of scenario.falseAlarms ? SIMULATED_PERCENTILES : [95]) {
      if (scenario.falseAlarms)
        add(`iid p${percentile}`, iidQuantileP(a.values, b.values, percentile / 100) < 0.05);
      for (const inflateDrift of [false, true]) {
        const name = `${inflateDrift ? 'product' : 'note'} p${percentile}`;
        judge(a, b, percentile, inflateDrift, seed, (what, happened) => add(`${name} ${what}`, happened));
      }
    }
  }
  return counts;
}

function judge(
  a: SimulatedRun,
  b: SimulatedRun,
  percentile: number,
  inflateDrift: boolean,
  seed: string,
  add: (what: string, happened: boolean) => void,
): void {
  const [x, y] = [a, b].map(({ values, cells }, side) =>
    percentileEstimate({ values, cells, windowMs: SECONDS * 1000, clockTickMs: 1e-6 }, percentile, {
      seed: `${seed}|${percentile}|${side}`,
      replicates: REPLICATES,
      bins: SIMULATED_BINS,
      inflateDrift,
    }),
  );
  if (x == null || y == null || x.parts.length === 0 || y.parts.length === 0)
    throw new Error('A simulated run has enough samples for every percentile');
  const effect = effectOf(Math.log(y.value / x.value), [...x.parts, ...y.parts]);
  const [low, high] = intervalOf(effect);
  const limits = logLimits(MARGIN);
  const excludesZero = low > 0 || high < 0;
  add('excludes 0', excludesZero);
  add('beyond', low > limits.high || high < limits.low);
  add('regressed', pAbove(effect, limits.high) <= 0.025);
  add('leaning', excludesZero && effect.estimate >= limits.high);
  add('no change', low > limits.low && high < limits.high);
  add('drifting', x.drifting || y.drifting);
}

export function addCounts(a: Counts, b: Counts): Counts {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return Object.fromEntries([...names].map((name) => [name, (a[name] ?? 0) + (b[name] ?? 0)]));
}

export function share(counts: Counts, name: string): number {
  return (counts[name] ?? 0) / counts['pairs']!;
}
