import {
  alignmentSteps,
  DEFAULT_ALIGNMENT,
  DEFAULT_DESIGN_EFFECT,
  differenceModes,
  type AlignmentStep,
  type DifferenceMode,
} from '#shared/model/profile-difference.ts';
import type { ProfileTransform } from '#shared/model/profile.ts';
import { savedFormats } from '#shared/model/sql.ts';
import { common, commonOptions, type CommonOptions } from './common-options.ts';
import { oneOf, parse, pattern, positiveNumber, wholeNumber, zone } from './option-values.ts';
import { parseSides, type ParsedSides } from './side-arguments.ts';
import { parseTransform } from './transform-option.ts';
import { UsageError } from './usage.ts';

const DEFAULT_TOP = 30;

export interface ProfileOptions extends CommonOptions {
  /** The first of the files. */
  readonly file: string;
  /** What it is compared with; null: nothing. */
  readonly difference: ProfileDifferenceOptions | null;
  /** Functions of each profile that are shown. */
  readonly top: number;
  /** Threads whose name matches, or whose number it is. */
  readonly thread: RegExp | null;
  /** Offsets or instants, as they were given. */
  readonly from: string | null;
  readonly to: string | null;
  /** Name of a weight: `alloc_space`. */
  readonly weight: string | null;
  readonly withIdle: boolean;
  readonly format: string | null;
}

/** How a profile is compared with a baseline. */
export interface ProfileDifferenceOptions {
  /** Several on a side are runs of the same. */
  readonly baseline: readonly string[];
  readonly candidate: readonly string[];
  readonly mode: DifferenceMode;
  /** By file of each side; null where they are not known. */
  readonly operations: {
    readonly baseline: readonly number[];
    readonly candidate: readonly number[];
  } | null;
  readonly transforms: readonly ProfileTransform[];
  readonly alignment: readonly AlignmentStep[];
  readonly designEffect: number;
  /** What cannot be told is not good enough. */
  readonly strict: boolean;
}

/** The first two are of profiles alone; the others are tables of rows. */
export const conversions = ['speedscope', 'folded', ...savedFormats] as const;
export type Conversion = (typeof conversions)[number];

export interface ConvertOptions extends CommonOptions {
  readonly file: string;
  readonly to: Conversion;
  readonly out: string;
  readonly weight: string | null;
  readonly format: string | null;
  /** Of time stamps that carry none. */
  readonly timeZone: string | undefined;
}

const profile = {
  ...common,
  top: { type: 'string' },
  thread: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  weight: { type: 'string' },
  'hide-idle': { type: 'boolean' },
  format: { type: 'string' },
  baseline: { type: 'string', multiple: true },
  mode: { type: 'string' },
  operations: { type: 'string' },
  transform: { type: 'string', multiple: true },
  align: { type: 'string' },
  'design-effect': { type: 'string' },
  strict: { type: 'boolean' },
} as const;

/** Make sense only with a baseline. */
const DIFFERENCE_ONLY = ['mode', 'operations', 'transform', 'align', 'design-effect', 'strict'] as const;

const convert = {
  ...common,
  to: { type: 'string' },
  out: { type: 'string' },
  weight: { type: 'string' },
  format: { type: 'string' },
  timezone: { type: 'string' },
} as const;

/**
 * @returns null for a question for help
 * @throws {UsageError}
 */
export function profileArguments(args: readonly string[]): ProfileOptions | null {
  const parsed = parseSides(args, profile, ['baseline']);
  const { text, flag, files } = parsed;
  if (flag('help')) return null;
  const top = text('top');
  const [memory, threads] = [text('memory'), text('threads')];
  return {
    ...commonOptions({
      json: flag('json'),
      verbose: flag('verbose'),
      ...(memory === undefined ? {} : { memory }),
      ...(threads === undefined ? {} : { threads }),
    }),
    file: flag('baseline') ? firstCandidate(files) : oneFile(files, 'profile'),
    difference: differenceOptions(parsed),
    top: top === undefined ? DEFAULT_TOP : wholeNumber('--top', top, 1, 1_000_000),
    thread: pattern('--thread', text('thread')),
    from: text('from') ?? null,
    to: text('to') ?? null,
    weight: text('weight') ?? null,
    withIdle: !flag('hide-idle'),
    format: text('format') ?? null,
  };
}

