import { common, commonOptions, type CommonOptions } from './common-options.ts';
import { parse, pattern, wholeNumber } from './option-values.ts';
import { UsageError } from './usage.ts';

const DEFAULT_TOP = 30;

export interface ProfileOptions extends CommonOptions {
  readonly file: string;
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

export const conversions = ['speedscope', 'folded'] as const;
export type Conversion = (typeof conversions)[number];

export interface ConvertOptions extends CommonOptions {
  readonly file: string;
  readonly to: Conversion;
  readonly out: string;
  readonly weight: string | null;
  readonly format: string | null;
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
} as const;

const convert = {
  ...common,
  to: { type: 'string' },
  out: { type: 'string' },
  weight: { type: 'string' },
  format: { type: 'string' },
} as const;

/**
 * @returns null for a question for help
 * @throws {UsageError}
 */
export function profileArguments(args: readonly string[]): ProfileOptions | null {
  const { values, positionals } = parse(args, profile);
  if (values.help === true) return null;
  return {
    ...commonOptions(values),
    file: oneFile(positionals, 'profile'),
    top: values.top === undefined ? DEFAULT_TOP : wholeNumber('--top', values.top, 1, 1_000_000),
    thread: pattern('--thread', values.thread),
    from: values.from ?? null,
    to: values.to ?? null,
    weight: values.weight ?? null,
    withIdle: values['hide-idle'] !== true,
    format: values.format ?? null,
  };
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
  };
}

function oneFile(positionals: readonly string[], command: string): string {
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new UsageError(`${command} takes one file.`);
  return file;
}
