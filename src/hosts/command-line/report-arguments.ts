import { extname } from 'node:path';
import { pageSizes, type PageSize, type ReportFormat } from '#shared/model/report.ts';
import { waiver } from './compare-arguments.ts';
import { commonSideOptions, parseSides, sideOptions, type SideOptions } from './side-arguments.ts';
import { UsageError } from './usage.ts';

export interface ReportOptions extends SideOptions {
  readonly files: readonly string[];
  readonly baseline: readonly string[];
  /** Name of a report of the workspace; null: a new one of the files. */
  readonly report: string | null;
  readonly out: string;
  readonly outFormat: ReportFormat;
  readonly rules: string | null;
  readonly expectedLoad: string | null;
  readonly waivers: readonly { readonly code: string; readonly reason: string }[];
  readonly labelMapping: string | null;
  readonly title: string | null;
  readonly author: string | null;
  readonly system: string | null;
  readonly environment: string | null;
  readonly objective: string | null;
  readonly pageSize: PageSize | null;
  readonly locale: string | null;
  /** Pages for each transaction. */
  readonly everyTransaction: boolean;
}

const report = {
  ...sideOptions,
  baseline: { type: 'string', multiple: true },
  report: { type: 'string' },
  out: { type: 'string' },
  rules: { type: 'string' },
  'expected-load': { type: 'string' },
  waive: { type: 'string', multiple: true },
  mapping: { type: 'string' },
  title: { type: 'string' },
  author: { type: 'string' },
  system: { type: 'string' },
  environment: { type: 'string' },
  objective: { type: 'string' },
  'page-size': { type: 'string' },
  locale: { type: 'string' },
  'every-transaction': { type: 'boolean' },
} as const;

const FORMATS: Readonly<Record<string, ReportFormat>> = {
  '.pdf': 'pdf',
  '.html': 'html',
  '.htm': 'html',
  '.md': 'markdown',
  '.markdown': 'markdown',
  '.json': 'json',
};

/**
 * @returns null for a question for help
 * @throws {UsageError}
 */
export function reportArguments(args: readonly string[]): ReportOptions | null {
  const parsed = parseSides(args, report, ['baseline']);
  if (parsed.flag('help')) return null;
  const common = commonSideOptions(parsed);
  const name = parsed.text('report') ?? null;
  const baseline = parsed.texts('baseline');
  checkSubject(name, parsed.files, baseline, common.workspace);
  const out = parsed.text('out');
  if (out === undefined || out === '')
    throw new UsageError('report needs --out: a file that ends in .pdf, .html, .md or .json.');
  const outFormat = FORMATS[extname(out).toLowerCase()];
  if (outFormat === undefined)
    throw new UsageError(`--out takes a file that ends in .pdf, .html, .md or .json, not "${out}".`);
  return {
    ...common,
    files: parsed.files,
    baseline,
    report: name,
    out,
    outFormat,
    rules: parsed.text('rules') ?? null,
    expectedLoad: parsed.text('expected-load') ?? null,
    waivers: parsed.texts('waive').map(waiver),
    labelMapping: parsed.text('mapping') ?? null,
    title: parsed.text('title') ?? null,
    author: parsed.text('author') ?? null,
    system: parsed.text('system') ?? null,
    environment: parsed.text('environment') ?? null,
    objective: parsed.text('objective') ?? null,
    pageSize: pageSizeOf(parsed.text('page-size')),
    locale: localeOf(parsed.text('locale')),
    everyTransaction: parsed.flag('every-transaction'),
  };
}

function checkSubject(
  report: string | null,
  files: readonly string[],
  baseline: readonly string[],
  workspace: string | null,
): void {
  if (report !== null) {
    if (workspace === null) throw new UsageError('--report names a report of a workspace: give --workspace.');
    if (files.length + baseline.length > 0)
      throw new UsageError('--report takes no files: it is about the runs that were chosen for it.');
    return;
  }
  if (files.length > 0) return;
  throw new UsageError(
    baseline.length > 1
      ? 'report needs at least one file, before --baseline: all files behind it are baselines.'
      : 'report needs at least one file.',
  );
}

function pageSizeOf(text: string | undefined): PageSize | null {
  if (text === undefined) return null;
  const found = pageSizes.find((size) => size.toLowerCase() === text.toLowerCase());
  if (found === undefined) throw new UsageError(`--page-size takes a4 or letter, not "${text}".`);
  return found;
}

function localeOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  try {
    if (Intl.NumberFormat.supportedLocalesOf(text).length > 0) return text;
  } catch {
    // Not even the form of a language tag.
  }
  throw new UsageError(`--locale takes a language tag such as en-GB or de-DE, not "${text}".`);
}
