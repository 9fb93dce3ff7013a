import { parseArgs } from 'node:util';
import { UsageError } from './usage.ts';

/** Reading the options of commands: every complaint names the option and what it takes. */

interface OptionShape {
  readonly type: 'string' | 'boolean';
  /** It may be given more than once; of texts only. */
  readonly multiple?: true;
}

export type Values<T extends Record<string, OptionShape>> = {
  readonly [K in keyof T]?: T[K]['type'] extends 'boolean'
    ? boolean
    : T[K] extends { readonly multiple: true }
      ? readonly string[]
      : string;
};

export function parse<T extends Record<string, OptionShape>>(
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

export function someFiles(files: readonly string[], command: string): readonly string[] {
  if (files.length === 0) throw new UsageError(`${command} needs at least one file.`);
  return files;
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

export function pattern(option: string, text: string | undefined): RegExp | null {
  if (text === undefined) return null;
  try {
    return new RegExp(text, 'u');
  } catch (error) {
    throw new UsageError(
      `${option}: ${error instanceof Error ? error.message : 'not a regular expression'}.`,
    );
  }
}

export function oneOf<T extends string>(
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

export function wholeNumber(option: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new UsageError(`${option} takes a whole number from ${min} to ${max}, not "${text}".`);
  }
  return value;
}

export function positiveNumber(option: string, text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new UsageError(`${option} takes a number above 0, not "${text}".`);
  return value;
}

export function zone(text: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    throw new UsageError(`--timezone takes an IANA name such as Europe/Berlin, not "${text}".`);
  }
}
