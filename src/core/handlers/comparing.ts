import type { compareMethods } from '#shared/contract/compare-methods.ts';
import type { Run } from '#shared/model/run.ts';
import type { EngineHandlers } from '#shared/rpc/server.ts';
import { compareRuns } from '../compare/compare-runs.ts';
import { compareDistributions } from '../compare/distributions.ts';
import { loopOf } from '../compare/loop.ts';
import { runTrend } from '../compare/run-trend.ts';
import type { SteadyOf } from '../compare/windows.ts';
import { listRuns } from '../workspace/catalog.ts';
import { removeComparison, saveComparison, savedComparisons } from '../workspace/saved-comparisons.ts';
import type { HandlerContext } from './context.ts';

/** Baseline against candidate, and runs of one history. */
export function comparingHandlers({
  session,
  phases,
  announce,
  emit,
  nowUs,
}: HandlerContext): Pick<EngineHandlers, keyof typeof compareMethods> {
  const database = () => session.workspace.database;
  const steadyOf: SteadyOf = async (run: Run, signal) =>
    (await phases.report(session.workspace, run.id, signal)).steady;
  return {
    'compare.run': async ({ request, token }, { signal }) =>
      compareRuns(request, {
        database: database(),
        runs: await listRuns(database()),
        steadyOf,
        loopOf: (run, aborted) => loopOf(database(), run, aborted),
        onProgress: (progress) => emit('compare.progress', { token, ...progress }),
        signal,
      }),
    'compare.distributions': async ({ baseline, candidate, margin }, { signal }) => {
      const [a, b] = [
        await session.workspace.run(baseline.runId),
        await session.workspace.run(candidate.runId),
      ];
      return compareDistributions(
        database(),
        { ...baseline, run: a },
        { ...candidate, run: b },
        { margin, steadyOf },
        signal,
      );
    },
    'compare.trend': async ({ runIds, label }, { signal }) => {
      const runs: Run[] = [];
      for (const id of runIds) runs.push(await session.workspace.run(id));
      return runTrend(database(), runs, label, steadyOf, signal);
    },

    'comparisons.list': () => savedComparisons(database()),
    'comparisons.save': async (comparison) => {
      const saved = await saveComparison(database(), comparison, nowUs());
      session.workspace.changed();
      await announce();
      return saved;
    },
    'comparisons.remove': async ({ id }) => {
      await removeComparison(database(), id);
      session.workspace.changed();
      await announce();
      return savedComparisons(database());
    },
  };
}
