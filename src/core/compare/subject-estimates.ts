import type { ComparedMetric, Margin, MetricVerdict } from '#shared/model/comparison.ts';
import { percentileOf } from '../latency/quantiles.ts';
import type { ValueCounts } from '../latency/value-counts.ts';
import { minimumSamples } from '../statistics/order-statistics.ts';
import { valuesOf, type ComparedData } from './compared-run.ts';
import { errorEstimate } from './error-estimate.ts';
import { unjudged, type Estimate } from './estimate.ts';
import { judgeErrors, judgePercentile, judgeThroughput, type ErrorSide, type Judged } from './judge.ts';
import { percentileEstimate } from './percentile-estimate.ts';
import type { TransactionBlocks } from './run-blocks.ts';
import type { HistoryNoise } from './run-noise.ts';
import { combineRuns, MIN_RUNS, type RunNoise } from './side-estimate.ts';
import type { OfferedLoad, ThroughputBasis } from './offered-load.ts';
import { achievedShareEstimate, throughputEstimate } from './throughput-estimate.ts';
import { sampleVariance } from '../statistics/welch-t.ts';

/** One transaction (or all requests) as it is found in the runs of one side. */
export interface SubjectSide {
  /** Runs that have it, with its number there; null is all counted samples. */
  readonly runs: readonly { readonly data: ComparedData; readonly id: number | null }[];
  /** Number of runs of the side. */
  readonly of: number;
  readonly seed: string;
}

export interface Subject {
  readonly label: string | null;
  readonly candidateLabel: string | null;
  readonly baseline: SubjectSide;
  readonly candidate: SubjectSide;
  readonly margin: Margin;
}

/** A figure of both sides, before all are put into relation to each other. */
export interface Measured {
  readonly baseline: Estimate | null;
  readonly candidate: Estimate | null;
  /** Null where a side does not have the figure. */
  readonly judged: Judged | null;
  readonly identical: boolean;
  /** What the figure is: of throughput the rate, achieved ÷ offered, or a rate that was an input of the test. */
  readonly basis: ThroughputBasis['kind'];
}

export const percentileOfMetric: Readonly<Partial<Record<ComparedMetric, number>>> = {
  p50: 50,
  p95: 95,
  p99: 99,
};

export interface MeasuringOptions {
  readonly noise: HistoryNoise;
  readonly minutesTested: number;
  readonly throughput: ThroughputBasis;
}

export function measure(subject: Subject, metric: ComparedMetric, options: MeasuringOptions): Measured {
  const { noise, minutesTested } = options;
  const { baseline: a, candidate: b, margin } = subject;
  const identical = isIdentical(a, b);
  const percentile = percentileOfMetric[metric];
  if (percentile !== undefined) {
    const [ofA, ofB] = [a, b].map((side) => sidePercentiles(side, metric, percentile)) as [Runs, Runs];
    const known = noise(subject.label, percentile);
    const baseline = combined(ofA, a, known ?? noiseOf(ofB, b));
    const candidate = combined(ofB, b, known ?? noiseOf(ofA, a));
    const clockTickMs = Math.max(...[...a.runs, ...b.runs].map(({ data }) => data.run.clockTickMs));
    const judged =
      baseline === null || candidate === null
        ? null
        : judgePercentile(metric, baseline, candidate, { margin, clockTickMs, minutesTested });
    return { baseline, candidate, judged, identical, basis: 'rate' };
  }
  if (metric === 'throughput') return { ...measureThroughput(subject, options), identical };
  const [ofA, ofB] = [sideErrors(a), sideErrors(b)];
  return {
    baseline: ofA?.estimate ?? null,
    candidate: ofB?.estimate ?? null,
    judged: ofA === null || ofB === null ? null : judgeErrors(ofA, ofB),
    identical,
    basis: 'rate',
  };
}

