import { numbersToColumn } from '#shared/contract/columns.ts';
import { comparedMetrics, type ComparedMetric, type RunTrend } from '#shared/model/comparison.ts';
import type { Run } from '#shared/model/run.ts';
import type { Database } from '../db/database.ts';
import { energyChangePoints } from '../statistics/energy-change-points.ts';
import { mean, sampleVariance } from '../statistics/welch-t.ts';
import { percentileOf } from '../latency/quantiles.ts';
import { readRun, valuesOf } from './compared-run.ts';
import { MIN_HISTORY } from './run-noise.ts';
import { percentileOfMetric } from './subject-estimates.ts';
import type { SteadyOf } from './windows.ts';

/** Fewer runs are shown as points only (method A5). */
const MIN_RUNS = 10;
const WINDOW = 50;
const MAX_P = 0.001;

type Figures = Readonly<Record<ComparedMetric, number | null>>;

/**
 * Figures of the runs of one history, oldest first, and where they changed for good (E-divisive with a t-test, method A5).
 * @param label null: all counted samples
 * @throws {AppError} `cancelled`
 */
export async function runTrend(
  database: Database,
  runs: readonly Run[],
  label: string | null,
  steadyOf: SteadyOf,
  signal: AbortSignal,
): Promise<RunTrend> {
  const ordered = [...new Map(runs.map((run) => [run.id, run])).values()].sort(
    (a, b) => (a.startedAtUs ?? 0) - (b.startedAtUs ?? 0) || a.id - b.id,
  );
  const figures: Figures[] = [];
  for (const run of ordered) figures.push(await figuresOf(database, run, label, steadyOf, signal));
  const changePoints = comparedMetrics.flatMap((metric) => changesOf(ordered, figures, metric));
  const known = figures.filter(({ p95 }) => p95 !== null).length;
  return {
    table: {
      rowCount: ordered.length,
      columns: {
        runId: numbersToColumn(ordered.map(({ id }) => id)),
        startedAtUs: numbersToColumn(ordered.map(({ startedAtUs }) => startedAtUs)),
        ...Object.fromEntries(
          comparedMetrics.map((metric) => [metric, numbersToColumn(figures.map((row) => row[metric]))]),
        ),
      },
    },
    changePoints,
    noiseFloor: noiseFloor(ordered, figures, changePoints),
    note:
      known < MIN_RUNS
        ? `Changes are looked for from ${MIN_RUNS} runs on; ${known === 1 ? '1 has' : `${known} have`} this figure.`
        : null,
  };
}

async function figuresOf(
  database: Database,
  run: Run,
  label: string | null,
  steadyOf: SteadyOf,
  signal: AbortSignal,
): Promise<Figures> {
  const percentiles = comparedMetrics.flatMap((metric) => percentileOfMetric[metric] ?? []);
  const data = await readRun(
    database,
    run,
    { window: 'steady', percentiles, withTimes: false, steadyOf },
    signal,
  );
  const id = label === null ? null : data.transactions.find((transaction) => transaction.label === label)?.id;
  if (id === undefined) return { p50: null, p95: null, p99: null, errorRate: null, throughput: null };
  if (data.reported !== null) {
    const reported = data.reported.get(id);
    const at = (percentile: number): number | null => reported?.percentilesMs.get(percentile) ?? null;
    return {
      p50: at(50),
      p95: at(95),
      p99: at(99),
      errorRate: reported?.errorRate ?? null,
      throughput: reported?.throughputPerSec ?? null,
    };
  }
  const values = valuesOf(data, id);
  const blocks = data.blocks.get(id);
  const samples = blocks?.samples.reduce((sum, n) => sum + n, 0) ?? 0;
  const failures = blocks?.failures.reduce((sum, n) => sum + n, 0) ?? 0;
  const seconds = (data.window.span.toMs - data.window.span.fromMs) / 1000;
  return {
    p50: percentileOf(values, 50),
    p95: percentileOf(values, 95),
    p99: percentileOf(values, 99),
    errorRate: samples === 0 || !data.tellsFailures ? null : failures / samples,
    throughput: samples === 0 || run.startedAtUs === null ? null : samples / seconds,
  };
}

function changesOf(
  runs: readonly Run[],
  figures: readonly Figures[],
  metric: ComparedMetric,
): RunTrend['changePoints'][number][] {
  const known = figures.flatMap((row, index) => {
    const value = row[metric];
    return value === null ? [] : [{ value, runId: runs[index]!.id }];
  });
  if (known.length < MIN_RUNS) return [];
  const values = known.map(({ value }) => value);
  const points = energyChangePoints(values, { window: WINDOW, maxP: MAX_P });
  return points.map(({ index, p }, place) => ({
    metric,
    runId: known[index]!.runId,
    before: mean(values.slice(points[place - 1]?.index ?? 0, index)),
    after: mean(values.slice(index, points[place + 1]?.index ?? values.length)),
    p,
  }));
}

/** Pooled over the stretches between changes: a change of the system is no noise. */
function noiseFloor(
  runs: readonly Run[],
  figures: readonly Figures[],
  changePoints: RunTrend['changePoints'],
): number | null {
  const changes = new Set(changePoints.filter(({ metric }) => metric === 'p95').map(({ runId }) => runId));
  const stretches: number[][] = [[]];
  figures.forEach(({ p95 }, index) => {
    if (changes.has(runs[index]!.id)) stretches.push([]);
    if (p95 !== null && p95 > 0) stretches.at(-1)!.push(Math.log(p95));
  });
  const usable = stretches.filter((stretch) => stretch.length > 1);
  const count = stretches.reduce((sum, stretch) => sum + stretch.length, 0);
  const df = usable.reduce((sum, stretch) => sum + stretch.length - 1, 0);
  if (count < MIN_HISTORY || df === 0) return null;
  const squares = usable.reduce((sum, stretch) => sum + sampleVariance(stretch) * (stretch.length - 1), 0);
  return Math.sqrt(squares / df);
}