function firstCandidate(files: readonly string[]): string {
  const [first] = files;
  if (first === undefined)
    throw new UsageError('profile takes the candidate before --baseline: profile NEW --baseline OLD.');
  return first;
}

function differenceOptions({ text, texts, flag, files }: ParsedSides): ProfileDifferenceOptions | null {
  const baseline = texts('baseline');
  if (baseline.length === 0) {
    const lonely = DIFFERENCE_ONLY.find((option) => flag(option));
    if (lonely !== undefined) throw new UsageError(`--${lonely} needs --baseline, the file to compare with.`);
    return null;
  }
  const given = text('operations');
  const operations = given === undefined ? null : operationsOf(given, baseline.length, files.length);
  const effect = text('design-effect');
  const align = text('align');
  return {
    baseline,
    candidate: files,
    mode: oneOf('--mode', text('mode'), differenceModes, operations === null ? 'raw' : 'per-operation'),
    operations,
    transforms: texts('transform').map(parseTransform),
    alignment: align === undefined ? DEFAULT_ALIGNMENT : alignmentOf(align),
    designEffect: effect === undefined ? DEFAULT_DESIGN_EFFECT : designEffectOf(effect),
    strict: flag('strict'),
  };
}

/** One number for each side, or one for each file, those of the baseline first. */
function operationsOf(
  text: string,
  a: number,
  b: number,
): { readonly baseline: readonly number[]; readonly candidate: readonly number[] } {
  const numbers = text.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)));
  const right = numbers.every((value) => value > 0 && Number.isFinite(value));
  if (right && numbers.length === 2)
    return {
      baseline: new Array<number>(a).fill(numbers[0]!),
      candidate: new Array<number>(b).fill(numbers[1]!),
    };
  if (right && numbers.length === a + b)
    return { baseline: numbers.slice(0, a), candidate: numbers.slice(a) };
  throw new UsageError(
    `--operations takes the operations completed in the baseline and in the candidate, 12000,11800${a + b > 2 ? `, or in each of the ${a + b} files, baseline first` : ''}; not "${text}".`,
  );
}

function alignmentOf(text: string): readonly AlignmentStep[] {
  if (text.trim() === 'none') return [];
  return text
    .split(',')
    .map((part) => oneOf<AlignmentStep>('--align', part.trim(), alignmentSteps, 'addresses'));
}

function designEffectOf(text: string): number {
  const value = positiveNumber('--design-effect', text);
  if (value < 1 || value > 10_000)
    throw new UsageError(`--design-effect takes a number from 1 to 10000, not "${text}".`);
  return value;
}

/**
 * @returns null for a question for help
 * @throws {UsageError}
 */
export function convertArguments(args: readonly string[]): ConvertOptions | null {
  const { values, positionals } = parse(args, convert);
  if (values.help === true) return null;
  const to = conversions.find((known) => known === values.to);
  if (to === undefined)
    throw new UsageError(
      `convert needs --to, one of ${conversions.join(', ')}${values.to === undefined ? '' : `; not "${values.to}"`}.`,
    );
  if (values.out === undefined) throw new UsageError('convert needs --out, the file to write.');
  return {
    ...commonOptions(values),
    file: oneFile(positionals, 'convert'),
    to,
    out: values.out,
    weight: values.weight ?? null,
    format: values.format ?? null,
    timeZone: values.timezone === undefined ? undefined : zone(values.timezone),
  };
}

function oneFile(positionals: readonly string[], command: string): string {
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new UsageError(`${command} takes one file.`);
  return file;
}
