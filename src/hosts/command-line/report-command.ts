import { randomUUID } from 'node:crypto';
import { basename, resolve } from 'node:path';
import { withExpectedLoad } from '#core/gates/edit-gates.ts';
import { writeTextFile } from '#core/io/workspace-files.ts';
import { AppError } from '#shared/contract/errors.ts';
import { DEFAULT_MARGIN } from '#shared/model/comparison.ts';
import type { Readiness, ReportFormat, ReportSettings } from '#shared/model/report.ts';
import type { Run } from '#shared/model/run.ts';
import type { EngineClient } from '#shared/rpc/client.ts';
import { readGatesFile } from './gates-rules-file.ts';
import { applyLabelRules, refuseSameRuns } from './import-sides.ts';
import { readLabelMapping } from './label-mapping-file.ts';
import type { LocalEngine } from './local-engine.ts';
import type { ReportOptions } from './report-arguments.ts';
import { importReportSide } from './report-sides.ts';
import type { Terminal } from './terminal.ts';
import { exitCodes, UsageError } from './usage.ts';

/** What `--json` prints about the report that was written. */
export interface ReportWrittenDocument {
  readonly schema: 'loadstone/report-written/1';
  readonly title: string;
  /** The file that was written. */
  readonly out: string;
  readonly format: ReportFormat;
  readonly readiness: Readiness;
  readonly reason: string;
  readonly findings: readonly {
    readonly id: string;
    readonly title: string;
    readonly severity: string;
    readonly status: string;
  }[];
  readonly notMeasured: readonly string[];
  /** Why it is not the format that was asked for. */
  readonly missing: string | null;
}

/** @returns the exit code */
export async function runReport(
  local: LocalEngine,
  options: ReportOptions,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  const { client } = local;
  const chosen =
    options.report === null
      ? await newReport(local, options, terminal, signal)
      : { id: await storedReport(client, options.report), code: exitCodes.done };
  if (chosen.id === null) return chosen.code;
  const { id } = chosen;
  const token = randomUUID();
  const off = client.on('reports.progress', (progress) => {
    if (progress.token === token) terminal.progress(progress.step);
  });
  try {
    const { name } = await client.call('reports.get', { id });
    const said = await client.call('reports.findings', { id, token }, { signal });
    const formats = await client.call('reports.formats', {});
    const missing = formats.find(({ format }) => format === options.outFormat)?.missing ?? null;
    const format = missing === null ? options.outFormat : 'html';
    const out = missing === null ? options.out : options.out.replace(/\.pdf$/iu, '.html');
    const { bytes } = await client.call('reports.export', { id, format, token }, { signal });
    terminal.progress(null);
    await writeTextFile(resolve(out), bytes);
    const document: ReportWrittenDocument = {
      schema: 'loadstone/report-written/1',
      title: name,
      out,
      format,
      readiness: said.readiness,
      reason: said.reason,
      findings: said.findings.map(({ id: findingId, title, severity, status }) => ({
        id: findingId,
        title,
        severity,
        status,
      })),
      notMeasured: said.notMeasured,
      missing,
    };
    terminal.print(options.json ? JSON.stringify(document, null, 2) : writtenText(document));
    if (missing !== null) {
      terminal.note(`loadstone: ${missing} The report was written as HTML instead (${out}).`);
      return exitCodes.unreadable;
    }
    return options.strict ? strictCode(said.readiness) : exitCodes.done;
  } finally {
    off();
    terminal.progress(null);
  }
}

function strictCode(readiness: Readiness): number {
  if (readiness === 'not-ready') return exitCodes.failed;
  return readiness === 'cannot-tell' ? exitCodes.inconclusive : exitCodes.done;
}

function writtenText({ out, reason, findings }: ReportWrittenDocument): string {
  const told = findings.filter(({ status, severity }) => status !== 'dismissed' && severity !== 'info');
  const lines = told.map(
    ({ severity, title, status }) =>
      `  ${severity.padEnd(7)} ${title}${status === 'signed' ? '' : ' (suggested)'}`,
  );
  return [reason, ...lines, `Written: ${out}`].join('\n');
}