function measureThroughput(
  { label, baseline: a, candidate: b, margin }: Subject,
  { throughput, minutesTested }: MeasuringOptions,
): Omit<Measured, 'identical'> {
  // What was offered is counted for the run as a whole, not for its transactions.
  if (throughput.kind === 'offered' && label === null) {
    const [baseline, candidate] = [
      achievedShare(a, throughput.baseline),
      achievedShare(b, throughput.candidate),
    ];
    const judged =
      baseline === null || candidate === null
        ? null
        : judgeThroughput('achievedShare', baseline, candidate, { margin, minutesTested });
    return { baseline, candidate, judged, basis: 'offered' };
  }
  const [baseline, candidate] = [a, b].map((side) => {
    const runs = side.runs.map(({ data, id }) => runThroughput(data, id));
    return runs.every((run) => run !== null) ? combineRuns(runs, 'log', null) : null;
  }) as [Estimate | null, Estimate | null];
  if (throughput.kind !== 'rate') return { baseline, candidate, judged: null, basis: 'input' };
  const judged =
    baseline === null || candidate === null
      ? null
      : judgeThroughput('throughput', baseline, candidate, { margin, minutesTested });
  return { baseline, candidate, judged, basis: 'rate' };
}

function achievedShare({ runs }: SubjectSide, loads: readonly OfferedLoad[]): Estimate | null {
  const shares = runs.flatMap(({ data: { window } }, index) => {
    const load = loads[index];
    const share =
      load === undefined ? null : achievedShareEstimate(load, window.span.toMs - window.span.fromMs);
    return share ?? [];
  });
  return shares.length === runs.length ? combineRuns(shares, 'log', null) : null;
}

type Runs = readonly (Estimate | null)[];

function combined(runs: Runs, side: SubjectSide, noise: RunNoise | null): Estimate | null {
  const known = runs.filter((run) => run !== null);
  const estimate = combineRuns(known, 'log', noise);
  if (estimate === null || side.of < MIN_RUNS || known.every(({ lacking }) => lacking === FROM_RUNS))
    return estimate;
  const lacking =
    known.find((run) => run.lacking !== null && run.lacking !== FROM_RUNS)?.lacking ?? estimate.lacking;
  return { ...estimate, parts: [], plainParts: [], lacking };
}

/** Between-run variance that three or more runs of the other side show, where there is no history. */
function noiseOf(runs: Runs, side: SubjectSide): RunNoise | null {
  if (side.of < MIN_RUNS || runs.length < MIN_RUNS) return null;
  const logs = runs.map((run) => (run === null ? Number.NaN : Math.log(run.value)));
  return logs.every(Number.isFinite) ? { sd: Math.sqrt(sampleVariance(logs)), df: logs.length - 1 } : null;
}

/** Marks a run whose own interval is not asked for. */
const FROM_RUNS = 'it is in fewer than three runs';

function sidePercentiles(side: SubjectSide, metric: ComparedMetric, percentile: number): Runs {
  return side.runs.map(({ data, id }, index) => {
    if (data.reported !== null) {
      const figures = data.reported.get(id);
      const value = figures?.percentilesMs.get(percentile) ?? null;
      return value === null ? null : unjudged(value, figures?.samples ?? 0, 'a report has no samples');
    }
    const values = valuesOf(data, id);
    if (side.of >= MIN_RUNS) return wholeRunPercentile(values, percentile);
    return percentileEstimate(
      {
        values,
        cells: data.blocks.get(id)?.cells ?? { subBlocks: [], bins: [], counts: [], length: 0 },
        windowMs: data.window.span.toMs - data.window.span.fromMs,
        clockTickMs: data.run.clockTickMs,
      },
      percentile,
      { seed: `${side.seed}|${metric}|${index}` },
    );
  });
}

/** Where three runs and more are compared, a run is one value. */
function wholeRunPercentile(values: ValueCounts, percentile: number): Estimate | null {
  const value = percentileOf(values, percentile);
  if (value === null) return null;
  const needed = minimumSamples(percentile / 100);
  const { count } = values;
  return unjudged(
    value,
    count,
    count < needed ? `it takes ${needed} samples in each run, and one has ${count}` : FROM_RUNS,
  );
}

