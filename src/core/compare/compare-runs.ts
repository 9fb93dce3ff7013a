import { AppError, cancelledError } from '#shared/contract/errors.ts';
import {
  comparedMetrics,
  verdicts as verdictOrder,
  type ComparedMetric,
  type ComparedRun,
  type ComparedSide,
  type Comparison,
  type ComparisonProgress,
  type ComparisonRequest,
  type MetricVerdict,
} from '#shared/model/comparison.ts';
import type { Run } from '#shared/model/run.ts';
import type { Database } from '../db/database.ts';
import { capping, comparabilityChecks } from './comparability.ts';
import type { ComparedSides, Loop } from './compared-sides.ts';
import { readRun, valuesOf, type ComparedData } from './compared-run.ts';
import { mostSampled, mostSampledCheck } from './most-sampled.ts';
import { readOfferedLoad, throughputBasis, type LoadedRun, type ThroughputBasis } from './offered-load.ts';
import { historyNoise, historyOf, type HistoryNoise } from './run-noise.ts';
import { judgeable, overallSentence } from './sentences.ts';
import { MIN_RUNS } from './side-estimate.ts';
import { measure, percentileOfMetric, type Subject, type SubjectSide } from './subject-estimates.ts';
import { matchTransactions, type MatchedTransaction } from './transaction-matching.ts';
import { unadjustedRow, verdictRows, type MeasuredRow } from './verdict-rows.ts';
import type { SteadyOf } from './windows.ts';

export interface ComparingContext {
  readonly database: Database;
  /** All runs of the workspace. */
  readonly runs: readonly Run[];
  readonly steadyOf: SteadyOf;
  readonly loopOf: (run: Run, signal: AbortSignal) => Promise<Loop>;
  /** Told after every transaction, with its verdicts before Holm's adjustment. */
  readonly onProgress: (progress: Omit<ComparisonProgress, 'token'>) => void;
  readonly signal: AbortSignal;
}

/**
 * Compares a baseline with a candidate by methods A1 to A6. Nothing of it depends on the clock or on chance: the same runs
 * and request give the same comparison, bit for bit.
 * @throws {AppError} `not-found` for a run that is not there, `bad-request` for one that is named twice on a side, `cancelled`
 */
export async function compareRuns(
  request: ComparisonRequest,
  context: ComparingContext,
): Promise<Comparison> {
  const { signal } = context;
  // All metrics are judged whatever is asked for: Holm's adjustment then gives the same verdict to whoever asks.
  const percentiles = comparedMetrics.flatMap((metric) => percentileOfMetric[metric] ?? []);
  const asked = new Set<ComparedMetric>(request.metrics);
  const sides = [request.baseline, request.candidate].map((side) => runsOf(side, context.runs));
  const [runsA, runsB] = sides as [Run[], Run[]];
  const noise = await noiseOf(runsA, runsB, percentiles, context);
  const baseline = await readSide(runsA, request.baseline, percentiles, context);
  const candidate = await readSide(runsB, request.candidate, percentiles, context);
  const loops = {
    baseline: await loopsOf(runsA, context),
    candidate: await loopsOf(runsB, context),
  };
  const matching = matchTransactions(baseline, candidate, request.mapping);
  const minutesTested = minutesOf([...baseline, ...candidate]);
  const judged = mostSampled(matching.matched, baseline, candidate);
  const subjects = subjectsOf(request, baseline, candidate, judged);
  const options = {
    noise,
    minutesTested,
    throughput: await throughputOf({ baseline, candidate, loops }, context),
  };
  const errors = measure(subjects[0]!, 'errorRate', options).judged;
  const checks = [
    ...comparabilityChecks({ baseline, candidate, matching, errors, loops }, request.waivers),
    ...mostSampledCheck(judged.length, matching.matched.length),
  ];

  const rows: MeasuredRow[] = [];
  const progress = new ProgressReport(subjects.length, context.onProgress);
  for (const subject of subjects) {
    // So that an abort can arrive, and others get their turn.
    await new Promise<void>((resolve) => setImmediate(resolve));
    if (signal.aborted) throw cancelledError('The comparison');
    const own = comparedMetrics.map((metric): MeasuredRow => ({
      subject,
      metric,
      measured: measure(subject, metric, options),
      minutesTested,
    }));
    rows.push(...own);
    const shown = own.filter(({ metric }) => asked.has(metric));
    progress.done(shown.map((row) => unadjustedRow(row, checks)));
  }
  return ofMetrics(
    {
      baseline: baseline.map(described),
      candidate: candidate.map(described),
      checks,
      verdicts: verdictRows(rows, checks),
      added: matching.added,
      removed: matching.removed,
    },
    request.metrics,
  );
}

/** What a comparison says when only these metrics are looked at; each of them is judged as before. */
export function ofMetrics(
  compared: Omit<Comparison, 'verdict' | 'sentence'>,
  metrics: readonly ComparedMetric[],
): Comparison {
  const { checks } = compared;
  const verdicts = compared.verdicts.filter(({ metric }) => metrics.includes(metric));
  const failed = new Set(metrics.flatMap((metric) => capping(checks, metric).map(({ name }) => name)));
  return {
    ...compared,
    verdicts,
    verdict: worst(judgeable(verdicts)),
    sentence: overallSentence(verdicts, [...failed]),
  };
}

async function readSide(
  runs: readonly Run[],
  side: ComparedSide,
  percentiles: readonly number[],
  { database, steadyOf, signal }: ComparingContext,
): Promise<ComparedData[]> {
  const out: ComparedData[] = [];
  // One after the other: each takes all threads of the database, and its memory.
  for (const [index, run] of runs.entries()) {
    const window = side.windows[index] ?? 'steady';
    const withTimes = runs.length < MIN_RUNS && percentiles.length > 0;
    out.push(await readRun(database, run, { window, percentiles, withTimes, steadyOf }, signal));
  }
  return out;
}

