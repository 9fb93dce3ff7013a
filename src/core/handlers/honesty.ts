import type { diagnosticsMethods } from '#shared/contract/diagnostics-methods.ts';
import type { EngineHandlers } from '#shared/rpc/server.ts';
import { correctedCurve } from '../diagnostics/honesty/corrected-curve.ts';
import { honestyOf } from '../diagnostics/honesty/honesty.ts';
import { percentileIntervals } from '../diagnostics/intervals/percentile-intervals.ts';
import { transactionModes } from '../diagnostics/modes/transaction-modes.ts';
import { listSources, listTransactions } from '../workspace/catalog.ts';
import { storedApdex } from '../workspace/stored-apdex.ts';
import type { HandlerContext } from './context.ts';

type HonestyMethod = Extract<
  keyof typeof diagnosticsMethods,
  'diagnostics.honesty' | 'diagnostics.modes' | 'diagnostics.intervals' | 'diagnostics.corrected'
>;

/** How far the figures of a run can be trusted. */
export function honestyHandlers({ session, loops }: HandlerContext): Pick<EngineHandlers, HonestyMethod> {
  const database = () => session.workspace.database;
  return {
    'diagnostics.honesty': async ({ runId }, { signal }) => {
      const run = await session.workspace.run(runId);
      const sources = (await listSources(database())).filter((source) => source.runId === run.id);
      return honestyOf(database(), run, sources, signal, (_, aborted) =>
        loops.of(session.workspace, run, aborted),
      );
    },
    'diagnostics.modes': async ({ filter }, { signal }) => {
      const run = await session.workspace.run(filter.runId);
      return run.granularity === 'aggregated' ? [] : transactionModes(database(), run, filter, signal);
    },
    'diagnostics.intervals': async ({ filter, percentiles }, { signal }) => {
      const run = await session.workspace.run(filter.runId);
      const transactions = await listTransactions(database(), run.id);
      const apdex = await storedApdex(database());
      return percentileIntervals(database(), run, transactions, { filter, percentiles, apdex }, signal);
    },
    'diagnostics.corrected': async ({ filter, maxPoints }, { signal }) =>
      correctedCurve(database(), await session.workspace.run(filter.runId), { filter, maxPoints }, signal),
  };
}