function runThroughput(data: ComparedData, id: number | null): Estimate | null {
  if (data.reported !== null) {
    const figures = data.reported.get(id);
    const rate = figures?.throughputPerSec ?? null;
    return rate === null ? null : unjudged(rate, figures?.samples ?? 0, 'a report has no samples');
  }
  const blocks = data.blocks.get(id);
  const { fromMs, toMs } = data.window.span;
  return blocks === undefined ? null : throughputEstimate(blocks.samples, toMs - fromMs);
}

function sideErrors(side: SubjectSide): ErrorSide | null {
  const runs = side.runs.map(({ data, id }, index) => runErrors(data, id, `${side.seed}|errorRate|${index}`));
  if (!runs.every((run) => run !== null)) return null;
  const estimate = combineRuns(
    runs.map((run) => run.estimate),
    'plain',
    null,
  );
  if (estimate === null) return null;
  return { estimate, effectiveSamples: runs.reduce((sum, run) => sum + run.effectiveSamples, 0) };
}

function runErrors(data: ComparedData, id: number | null, seed: string): ErrorSide | null {
  if (data.reported !== null) {
    const figures = data.reported.get(id);
    const rate = figures?.errorRate ?? null;
    if (rate === null) return null;
    const samples = figures?.samples ?? 0;
    return { estimate: unjudged(rate, samples, 'a report has no samples'), effectiveSamples: samples };
  }
  const blocks = data.blocks.get(id);
  if (blocks === undefined || !data.tellsFailures) return null;
  const { samples, failures } = blocks;
  const { fromMs, toMs } = data.window.span;
  const estimate = errorEstimate({ samples, failures, windowMs: toMs - fromMs }, seed);
  return estimate === null ? null : { estimate, effectiveSamples: estimate.effectiveSamples };
}

/** Both sides hold the very same samples: the same counts of the same values at the same times. */
function isIdentical(a: SubjectSide, b: SubjectSide): boolean {
  const [first, second] = [a.runs[0], b.runs[0]];
  if (a.of !== 1 || b.of !== 1 || first === undefined || second === undefined) return false;
  const [x, y] = [first, second].map(({ data, id }) => data.blocks.get(id));
  if (x === undefined || y === undefined) return false;
  const [left, right] = [first, second].map(({ data, id }) => valuesOf(data, id)) as [
    ValueCounts,
    ValueCounts,
  ];
  return (
    sameBlocks(x, y) &&
    sameNumbers(left.values, right.values) &&
    sameNumbers(left.cumulative, right.cumulative)
  );
}

function sameBlocks(x: TransactionBlocks, y: TransactionBlocks): boolean {
  return (
    x.cells.length === y.cells.length &&
    sameNumbers(x.samples, y.samples) &&
    sameNumbers(x.failures, y.failures) &&
    sameNumbers(x.cells.subBlocks, y.cells.subBlocks) &&
    sameNumbers(x.cells.bins, y.cells.bins) &&
    sameNumbers(x.cells.counts, y.cells.counts)
  );
}

function sameNumbers(x: ArrayLike<number>, y: ArrayLike<number>): boolean {
  if (x.length !== y.length) return false;
  for (let i = 0; i < x.length; i++) if (x[i] !== y[i]) return false;
  return true;
}

/** How far the interval can be trusted. */
export function confidenceOf({
  baseline,
  candidate,
  judged,
  identical,
}: Measured): MetricVerdict['confidence'] {
  if (identical) return 'high';
  if (judged?.tested == null || baseline === null || candidate === null) return 'low';
  const few = [baseline, candidate].some(
    ({ blocks, drifting }) => drifting || (blocks !== null && blocks < 20),
  );
  return few ? 'medium' : 'high';
}