async function storedReport(client: EngineClient, name: string): Promise<number> {
  const reports = await client.call('reports.list', {});
  const found = reports.filter((report) => report.name === name);
  const [first, another] = found;
  if (first !== undefined && another === undefined) return first.id;
  const names = reports.map((report) => `"${report.name}"`).join(', ');
  throw new UsageError(
    first === undefined
      ? `There is no report "${name}" in this workspace${names === '' ? '; it has none' : `: ${names}`}.`
      : `There are ${found.length} reports "${name}" in this workspace: give them different names.`,
  );
}

/** Reads the files and makes a report of them; no id when one of them could not be read. */
async function newReport(
  local: LocalEngine,
  options: ReportOptions,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<{ readonly id: number | null; readonly code: number }> {
  const { client } = local;
  const rules = await readGatesFile(options.rules);
  const mapping = options.labelMapping === null ? [] : await readLabelMapping(options.labelMapping);
  await keepGates(client, rules?.yaml ?? null, options);
  await applyLabelRules(local, options);
  const baseline = await importReportSide(local, options.baseline, options, terminal, signal);
  const candidate = await importReportSide(local, options.files, options, terminal, signal);
  // Without one of the files the report would be about something else.
  const unread = Math.max(baseline.code, candidate.code);
  if (unread !== exitCodes.done) return { id: null, code: unread };
  const runs = await client.call('runs.list', {});
  refuseSameRuns(baseline.runIds, candidate.runIds, runs);
  if (candidate.runIds.length + candidate.profileIds.length + candidate.seriesIds.length === 0) {
    throw new AppError('bad-request', 'A report needs results of a load test, profiles, or heap snapshots.', {
      hint: 'Name the files that it is to be about.',
    });
  }
  const { id } = await client.call('reports.create', {
    name:
      options.title ??
      (candidate.runIds.length === 0
        ? basename(options.files[0] ?? 'Report')
        : defaultTitle(runs, candidate.runIds, baseline.runIds)),
    subject: {
      candidate: [...candidate.runIds],
      baseline: [...baseline.runIds],
      profileIds: [...candidate.profileIds],
      baselineProfileIds: [...baseline.profileIds],
      seriesIds: [...candidate.seriesIds],
      comparison: {
        margin: DEFAULT_MARGIN,
        margins: [],
        waivers: [...options.waivers],
        mapping: [...mapping],
      },
    },
    settings: settingsOf(options),
  });
  return { id, code: exitCodes.done };
}

function settingsOf(options: ReportOptions): Partial<ReportSettings> {
  const { author, system, environment, objective, pageSize, locale, everyTransaction } = options;
  return {
    ...(author === null ? {} : { author }),
    ...(system === null ? {} : { systemUnderTest: system }),
    ...(environment === null ? {} : { environment }),
    ...(objective === null ? {} : { objective }),
    ...(pageSize === null ? {} : { pageSize }),
    ...(locale === null ? {} : { locale }),
    ...(everyTransaction ? { everyTransaction } : {}),
  };
}

/** Gates of the command line become those of the workspace: a report and its findings are judged by one set of rules. */
async function keepGates(
  client: EngineClient,
  rules: string | null,
  { expectedLoad }: ReportOptions,
): Promise<void> {
  if (rules === null && expectedLoad === null) return;
  let yaml = rules ?? (await client.call('gates.document', {})).yaml;
  if (expectedLoad !== null) {
    yaml = withExpectedLoad(yaml, expectedLoad);
    const { problems } = await client.call('gates.check', { yaml });
    if (problems.length > 0)
      throw new UsageError(`--expected-load takes a rate such as 150/s or 9000/min, not "${expectedLoad}".`);
  }
  await client.call('gates.save', { yaml });
}

function defaultTitle(
  runs: readonly Run[],
  candidate: readonly number[],
  baseline: readonly number[],
): string {
  const names = (ids: readonly number[]): string => {
    const [first, ...more] = runs.filter(({ id }) => ids.includes(id)).map(({ name }) => name);
    return more.length === 0 ? (first ?? '') : `${first ?? ''} and ${more.length} more`;
  };
  const title = baseline.length === 0 ? names(candidate) : `${names(candidate)} against ${names(baseline)}`;
  return title.length > 280 ? `${title.slice(0, 279)}…` : title;
}
