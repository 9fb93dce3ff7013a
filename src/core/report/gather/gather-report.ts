import type { EngineMethod, EngineParams, EngineResult } from '#shared/contract/engine.ts';
import { AppError, cancelledError } from '#shared/contract/errors.ts';
import { comparedMetrics, type Comparison, type ComparisonRequest } from '#shared/model/comparison.ts';
import { wholeRun } from '#shared/model/filter.ts';
import type { ReportSubject } from '#shared/model/report.ts';
import type { Run } from '#shared/model/run.ts';
import { DEFAULT_APDEX_T_MS } from '#shared/model/statistics.ts';
import { gatherFindingCurves } from './gather-finding-curves.ts';
import { gatherProfiles } from './gather-profiles.ts';
import {
  MAX_DETAILED_RUNS,
  REPORT_PERCENTILES,
  type HeapFacts,
  type ReportData,
  type RunDetail,
  type RunFacts,
} from './report-data.ts';

/** The engine's own methods: a report says the same as every screen. */
export type AskEngine = <M extends EngineMethod>(
  method: M,
  params: EngineParams<M>,
) => Promise<EngineResult<M>>;

export interface GatherContext {
  readonly ask: AskEngine;
  readonly version: string;
  readonly nowUs: number;
  readonly signal: AbortSignal;
  /** What is asked for next, and how much of everything is done. */
  readonly progress: (step: string, done: number, total: number) => void;
}

const MAX_BUCKETS = 160;
const MAX_CURVE_POINTS = 400;
const MAX_ERRORS = 200;

/**
 * Asks the engine for everything that a report says, one question after the other.
 * @throws {AppError} `bad-request` for a subject without runs, `cancelled`, and what the methods throw
 */
export async function gatherReport(subject: ReportSubject, context: GatherContext): Promise<ReportData> {
  const { ask } = context;
  const runs = await ask('runs.list', {});
  const candidate = chosenRuns(subject.candidate, runs);
  const baseline = chosenRuns(subject.baseline, runs);
  if (candidate.length === 0) {
    throw new AppError('bad-request', 'The runs of this report are not in the workspace any more.', {
      hint: 'Choose the runs that it is about in its settings.',
    });
  }
  const steps = new Steps(context, candidate.length * 2 + baseline.length + subject.seriesIds.length + 3);
  const facts: RunFacts[] = [];
  for (const [side, ofSide] of [
    ['baseline', baseline],
    ['candidate', candidate],
  ] as const) {
    for (const [place, run] of ofSide.entries()) {
      steps.next(`Reading ${run.name}`);
      facts.push(await runFacts(ask, side, run, place < MAX_DETAILED_RUNS));
    }
  }
  const { waivers, mapping, margin, margins } = subject.comparison;
  let comparison: Comparison | null = null;
  if (baseline.length > 0) {
    steps.next('Comparing');
    comparison = await ask('compare.run', { request: comparisonRequest(subject, facts), token: '' });
  }
  const gates: ReportData['gates'][number][] = [];
  for (const run of candidate) {
    steps.next(`Judging ${run.name}`);
    gates.push(
      await ask('gates.evaluate', {
        runId: run.id,
        baselineRunIds: baseline.map(({ id }) => id),
        yaml: null,
        comparison: { waivers, mapping },
      }),
    );
  }
  steps.next('Looking for findings');
  const found = await ask('findings.list', {
    candidate: candidate.map(({ id }) => id),
    baseline: baseline.map(({ id }) => id),
    profileIds: subject.profileIds,
    baselineProfileIds: subject.baselineProfileIds,
    seriesIds: subject.seriesIds,
    comparison: { waivers, mapping, margin, margins },
  });
  const findingCurves = await gatherFindingCurves(ask, found.findings, facts);
  steps.next('Reading profiles');
  const profiles = await gatherProfiles(ask, subject);
  const heap: HeapFacts[] = [];
  const series = subject.seriesIds.length === 0 ? [] : await ask('series.list', {});
  for (const each of series.filter(({ id }) => subject.seriesIds.includes(id))) {
    steps.next(`Reading ${each.name}`);
    heap.push({ series: each, growth: await ask('heap.growth', { seriesId: each.id }) });
  }
  const used = new Set(facts.flatMap(({ run }) => run.sourceIds));
  for (const { sourceId } of profiles.profileInfos) used.add(sourceId);
  if (heap.length > 0) {
    const snapshotIds = new Set(
      heap.flatMap(({ growth }) => growth.snapshots.map((each) => each.snapshotId)),
    );
    for (const snapshot of await ask('snapshots.list', {}))
      if (snapshotIds.has(snapshot.id)) used.add(snapshot.sourceId);
  }
  const sources = (await ask('sources.list', {})).filter(({ id }) => used.has(id));
  return {
    workspace: (await ask('workspace.info', {})).name,
    version: context.version,
    printedAtUs: context.nowUs,
    runs: facts,
    sources,
    gates,
    comparison,
    found,
    findingCurves,
    ...profiles,
    heap,
  };
}

