import {
  apdexModes,
  DEFAULT_APDEX_MODE,
  DEFAULT_PERCENTILES,
  estimators,
  type ApdexMode,
  type Estimator,
} from '#shared/model/statistics.ts';
import type { ApdexThresholds } from '#shared/model/apdex.ts';
import type { ColumnMapping } from '#shared/model/column-mapping.ts';
import { outcomes, type Outcome } from '#shared/model/filter.ts';
import { transactionKinds } from '#shared/model/run.ts';
import { apdexT, apdexThresholdsOption } from './apdex-option.ts';
import { baselineArguments, type BaselineOptions } from './baseline-arguments.ts';
import { common, commonOptions, type CommonOptions } from './common-options.ts';
import { compareArguments, type CompareOptions } from './compare-arguments.ts';
import { exportArguments, type ExportOptions } from './export-arguments.ts';
import { gateArguments, type GateOptions } from './gate-arguments.ts';
import { heapArguments, type HeapOptions } from './heap-arguments.ts';
import { parseMapping } from './mapping-option.ts';
import { oneOf, parse, pattern, someFiles, zone, type Values } from './option-values.ts';
import {
  convertArguments,
  profileArguments,
  type ConvertOptions,
  type ProfileOptions,
} from './profile-arguments.ts';
import { reportArguments, type ReportOptions } from './report-arguments.ts';
import { phaseOption, type PhaseChoice } from './side-arguments.ts';
import { sqlArguments, type SqlOptions } from './sql-arguments.ts';
import { UsageError } from './usage.ts';

/** `counted`: what headline figures count, so that nothing is counted twice. */
export const chosenKinds = ['counted', 'all', ...transactionKinds] as const;
export type ChosenKind = (typeof chosenKinds)[number];

export interface SummaryOptions extends CommonOptions {
  readonly files: readonly string[];
  readonly workspace: string | null;
  readonly percentiles: readonly number[];
  readonly from: string | null;
  readonly to: string | null;
  readonly phase: PhaseChoice;
  readonly label: RegExp | null;
  readonly exclude: RegExp | null;
  readonly outcome: Outcome;
  readonly kind: ChosenKind;
  /** All files are one run. */
  readonly groupByRun: boolean;
  /** Null, as the two below: as the workspace says. */
  readonly apdexTMs: number | null;
  readonly apdexMode: ApdexMode | null;
  readonly apdexThresholds: ApdexThresholds | null;
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
  | ({ readonly name: 'compare' } & CompareOptions)
  | ({ readonly name: 'gate' } & GateOptions)
  | ({ readonly name: 'report' } & ReportOptions)
  | ({ readonly name: 'heap' } & HeapOptions)
  | ({ readonly name: 'profile' } & ProfileOptions)
  | ({ readonly name: 'convert' } & ConvertOptions)
  | ({ readonly name: 'baseline' } & BaselineOptions)
  | ({ readonly name: 'labels' } & LabelsOptions)
  | ({ readonly name: 'sql' } & SqlOptions)
  | ({ readonly name: 'export' } & ExportOptions);

const summary = {
  ...common,
  workspace: { type: 'string' },
  percentiles: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  phase: { type: 'string' },
  label: { type: 'string' },
  exclude: { type: 'string' },
  outcome: { type: 'string' },
  kind: { type: 'string' },
  'group-by-run': { type: 'boolean' },
  apdex: { type: 'string' },
  'apdex-for': { type: 'string', multiple: true },
  'apdex-mode': { type: 'string' },
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
    case 'compare':
      return named(name, compareArguments(rest));
    case 'gate':
      return named(name, gateArguments(rest));
    case 'report':
      return named(name, reportArguments(rest));
    case 'heap':
      return named(name, heapArguments(rest));
    case 'profile':
      return named(name, profileArguments(rest));
    case 'convert':
      return named(name, convertArguments(rest));
    case 'baseline':
      return named(name, baselineArguments(rest));
    case 'labels': {
      const { values, positionals } = parse(rest, labels);
      if (values.help === true) return { name: 'help' };
      return { name, ...labelsOptions(values, positionals) };
    }
    case 'sql':
      return named(name, sqlArguments(rest));
    case 'export':
      return named(name, exportArguments(rest));
    default:
      throw new UsageError(`There is no command "${name}".`);
  }
}

/** No options: a question for help. */
function named<N extends string, O>(name: N, options: O | null): { name: 'help' } | ({ name: N } & O) {
  return options === null ? { name: 'help' } : { name, ...options };
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
    phase: phaseOption(values.phase) ?? 'all',
    label: pattern('--label', values.label),
    exclude: pattern('--exclude', values.exclude),
    outcome: oneOf('--outcome', values.outcome, outcomes, 'all'),
    kind: oneOf('--kind', values.kind, chosenKinds, 'counted'),
    groupByRun: values['group-by-run'] ?? false,
    apdexTMs: values.apdex === undefined ? null : apdexT('--apdex', values.apdex),
    apdexMode:
      values['apdex-mode'] === undefined
        ? null
        : oneOf('--apdex-mode', values['apdex-mode'], apdexModes, DEFAULT_APDEX_MODE),
    apdexThresholds: values['apdex-for'] === undefined ? null : apdexThresholdsOption(values['apdex-for']),
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