function runsOf({ runIds }: ComparedSide, runs: readonly Run[]): Run[] {
  if (new Set(runIds).size < runIds.length) {
    throw new AppError('bad-request', 'A side of a comparison names the same run twice.', {
      hint: 'Take each run once per side.',
    });
  }
  return runIds.map((id) => {
    const run = runs.find((candidate) => candidate.id === id);
    if (run !== undefined) return run;
    throw new AppError('not-found', `There is no run ${id} in this workspace.`, {
      hint: 'It may have been removed. Choose another run for this side.',
    });
  });
}

/** With three runs a side, these show themselves how much runs differ. */
async function noiseOf(
  baseline: readonly Run[],
  candidate: readonly Run[],
  percentiles: readonly number[],
  { database, runs, steadyOf, signal }: ComparingContext,
): Promise<HistoryNoise> {
  if (baseline.length >= MIN_RUNS && candidate.length >= MIN_RUNS) return () => null;
  if (percentiles.length === 0) return () => null;
  const history = await historyOf(database, runs, baseline[0]!, candidate);
  return historyNoise(database, history, percentiles, steadyOf, signal);
}

async function loopsOf(runs: readonly Run[], { loopOf, signal }: ComparingContext): Promise<Loop[]> {
  const loops: Loop[] = [];
  for (const run of runs) loops.push(run.granularity === 'aggregated' ? null : await loopOf(run, signal));
  return loops;
}

/** What was offered is only asked for where some loop is open. */
async function throughputOf(
  { baseline, candidate, loops }: Pick<ComparedSides, 'baseline' | 'candidate' | 'loops'>,
  { database, signal }: ComparingContext,
): Promise<ThroughputBasis> {
  if (![...loops.baseline, ...loops.candidate].includes('open')) return { kind: 'rate' };
  const loaded = async (side: readonly ComparedData[], of: readonly Loop[]): Promise<LoadedRun[]> => {
    const runs: LoadedRun[] = [];
    for (const [index, { run, window }] of side.entries()) {
      const offered = await readOfferedLoad(database, run, window.span, signal);
      runs.push({ loop: of[index] ?? null, offered });
    }
    return runs;
  };
  return throughputBasis(await loaded(baseline, loops.baseline), await loaded(candidate, loops.candidate));
}

/** All requests together first, then the transactions that both sides have, by label. */
function subjectsOf(
  request: ComparisonRequest,
  baseline: readonly ComparedData[],
  candidate: readonly ComparedData[],
  matched: readonly MatchedTransaction[],
): Subject[] {
  const seed = [baseline, candidate].map((side) => side.map(({ digest }) => digest).join(',')).join('|');
  const margins = new Map(request.margins.map(({ label, margin }) => [label, margin]));
  const sideOf = (
    name: 'A' | 'B',
    label: string | null,
    runs: readonly ComparedData[],
    ids: readonly (number | null)[] | null,
  ): SubjectSide => ({
    runs: runs.flatMap((data, index): SubjectSide['runs'] => {
      if (ids === null) return [{ data, id: null }];
      const id = ids[index] ?? null;
      return id === null ? [] : [{ data, id }];
    }),
    of: runs.length,
    seed: `${seed}|${JSON.stringify(label)}|${name}`,
  });
  const all: Subject = {
    label: null,
    candidateLabel: null,
    baseline: sideOf('A', null, baseline, null),
    candidate: sideOf('B', null, candidate, null),
    margin: request.margin,
  };
  const byLabel = [...matched].sort((a, b) => (a.label < b.label ? -1 : 1));
  return [
    all,
    ...byLabel.map(({ label, candidateLabel, baselineIds, candidateIds }) => ({
      label,
      candidateLabel,
      baseline: sideOf('A', label, baseline, baselineIds),
      candidate: sideOf('B', label, candidate, candidateIds),
      margin: margins.get(label) ?? request.margin,
    })),
  ];
}

/** Mean length of the windows. */
function minutesOf(runs: readonly ComparedData[]): number {
  const ms = runs.reduce((sum, { window: { span } }) => sum + span.toMs - span.fromMs, 0) / runs.length;
  return ms / 60_000;
}

function described(data: ComparedData): ComparedRun {
  const { run, window } = data;
  const blocks = data.blocks.get(null);
  const counted = blocks?.samples.reduce((sum, n) => sum + n, 0) ?? valuesOf(data, null).count;
  return {
    runId: run.id,
    name: run.name,
    tool: run.tool,
    window: window.span,
    windowIs: window.is,
    samples: data.reported === null ? counted : (data.reported.get(null)?.samples ?? 0),
  };
}

function worst(rows: readonly MetricVerdict[]): Comparison['verdict'] {
  return verdictOrder.find((verdict) => rows.some((row) => row.verdict === verdict)) ?? 'inconclusive';
}

const REPORT_EVERY_MS = 25;

/** Reports each transaction, but several at once where they come faster than a window could show them. */
class ProgressReport {
  private readonly total: number;
  private readonly report: ComparingContext['onProgress'];
  private finished = 0;
  private waiting: MetricVerdict[] = [];
  private lastAt = -Infinity;

  constructor(total: number, report: ComparingContext['onProgress']) {
    this.total = total;
    this.report = report;
  }

  done(verdicts: readonly MetricVerdict[]): void {
    this.finished += 1;
    this.waiting.push(...verdicts);
    const now = performance.now();
    if (this.finished < this.total && now - this.lastAt < REPORT_EVERY_MS) return;
    this.lastAt = now;
    this.report({ done: this.finished, total: this.total, verdicts: this.waiting });
    this.waiting = [];
  }
}
