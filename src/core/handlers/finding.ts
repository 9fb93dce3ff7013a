import type { findingMethods } from '#shared/contract/finding-methods.ts';
import type { EngineHandlers } from '#shared/rpc/server.ts';
import type { KnownAnswers } from '../findings/asked-once.ts';
import { heapEvidence } from '../findings/heap-evidence.ts';
import { listFindings } from '../findings/list-findings.ts';
import { profileEvidence } from '../findings/profile-evidence.ts';
import { DEFAULT_GATES_YAML } from '../gates/default-gates.ts';
import { readGates } from '../gates/gates-file.ts';
import { storedGates } from '../gates/stored-gates.ts';
import type { AskEngine } from '../gates/run-figures.ts';
import { listTransactions } from '../workspace/catalog.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { HandlerContext } from './context.ts';

/** Answers that are kept for the next list: of some ten runs. */
const MAX_KNOWN = 300;

/**
 * @param handlers those of the whole engine: findings show what its other methods answer. They are asked for when findings
 *   are listed, because they are made after this.
 */
export function findingHandlers(
  { session }: HandlerContext,
  handlers: () => EngineHandlers,
): Pick<EngineHandlers, keyof typeof findingMethods> {
  let known: KnownAnswers = new Map();
  let of: { readonly workspace: Workspace; readonly revision: number } | null = null;
  /** Answers hold until something in the workspace changes. */
  async function knownNow(): Promise<KnownAnswers> {
    const { workspace } = session;
    const { revision } = await workspace.info();
    if (of?.workspace !== workspace || of.revision !== revision || known.size > MAX_KNOWN) {
      of = { workspace, revision };
      known = new Map();
    }
    return known;
  }

  return {
    'findings.list': async (request, { signal }) => {
      const { workspace } = session;
      const { database } = workspace;
      // A signal of its own for every question: each query listens to it, and several run at once.
      const ask: AskEngine = async (method, params) =>
        handlers()[method](params, { signal: AbortSignal.any([signal]) });
      return listFindings(request, {
        ask,
        known: await knownNow(),
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
