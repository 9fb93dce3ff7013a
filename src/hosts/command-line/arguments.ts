import { parseArgs } from 'node:util';
import {
  estimators,
  DEFAULT_APDEX_T_MS,
  DEFAULT_PERCENTILES,
  type Estimator,
} from '#shared/model/statistics.ts';
import type { ColumnMapping } from '#shared/model/column-mapping.ts';
import { outcomes, type Outcome } from '#shared/model/filter.ts';
import { transactionKinds } from '#shared/model/run.ts';
import { parseMapping } from './mapping-option.ts';
import { UsageError } from './usage.ts';

export interface CommonOptions {
  readonly json: boolean;
  readonly verbose: boolean;
  readonly memoryLimitBytes: number | undefined;
  readonly threads: number | undefined;
}

/** `counted`: what headline figures count, so that nothing is counted twice. */
export const chosenKinds = ['counted', 'all', ...transactionKinds] as const;
export type ChosenKind = (typeof chosenKinds)[number];

export interface SummaryOptions extends CommonOptions {
  readonly files: readonly string[];
  readonly workspace: string | null;
  readonly percentiles: readonly number[];
  readonly from: string | null;
  readonly to: string | null;
  readonly label: RegExp | null;
  readonly exclude: RegExp | null;
  readonly outcome: Outcome;
  readonly kind: ChosenKind;
  /** All files are one run. */
  readonly groupByRun: boolean;
  readonly apdexTMs: number;
  readonly jmeterCompatible: boolean;
  readonly estimator: Estimator;
  readonly format: string | null;
  readonly timeZone: string | undefined;
  /** What the columns of a plain table mean. */
  readonly mapping: ColumnMapping | undefined;
  /** A file of label rules, or `builtin`. */
  readonly labelRules: string | null;
}

export interface LabelsOptions extends CommonOptions {
  readonly workspace: string;
  readonly act: 'show' | 'preview' | 'apply' | 'clear' | 'export';
  /** A file, or `builtin`; null: those of the workspace. */
  readonly rules: string | null;
}

export type Command =
  | { readonly name: 'help' }
  | { readonly name: 'version' }
  | ({ readonly name: 'detect'; readonly files: readonly string[] } & CommonOptions)
  | ({ readonly name: 'summary' } & SummaryOptions)
  | ({ readonly name: 'labels' } & LabelsOptions)
  | ({ readonly name: 'sql'; readonly workspace: string; readonly sql: string } & CommonOptions);

const common = {
  json: { type: 'boolean' },
  verbose: { type: 'boolean' },
  memory: { type: 'string' },
  threads: { type: 'string' },
  help: { type: 'boolean' },
  version: { type: 'boolean' },
} as const;

const summary = {
  ...common,
  workspace: { type: 'string' },
  percentiles: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  label: { type: 'string' },
  exclude: { type: 'string' },
  outcome: { type: 'string' },
  kind: { type: 'string' },
  'group-by-run': { type: 'boolean' },
  apdex: { type: 'string' },
  'jmeter-compatible': { type: 'boolean' },
  estimator: { type: 'string' },
  format: { type: 'string' },
  timezone: { type: 'string' },
  map: { type: 'string' },
  'label-rules': { type: 'string' },
} as const;

const labels = {
  ...common,
  rules: { type: 'string' },
  preview: { type: 'boolean' },
  clear: { type: 'boolean' },
  export: { type: 'boolean' },
} as const;

/** @throws {UsageError} */
export function parseCommand(args: readonly string[]): Command {
  const [name, ...rest] = args;
  switch (name) {
    case undefined:
    case 'help':
    case '--help':
    case '-h':
      return { name: 'help' };
    case '--version':
    case '-V':
      return { name: 'version' };
    case 'detect': {
      const { values, positionals } = parse(rest, common);
      if (values.help === true) return { name: 'help' };
      return { name, files: someFiles(positionals, name), ...commonOptions(values) };
    }
    case 'summary': {
      const { values, positionals } = parse(rest, summary);
      if (values.help === true) return { name: 'help' };
      return { name, files: someFiles(positionals, name), ...summaryOptions(values) };
    }
    case 'labels': {
      const { values, positionals } = parse(rest, labels);
      if (values.help === true) return { name: 'help' };
      return { name, ...labelsOptions(values, positionals) };
    }
    case 'sql': {
      const { values, positionals } = parse(rest, common);
      if (values.help === true) return { name: 'help' };
      const [workspace, sql, ...more] = positionals;
      if (workspace === undefined || sql === undefined || more.length > 0) {
        throw new UsageError('sql takes a workspace and one statement in quotes.');
      }
      return { name, workspace, sql, ...commonOptions(values) };
    }
    default:
      throw new UsageError(`There is no command "${name}".`);
  }
}

type Values<T extends Record<string, { readonly type: 'string' | 'boolean' }>> = {
  readonly [K in keyof T]?: T[K]['type'] extends 'boolean' ? boolean : string;
};

