import type { EngineParams } from '#shared/contract/engine.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { gatesMethods } from '#shared/contract/gates-methods.ts';
import type { GatesDocument } from '#shared/model/gates.ts';
import type { EngineHandlers } from '#shared/rpc/server.ts';
import { DEFAULT_GATES_YAML } from '../gates/default-gates.ts';
import { evaluateGates } from '../gates/evaluate-gates.ts';
import { readGates, type Gates } from '../gates/gates-file.ts';
import { baseValue } from '../gates/quantity.ts';
import { proposeGates } from '../gates/propose-gates.ts';
import { storedGates, storeGates } from '../gates/stored-gates.ts';
import { listBaselines, removeBaseline, setBaseline } from '../workspace/baselines.ts';
import { listTransactions } from '../workspace/catalog.ts';
import type { HandlerContext } from './context.ts';

/** Gates show what the engine's other methods answer. */
export function gatingHandlers({
  session,
  answers,
  announce,
}: HandlerContext): Pick<EngineHandlers, keyof typeof gatesMethods> {
  const database = () => session.workspace.database;

  /** Something of the workspace was changed. */
  async function changed(): Promise<void> {
    session.workspace.changed();
    await announce();
  }
  async function document(): Promise<GatesDocument> {
    const stored = await storedGates(database());
    const yaml = stored ?? DEFAULT_GATES_YAML;
    return documentOf(yaml, stored === null);
  }

  return {
    'gates.document': document,
    'gates.check': ({ yaml }) => documentOf(yaml, yaml === DEFAULT_GATES_YAML),
    'gates.save': async ({ yaml }) => {
      if (yaml !== null) usableGates(yaml);
      await storeGates(database(), yaml);
      await changed();
      return document();
    },
    'gates.evaluate': async ({ runId, baselineRunIds, yaml, comparison }, { signal }) => {
      const { workspace } = session;
      const run = await workspace.run(runId);
      for (const id of baselineRunIds) await workspace.run(id);
      return evaluateGates({
        ask: answers.asking(signal),
        database: workspace.database,
        run,
        transactions: await listTransactions(workspace.database, runId),
        gates: withComparison(usableGates(yaml ?? (await document()).yaml), comparison),
        baselineRunIds,
        signal,
      });
    },
    'gates.propose': async ({ runId, yaml = null }, { signal }) => {
      const { workspace } = session;
      const run = await workspace.run(runId);
      const present = yaml ?? (await storedGates(workspace.database));
      if (present !== null) usableGates(present);
      const transactions = await listTransactions(workspace.database, runId);
      return { yaml: await proposeGates(answers.asking(signal), run, transactions, present) };
    },

    'baselines.list': () => listBaselines(database()),
    'baselines.set': async ({ name, runId }) => {
      await session.workspace.run(runId);
      await setBaseline(database(), name, runId);
      await changed();
      return listBaselines(database());
    },
    'baselines.remove': async ({ name }) => {
      await removeBaseline(database(), name);
      await changed();
      return listBaselines(database());
    },
  };
}

function documentOf(yaml: string, isDefault: boolean): GatesDocument {
  const { gates, problems } = readGates(yaml);
  const expectedPerSec = gates?.expectedLoad == null ? null : baseValue(gates.expectedLoad);
  return { yaml, isDefault, expectedPerSec, problems };
}

/** What was said of this comparison comes before what the rules say of any. */
function withComparison(gates: Gates, own: EngineParams<'gates.evaluate'>['comparison']): Gates {
  if (own === undefined) return gates;
  const { waivers, mapping } = gates.comparison;
  const waived = new Set(own.waivers.map(({ code }) => code));
  const named = new Set(own.mapping.map(({ baseline }) => baseline));
  return {
    ...gates,
    comparison: {
      waivers: [...own.waivers, ...waivers.filter(({ code }) => !waived.has(code))],
      mapping: [...own.mapping, ...mapping.filter(({ baseline }) => !named.has(baseline))],
    },
  };
}

/** @throws {AppError} `bad-request` with the first problem and its place */
function usableGates(yaml: string): Gates {
  const { gates, problems } = readGates(yaml);
  if (gates !== null) return gates;
  const [first] = problems;
  const more = problems.length > 1 ? ` There are ${problems.length - 1} more problems.` : '';
  throw new AppError(
    'bad-request',
    `The gates cannot be used: line ${first?.line ?? 1}, column ${first?.column ?? 1}: ${first?.message ?? 'unknown'}${more}`,
    { hint: 'docs/gates.md describes the file and the language of the rules.' },
  );
}