/** The comparison of a report: over the steady phases, where there are some. */
function comparisonRequest(subject: ReportSubject, facts: readonly RunFacts[]): ComparisonRequest {
  const side = (name: RunFacts['side']): ComparisonRequest['baseline'] => {
    const runs = facts.filter((each) => each.side === name);
    return {
      runIds: runs.map(({ run }) => run.id),
      windows: runs.map(({ window }) => (window === null ? 'all' : 'steady')),
    };
  };
  const { margin, margins, waivers, mapping } = subject.comparison;
  return {
    baseline: side('baseline'),
    candidate: side('candidate'),
    margin,
    margins,
    waivers,
    mapping,
    metrics: [...comparedMetrics],
  };
}

async function runFacts(
  ask: AskEngine,
  side: RunFacts['side'],
  run: Run,
  detailed: boolean,
): Promise<RunFacts> {
  const isReport = run.granularity === 'aggregated';
  const phases = isReport ? null : await ask('phases.get', { runId: run.id });
  const window = phases?.steady ?? null;
  const filter = { ...wholeRun(run.id), time: window };
  return {
    side,
    run,
    phases,
    window,
    summary: await ask('latency.summary', {
      filter,
      percentiles: [...REPORT_PERCENTILES],
      estimator: 'type7',
      apdexTMs: DEFAULT_APDEX_T_MS,
      jmeterCompatible: false,
    }),
    honesty: await ask('diagnostics.honesty', { runId: run.id }),
    detail: detailed ? await runDetail(ask, run, filter) : null,
  };
}

async function runDetail(ask: AskEngine, run: Run, filter: ReturnType<typeof wholeRun>): Promise<RunDetail> {
  return {
    capacity: run.granularity === 'aggregated' ? null : await ask('capacity.get', { runId: run.id }),
    series: await ask('latency.series', {
      filter: wholeRun(run.id),
      percentiles: [...REPORT_PERCENTILES],
      maxBuckets: MAX_BUCKETS,
    }),
    curve: await ask('latency.curve', { filter, maxPoints: MAX_CURVE_POINTS }),
    errors: await ask('latency.errors', { filter: wholeRun(run.id), limit: MAX_ERRORS }),
    checks: await ask('k6.checks', { runId: run.id }),
    thresholds: await ask('k6.thresholds', { runId: run.id }),
  };
}

/** In the order of the subject; those that are gone are left out. */
function chosenRuns(ids: readonly number[], runs: readonly Run[]): Run[] {
  return ids.flatMap((id) => runs.find((run) => run.id === id) ?? []);
}

/** Tells the step before it begins, and hears a cancel between two of them. */
class Steps {
  private readonly context: GatherContext;
  private readonly total: number;
  private done = 0;

  constructor(context: GatherContext, total: number) {
    this.context = context;
    this.total = total;
  }

  next(step: string): void {
    if (this.context.signal.aborted) throw cancelledError('The report');
    this.context.progress(step, Math.min(this.done, this.total), this.total);
    this.done += 1;
  }
}