function parse<T extends Record<string, { readonly type: 'string' | 'boolean' }>>(
  args: readonly string[],
  options: T,
): { values: Values<T>; positionals: string[] } {
  try {
    const parsed = parseArgs({ args: [...args], options, allowPositionals: true });
    return { values: parsed.values, positionals: parsed.positionals };
  } catch (error) {
    const [first] = (error instanceof Error ? error.message : String(error)).split('. ');
    throw new UsageError(`${first ?? 'Bad options'}.`);
  }
}

function someFiles(files: readonly string[], command: string): readonly string[] {
  if (files.length === 0) throw new UsageError(`${command} needs at least one file.`);
  return files;
}

function commonOptions(values: Values<typeof common>): CommonOptions {
  return {
    json: values.json ?? false,
    verbose: values.verbose ?? false,
    memoryLimitBytes: values.memory === undefined ? undefined : parseSize(values.memory),
    threads: values.threads === undefined ? undefined : wholeNumber('--threads', values.threads, 1, 1024),
  };
}

function labelsOptions(values: Values<typeof labels>, positionals: readonly string[]): LabelsOptions {
  const [workspace, ...more] = positionals;
  if (workspace === undefined || more.length > 0) throw new UsageError('labels takes one workspace.');
  const { rules, preview = false, clear = false, export: exports = false } = values;
  const chosen = [rules !== undefined || preview, clear, exports].filter(Boolean).length;
  if (chosen > 1)
    throw new UsageError('labels takes one of --rules (with or without --preview), --clear and --export.');
  const given = { ...commonOptions(values), workspace, rules: rules ?? null };
  if (exports) return { ...given, act: 'export' };
  if (clear) return { ...given, act: 'clear' };
  // What is in force needs no preview: the question is what the built-in rule would do.
  if (preview) return { ...given, act: 'preview', rules: rules ?? 'builtin' };
  return { ...given, act: rules === undefined ? 'show' : 'apply' };
}

function summaryOptions(values: Values<typeof summary>): Omit<SummaryOptions, 'files'> {
  return {
    ...commonOptions(values),
    workspace: values.workspace ?? null,
    percentiles:
      values.percentiles === undefined ? DEFAULT_PERCENTILES : parsePercentiles(values.percentiles),
    from: values.from ?? null,
    to: values.to ?? null,
    label: pattern('--label', values.label),
    exclude: pattern('--exclude', values.exclude),
    outcome: oneOf('--outcome', values.outcome, outcomes, 'all'),
    kind: oneOf('--kind', values.kind, chosenKinds, 'counted'),
    groupByRun: values['group-by-run'] ?? false,
    apdexTMs: values.apdex === undefined ? DEFAULT_APDEX_T_MS : positiveNumber('--apdex', values.apdex),
    jmeterCompatible: values['jmeter-compatible'] ?? false,
    estimator: oneOf('--estimator', values.estimator, estimators, 'type7'),
    format: values.format ?? null,
    timeZone: values.timezone === undefined ? undefined : zone(values.timezone),
    mapping: values.map === undefined ? undefined : parseMapping(values.map),
    labelRules: values['label-rules'] ?? null,
  };
}

function parsePercentiles(text: string): number[] {
  const percentiles = text.split(',').map((part) => Number(part.trim()));
  if (percentiles.length > 32 || percentiles.some((p) => !(p >= 0 && p <= 100))) {
    throw new UsageError(`--percentiles takes up to 32 numbers from 0 to 100, not "${text}".`);
  }
  return percentiles;
}

/** `512MB`, `2GB`, `2GiB`; decimal prefixes unless the `i` says binary. */
export function parseSize(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*([kmgt])(i?)b?$/iu.exec(text.trim());
  if (match === null) throw new UsageError(`--memory takes a size such as 512MB or 2GB, not "${text}".`);
  const power = 'kmgt'.indexOf(match[2]!.toLowerCase()) + 1;
  const bytes = Number(match[1]) * (match[3] === '' ? 1000 : 1024) ** power;
  if (bytes < 128e6) throw new UsageError('--memory must be at least 128MB.');
  return bytes;
}

function pattern(option: string, text: string | undefined): RegExp | null {
  if (text === undefined) return null;
  try {
    return new RegExp(text, 'u');
  } catch (error) {
    throw new UsageError(
      `${option}: ${error instanceof Error ? error.message : 'not a regular expression'}.`,
    );
  }
}

function oneOf<T extends string>(
  option: string,
  text: string | undefined,
  known: readonly T[],
  fallback: T,
): T {
  if (text === undefined) return fallback;
  const found = known.find((value) => value === text);
  if (found === undefined) throw new UsageError(`${option} takes ${known.join(', ')}; not "${text}".`);
  return found;
}

function wholeNumber(option: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new UsageError(`${option} takes a whole number from ${min} to ${max}, not "${text}".`);
  }
  return value;
}

function positiveNumber(option: string, text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new UsageError(`${option} takes a number above 0, not "${text}".`);
  return value;
}

function zone(text: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    throw new UsageError(`--timezone takes an IANA name such as Europe/Berlin, not "${text}".`);
  }
}
