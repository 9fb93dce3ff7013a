import type { capacityMethods } from '#shared/contract/capacity-methods.ts';
import type { EngineHandlers } from '#shared/rpc/server.ts';
import { capacityOf } from '../capacity/capacity.ts';
import { soakReport, soakSpan } from '../soak/soak-report.ts';
import { soakSeries } from '../soak/soak-series.ts';
import { listTransactions } from '../workspace/catalog.ts';
import type { HandlerContext } from './context.ts';

/** What load a system takes, and what long load does to it. */
export function capacityHandlers({
  session,
  phases,
}: HandlerContext): Pick<EngineHandlers, keyof typeof capacityMethods> {
  return {
    'capacity.get': async ({ runId, gain }, { signal }) => {
      const { workspace } = session;
      const run = await workspace.run(runId);
      const series = await phases.load(workspace, run, signal);
      return capacityOf(workspace.database, run, series, { gain }, signal);
    },
    'soak.get': async ({ runId, span }, { signal }) => {
      const { workspace } = session;
      const run = await workspace.run(runId);
      const chosen = span ?? soakSpan(await phases.report(workspace, runId, signal));
      return soakReport(
        workspace.database,
        run,
        await listTransactions(workspace.database, runId),
        chosen,
        signal,
      );
    },
    'soak.series': async ({ runId, span, trend }, { signal }) => {
      const { workspace } = session;
      return soakSeries(workspace.database, await workspace.run(runId), { span, trend }, signal);
    },
  };
}
