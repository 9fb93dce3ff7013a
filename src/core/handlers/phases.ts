import type { diagnosticsMethods } from '#shared/contract/diagnostics-methods.ts';
import type { EngineHandlers } from '#shared/rpc/server.ts';
import { findIncidents } from '../diagnostics/incidents.ts';
import type { HandlerContext } from './context.ts';

type PhaseMethod = Extract<keyof typeof diagnosticsMethods, `phases.${string}` | 'diagnostics.incidents'>;

/** Phases of a run and what was unusual within them. */
export function phaseHandlers({
  session,
  announce,
  phases,
}: HandlerContext): Pick<EngineHandlers, PhaseMethod> {
  return {
    'phases.get': ({ runId }, { signal }) => phases.report(session.workspace, runId, signal),
    'phases.set': async ({ runId, phases: spans }, { signal }) => {
      const { workspace } = session;
      await phases.set(workspace, runId, spans);
      await announce();
      return phases.report(workspace, runId, signal);
    },
    'phases.reset': async ({ runId }, { signal }) => {
      const { workspace } = session;
      await phases.reset(workspace, runId);
      await announce();
      return phases.report(workspace, runId, signal);
    },
    'diagnostics.incidents': async ({ runId }, { signal }) => {
      const { workspace } = session;
      const run = await workspace.run(runId);
      const { phases: spans } = await phases.report(workspace, runId, signal);
      return findIncidents(workspace.database, run, spans, signal);
    },
  };
}
