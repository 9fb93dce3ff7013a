import type { compareMethods, DistributionSideParams } from '#shared/contract/compare-methods.ts';
import { comparedMetrics, type Comparison, type ComparisonProgress } from '#shared/model/comparison.ts';
import type { Run } from '#shared/model/run.ts';
import type { EngineHandlers } from '#shared/rpc/server.ts';
import { compareRuns, ofMetrics } from '../compare/compare-runs.ts';
import { sideByLabel, type DistributionSide } from '../compare/distribution-side.ts';
import { compareDistributions, sideCurve } from '../compare/distributions.ts';
import { loopFrom } from '../compare/loop.ts';
import { runTrend } from '../compare/run-trend.ts';
import type { SteadyOf } from '../compare/windows.ts';
import { questionKey } from '../sharing/question-key.ts';
import { SharedAnswers } from '../sharing/shared-answers.ts';
import { listRuns } from '../workspace/catalog.ts';
import { removeComparison, saveComparison, savedComparisons } from '../workspace/saved-comparisons.ts';
import type { HandlerContext } from './context.ts';

/** A few: the one on screen, the one before it, those of findings and gates. */
const KEPT_COMPARISONS = 4;

/** Baseline against candidate, and runs of one history. */
export function comparingHandlers({
  session,
  phases,
  loops,
  announce,
  emit,
  nowUs,
}: HandlerContext): Pick<EngineHandlers, keyof typeof compareMethods> {
  const database = () => session.workspace.database;
  const steadyOf: SteadyOf = async (run: Run, signal) =>
    (await phases.report(session.workspace, run.id, signal)).steady;
  const distributionSide = async (params: DistributionSideParams): Promise<DistributionSide> => {
    if ('runId' in params) {
      const { runId, ...rest } = params;
      return [{ ...rest, run: await session.workspace.run(runId) }];
    }
    const runs = [];
    for (const { runId, window } of params.runs)
      runs.push({ run: await session.workspace.run(runId), window });
    return sideByLabel(database(), runs, params.label);
  };
  /** The screen, gates, findings and the report ask for the same comparison. */
  const comparisons = new SharedAnswers<Comparison, Omit<ComparisonProgress, 'token'>>(
    KEPT_COMPARISONS,
    'The comparison',
  );
  return {
    'compare.run': async ({ request, token }, { signal }) => {
      const { path, figuresRevision } = session.workspace;
      // Which metrics are shown changes no verdict: whoever asks for others waits for the same work.
      const whole = { ...request, metrics: [...comparedMetrics] };
      const shown = new Set(request.metrics);
      const comparison = await comparisons.get(
        questionKey([path, figuresRevision, whole]),
        async (aborted, tell) =>
          compareRuns(whole, {
            database: database(),
            runs: await listRuns(database()),
            steadyOf,
            loopOf: async (run, whenAborted) =>
              loopFrom(run, await loops.of(session.workspace, run, whenAborted)),
            onProgress: tell,
            signal: aborted,
          }),
        signal,
        ({ verdicts, ...progress }) =>
          emit('compare.progress', {
            token,
            ...progress,
            verdicts: verdicts.filter(({ metric }) => shown.has(metric)),
          }),
      );
      return ofMetrics(comparison, request.metrics);
    },
    'compare.distributions': async ({ baseline, candidate, margin }, { signal }) =>
      compareDistributions(
        database(),
        await distributionSide(baseline),
        await distributionSide(candidate),
        { margin, steadyOf },
        signal,
      ),
    'compare.curve': async ({ side, maxPoints }, { signal }) =>
      sideCurve(database(), await distributionSide(side), maxPoints, steadyOf, signal),
    'compare.trend': async ({ runIds, label }, { signal }) => {
      const runs: Run[] = [];
      for (const id of runIds) runs.push(await session.workspace.run(id));
      return runTrend(database(), runs, label, steadyOf, signal);
    },

    'comparisons.list': () => savedComparisons(database()),
    'comparisons.save': async (comparison) => {
      const saved = await saveComparison(database(), comparison, nowUs());
      session.workspace.changed('lists');
      await announce();
      return saved;
    },
    'comparisons.remove': async ({ id }) => {
      await removeComparison(database(), id);
      session.workspace.changed('lists');
      await announce();
      return savedComparisons(database());
    },
  };
}
