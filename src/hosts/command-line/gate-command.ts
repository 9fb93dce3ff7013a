import { withExpectedLoad, withPhase } from '#core/gates/edit-gates.ts';
import type { EngineClient } from '#shared/rpc/client.ts';
import type { Source } from '#shared/model/run.ts';
import type { GateOptions } from './gate-arguments.ts';
import { gatedRun, worstOf, type GateDocument, type GatedRunDocument } from './gate-document.ts';
import { gateJunit } from './gate-junit.ts';
import { readGatesFile, type GatesFileText } from './gates-rules-file.ts';
import { gateText } from './gate-text.ts';
import { applyLabelRules, importSide, refuseSameRuns } from './import-sides.ts';
import type { LocalEngine } from './local-engine.ts';
import { writeReport } from './output-file.ts';
import { gateMarkdown } from './pull-request-summary.ts';
import type { Terminal } from './terminal.ts';
import { writeUnjudged } from './unjudged.ts';
import { exitCodes, UsageError } from './usage.ts';

/** @returns the exit code */
export async function runGate(
  local: LocalEngine,
  options: GateOptions,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  const { client } = local;
  const rules = await readGatesFile(options.rules);
  const yaml = await gatesText(client, rules, options);
  await applyLabelRules(local, options);
  const baseline = await importSide(local, options.baseline, options, terminal, signal);
  const judged = await importSide(local, options.files, options, terminal, signal);
  const unread = Math.max(baseline.code, judged.code);
  if (unread !== exitCodes.done) {
    await writeUnjudged('gate', options, [...baseline.problems, ...judged.problems]);
    return unread;
  }
  const runs = await client.call('runs.list', {});
  refuseSameRuns(baseline.runIds, judged.runIds, runs);
  if (options.propose) return propose(client, judged.runIds, rules, terminal, signal);
  const documents: GatedRunDocument[] = [];
  for (const run of runs.filter(({ id }) => judged.runIds.includes(id))) {
    terminal.progress(`Judging ${run.name}`);
    const params = { runId: run.id, baselineRunIds: [...baseline.runIds], yaml };
    documents.push(gatedRun(run, await client.call('gates.evaluate', params, { signal })));
  }
  terminal.progress(null);
  const read = new Set<number | null>([...baseline.runIds, ...judged.runIds]);
  const document: GateDocument = {
    schema: 'loadstone/gate/1',
    rules: rules?.path ?? null,
    baseline: runs.filter(({ id }) => baseline.runIds.includes(id)).map(({ name }) => name),
    runs: documents,
    outcome: worstOf(documents),
    warnings: warningsOf((await client.call('sources.list', {})).filter(({ runId }) => read.has(runId))),
  };
  await writeReport(options.markdown, () => gateMarkdown(document));
  await writeReport(options.junit, () => gateJunit(document, options.strict));
  terminal.print(options.json ? JSON.stringify(document, null, 2) : gateText(document));
  if (document.outcome === 'failed') return exitCodes.failed;
  return options.strict && document.outcome === 'cannot-tell' ? exitCodes.inconclusive : exitCodes.done;
}

/** The gates with what the command line says instead of them; null: those of the workspace as they are. */
async function gatesText(
  client: EngineClient,
  rules: GatesFileText | null,
  { expectedLoad, phase }: GateOptions,
): Promise<string> {
  let { yaml } = rules ?? (await client.call('gates.document', {}));
  if (expectedLoad !== null) {
    yaml = withExpectedLoad(yaml, expectedLoad);
    const { problems } = await client.call('gates.check', { yaml });
    if (problems.length > 0)
      throw new UsageError(`--expected-load takes a rate such as 150/s or 9000/min, not "${expectedLoad}".`);
  }
  return phase === null ? yaml : withPhase(yaml, phase);
}

async function propose(
  client: EngineClient,
  runIds: readonly number[],
  rules: GatesFileText | null,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  const [runId, ...more] = runIds;
  if (runId === undefined || more.length > 0)
    throw new UsageError('--propose takes one run: one file, or several with --group-by-run.');
  const { yaml } = await client.call('gates.propose', { runId, yaml: rules?.yaml ?? null }, { signal });
  terminal.print(yaml.trimEnd());
  return exitCodes.done;
}

function warningsOf(sources: readonly Source[]): GateDocument['warnings'] {
  return sources.flatMap(({ name, warnings, rejectedRows }) => [
    ...warnings.map(({ code, message }) => ({ code, message: `${name}: ${message}` })),
    ...(rejectedRows === 0
      ? []
      : [{ code: 'rejected-rows', message: `${name}: ${rejectedRows} rows could not be read.` }]),
  ]);
}
