import type { findingMethods } from '#shared/contract/finding-methods.ts';
import type { EngineHandlers } from '#shared/rpc/server.ts';
import { heapEvidence } from '../findings/heap-evidence.ts';
import { listFindings } from '../findings/list-findings.ts';
import { profileEvidence } from '../findings/profile-evidence.ts';
import { DEFAULT_GATES_YAML } from '../gates/default-gates.ts';
import { readGates } from '../gates/gates-file.ts';
import { storedGates } from '../gates/stored-gates.ts';
import { listTransactions } from '../workspace/catalog.ts';
import type { HandlerContext } from './context.ts';

/** Findings show what the engine's other methods answer. */
export function findingHandlers({
  session,
  answers,
}: HandlerContext): Pick<EngineHandlers, keyof typeof findingMethods> {
  return {
    'findings.list': async (request, { signal }) => {
      const { workspace } = session;
      const { database } = workspace;
      const ask = answers.asking(signal);
      return listFindings(request, {
        ask,
        database,
        run: (runId) => workspace.run(runId),
        transactions: (runId) => listTransactions(database, runId),
        gates: readGates((await storedGates(database)) ?? DEFAULT_GATES_YAML).gates,
        profile: () =>
          profileEvidence(ask, [...(request.profileIds ?? []), ...(request.baselineProfileIds ?? [])], {
            profileIds: request.baselineProfileIds ?? [],
            runIds: request.baseline,
          }),
        heap: () => heapEvidence(ask, request.seriesIds ?? []),
        signal,
      });
    },
  };
}
