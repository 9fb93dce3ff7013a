import type { EngineMethod, EngineParams, EngineResult } from '#shared/contract/engine.ts';
import { AppError, cancelledError } from '#shared/contract/errors.ts';
import { comparedMetrics } from '#shared/model/comparison.ts';
import { wholeRun, type TimeSpan } from '#shared/model/filter.ts';
import type { LatencyCurve, LatencySeries } from '#shared/model/latency.ts';
import { isOfNothing, type ReportSubject } from '#shared/model/report.ts';
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

/** Lines over time and the curve of one transaction. */
export interface ShownLines {
  readonly series: LatencySeries;
  readonly curve: LatencyCurve;
}

/**
 * What `latency.series` (of the whole run) and `latency.curve` (of the window) answer for each of some transactions, read
 * together: a question for each of a hundred would read the run as often.
 */
export type ReadLines = (request: {
  readonly runId: number;
  readonly transactions: readonly number[];
  readonly window: TimeSpan | null;
  readonly percentiles: readonly number[];
  readonly maxBuckets: number;
  readonly maxPoints: number;
}) => Promise<ReadonlyMap<number, ShownLines>>;

export interface GatherContext {
  readonly ask: AskEngine;
  readonly lines: ReadLines;
  readonly version: string;
  readonly nowUs: number;
  readonly signal: AbortSignal;
  readonly progress: (step: GatherStep) => void;
}

/** What is asked for next, and how much of everything is done. */
export interface GatherStep {
  readonly step: string;
  readonly done: number;
  readonly total: number;
}

const MAX_BUCKETS = 160;
const MAX_CURVE_POINTS = 400;
const MAX_ERRORS = 200;

/**
 * Asks the engine for everything that a report says. Two questions at a time: one keeps the threads of the database busy
 * while this thread resamples for the other.
 * @throws {AppError} `bad-request` for a subject of nothing that is there, `cancelled`, and what the methods throw
 */
export async function gatherReport(
  subject: ReportSubject,
  context: GatherContext,
): Promise<Omit<ReportData, 'details'>> {
  const { ask } = context;
  const runs = await ask('runs.list', {});
  const candidate = chosenRuns(subject.candidate, runs);
  // What nothing is held against is not shown.
  const baseline = candidate.length === 0 ? [] : chosenRuns(subject.baseline, runs);
  if (isOfNothing({ ...subject, candidate: candidate.map(({ id }) => id) })) {
    throw new AppError('bad-request', 'What this report is about is not in the workspace any more.', {
      hint: 'Choose runs, profiles or heap snapshots in its settings.',
    });
  }
  const steps = new Steps(
    context,
    candidate.length * 2 + baseline.length + subject.seriesIds.length + (baseline.length > 0 ? 3 : 2),
  );
  const [judged, looked] = await Promise.all([
    gatherJudgement(subject, candidate, baseline, ask, steps),
    gatherFigures(subject, candidate, baseline, ask, steps),
  ]);
  const findingCurves = await gatherFindingCurves(ask, judged.found.findings, looked.runs);
  return {
    workspace: (await ask('workspace.info', {})).name,
    version: context.version,
    printedAtUs: context.nowUs,
    ...judged,
    ...looked,
    sources: await usedSources(ask, looked),
    findingCurves,
  };
}

/** What is concluded: the comparison, the gates that judge by it, and the findings that tell of both. */
async function gatherJudgement(
  { comparison: set, profileIds, baselineProfileIds, seriesIds }: ReportSubject,
  candidate: readonly Run[],
  baseline: readonly Run[],
  ask: AskEngine,
  steps: Steps,
): Promise<Pick<ReportData, 'comparison' | 'gates' | 'found'>> {
  const { waivers, mapping, margin, margins } = set;
  const ids = (runs: readonly Run[]): number[] => runs.map(({ id }) => id);
  const side = (of: readonly Run[]) => ({ runIds: ids(of), windows: of.map(() => 'steady' as const) });
  const comparison =
    baseline.length === 0
      ? null
      : await steps.doing('Comparing', () =>
          ask('compare.run', {
            request: {
              baseline: side(baseline),
              candidate: side(candidate),
              ...set,
              metrics: [...comparedMetrics],
            },
            token: '',
          }),
        );
  const gates: ReportData['gates'][number][] = [];
  for (const { id, name } of candidate) {
    const params = { runId: id, baselineRunIds: ids(baseline), yaml: null, comparison: { waivers, mapping } };
    gates.push(await steps.doing(`Judging ${name}`, () => ask('gates.evaluate', params)));
  }
  const found = await steps.doing('Looking for findings', () =>
    ask('findings.list', {
      candidate: ids(candidate),
      baseline: ids(baseline),
      profileIds,
      baselineProfileIds,
      seriesIds,
      comparison: { waivers, mapping, margin, margins },
    }),
  );
  return { comparison, gates, found };
}

/** What is shown: figures and lines of the runs, profiles, heap snapshots. */
async function gatherFigures(
  subject: ReportSubject,
  candidate: readonly Run[],
  baseline: readonly Run[],
  ask: AskEngine,
  steps: Steps,
): Promise<Pick<ReportData, 'runs' | 'profiles' | 'profileDifference' | 'profileInfos' | 'heap'>> {
  const runs: RunFacts[] = [];
  for (const [side, ofSide] of [
    ['baseline', baseline],
    ['candidate', candidate],
  ] as const) {
    for (const [place, run] of ofSide.entries()) {
      const detailed = place < MAX_DETAILED_RUNS;
      runs.push(await steps.doing(`Reading ${run.name}`, () => runFacts(ask, side, run, detailed)));
    }
  }
  const profiles = await steps.doing('Reading profiles', () => gatherProfiles(ask, subject));
  const heap: HeapFacts[] = [];
  const series = subject.seriesIds.length === 0 ? [] : await ask('series.list', {});
  for (const each of series.filter(({ id }) => subject.seriesIds.includes(id))) {
    const growth = await steps.doing(`Reading ${each.name}`, () => ask('heap.growth', { seriesId: each.id }));
    heap.push({ series: each, growth });
  }
  return { runs, ...profiles, heap };
}

async function usedSources(
  ask: AskEngine,
  { runs, profileInfos, heap }: Pick<ReportData, 'runs' | 'profileInfos' | 'heap'>,
): Promise<ReportData['sources']> {
  const used = new Set(runs.flatMap(({ run }) => run.sourceIds));
  for (const { sourceId } of profileInfos) used.add(sourceId);
  if (heap.length > 0) {
    const ofSeries = heap.flatMap(({ growth }) => growth.snapshots.map((each) => each.snapshotId));
    const snapshotIds = new Set(ofSeries);
    for (const snapshot of await ask('snapshots.list', {}))
      if (snapshotIds.has(snapshot.id)) used.add(snapshot.sourceId);
  }
  return (await ask('sources.list', {})).filter(({ id }) => used.has(id));
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

/** Tells each step before it begins, and hears a cancel between two of them. */
class Steps {
  private readonly context: GatherContext;
  private readonly total: number;
  private done = 0;

  constructor(context: GatherContext, total: number) {
    this.context = context;
    this.total = total;
  }

  async doing<T>(step: string, act: () => Promise<T>): Promise<T> {
    const { signal, progress } = this.context;
    if (signal.aborted) throw cancelledError('The report');
    progress({ step, done: Math.min(this.done, this.total), total: this.total });
    const result = await act();
    this.done += 1;
    return result;
  }
}
