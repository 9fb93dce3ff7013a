import { resolve } from 'node:path';
import {
  apdexQuestionOf,
  apdexSettingsOf,
  DEFAULT_APDEX_SETTINGS,
  type ApdexSettings,
} from '#shared/model/apdex.ts';
import type { SampleFilter } from '#shared/model/filter.ts';
import type { Run, Transaction } from '#shared/model/run.ts';
import { expandFolders } from '../common/expand-folders.ts';
import type { SummaryOptions } from './arguments.ts';
import { importFiles } from './import-files.ts';
import { readLabelRules } from './label-rules-file.ts';
import type { LocalEngine } from './local-engine.ts';
import { runDocument, type RunDocument, type SummaryDocument } from './summary-document.ts';
import { summaryText } from './summary-text.ts';
import { summaryWindow } from './summary-window.ts';
import { errorLine, type Terminal } from './terminal.ts';
import { exitCodes, UsageError } from './usage.ts';

const MAX_ERROR_GROUPS = 100;
const MAX_REJECT_EXAMPLES = 20;

/** The one workspace among the files is opened; everything else is imported. */
export function workspaceArgument(files: readonly string[]): string | null {
  return files.length === 1 && files[0]!.endsWith('.loadstone') ? resolve(files[0]!) : null;
}

/** @returns the exit code */
export async function runSummary(
  local: LocalEngine,
  options: SummaryOptions,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  const { client } = local;
  let code: number = exitCodes.done;
  let runIds: number[];
  if (workspaceArgument(options.files) !== null) {
    if (options.labelRules !== null)
      throw new UsageError('--label-rules is for files; "loadstone labels" changes those of a workspace.');
    runIds = (await client.call('runs.list', {})).map((run) => run.id);
  } else {
    if (options.labelRules !== null) {
      const rules = [...(await readLabelRules(options.labelRules))];
      await client.call('labels.apply', { rules }, { signal });
    }
    const allowDuplicate = options.workspace === null;
    const { files } = await expandFolders(options.files);
    const imported = await importFiles(local, files, { ...options, allowDuplicate }, terminal, signal);
    for (const { error } of imported) {
      if (error === null) continue;
      terminal.note(errorLine(error, options.verbose));
      code = error.code === 'cancelled' ? exitCodes.cancelled : exitCodes.unreadable;
    }
    // Files of one report are one run already.
    runIds = [...new Set(imported.map(({ runId }) => runId).filter((id) => id !== null))];
    if (options.groupByRun && runIds.length > 1) {
      const { id } = await client.call('runs.merge', { runIds }, { signal });
      runIds = [id];
    }
  }
  const runs = (await client.call('runs.list', {})).filter((run) => runIds.includes(run.id));
  const documents: RunDocument[] = [];
  for (const run of runs) documents.push(await summariseRun(local, run, options, signal));
  if (options.json) {
    const document: SummaryDocument = { schema: 'loadstone/summary/1', runs: documents };
    terminal.print(JSON.stringify(document, null, 2));
  } else {
    for (const document of documents) terminal.print(`${summaryText(document, options.percentiles)}\n`);
  }
  return code;
}

async function summariseRun(
  { client }: LocalEngine,
  run: Run,
  options: SummaryOptions,
  signal: AbortSignal,
): Promise<RunDocument> {
  const call = { signal };
  const transactions = await client.call('runs.transactions', { runId: run.id }, call);
  const steady = options.phase === 'steady' ? await client.call('phases.get', { runId: run.id }, call) : null;
  const window = summaryWindow(run, options, steady);
  const filter: SampleFilter = {
    runId: run.id,
    time: window.time,
    transactions: chosenTransactions(run, transactions, options),
    outcome: options.outcome,
    latency: null,
    conditions: [],
  };
  const apdex = apdexSettingsOf(
    { apdexMode: options.apdexMode ?? undefined, apdexThresholds: options.apdexThresholds ?? undefined },
    await apdexDefaults(options, () => client.call('apdex.settings', {}, call)),
  );
  const summary = await client.call(
    'latency.summary',
    {
      filter,
      percentiles: [...options.percentiles],
      estimator: options.estimator,
      ...apdexQuestionOf(apdex),
      jmeterCompatible: options.jmeterCompatible,
    },
    call,
  );
  const sources = (await client.call('sources.list', {}, call)).filter((source) => source.runId === run.id);
  const rejects = await Promise.all(
    sources.map((source) =>
      client.call('sources.rejects', { sourceId: source.id, offset: 0, limit: MAX_REJECT_EXAMPLES }, call),
    ),
  );
  return runDocument({
    run,
    sources,
    summary,
    apdexMode: apdex.mode,
    errors: await client.call('latency.errors', { filter, limit: MAX_ERROR_GROUPS }, call),
    checks: await client.call('k6.checks', { runId: run.id }, call),
    thresholds: await client.call('k6.thresholds', { runId: run.id }, call),
    metrics: await client.call('k6.metrics', { runId: run.id, percentiles: [...options.percentiles] }, call),
    rejects: rejects.flat().slice(0, MAX_REJECT_EXAMPLES),
    window,
  });
}

/** A T that is given takes the place of all that the workspace says. */
async function apdexDefaults(
  { apdexTMs }: SummaryOptions,
  ofWorkspace: () => Promise<ApdexSettings>,
): Promise<ApdexSettings> {
  return apdexTMs === null ? ofWorkspace() : { ...DEFAULT_APDEX_SETTINGS, tMs: apdexTMs };
}

/** Labels choose among the counted rows, so that a controller and its requests are not counted twice, unless `--kind` says so. */
function chosenTransactions(
  run: Run,
  transactions: readonly Transaction[],
  { label, exclude, kind }: SummaryOptions,
): number[] | null {
  if (label === null && exclude === null && kind === 'counted') return null;
  const matching = transactions.filter(
    (transaction) => (label?.test(transaction.label) ?? true) && !(exclude?.test(transaction.label) ?? false),
  );
  const wanted = kind === 'counted' ? run.countedKind : kind;
  const chosen = wanted === 'all' ? matching : matching.filter((transaction) => transaction.kind === wanted);
  return (chosen.length === 0 && kind === 'counted' ? matching : chosen).map(({ id }) => id);
}
