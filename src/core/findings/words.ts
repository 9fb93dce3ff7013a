/** Words within titles and statements of findings. */

import { count } from '../diagnostics/honesty/words.ts';

/** `"a", "b" and 3 more`. */
export function someOf(names: readonly string[], most = 3): string {
  const shown = names.slice(0, most);
  const more = names.length - shown.length;
  if (more > 0) return `${shown.join(', ')} and ${count(more)} more`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)!}`;
}

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'];

/** `420 kB`, by thousands. */
export function bytes(value: number): string {
  let rest = value;
  let unit = 0;
  while (Math.abs(rest) >= 1000 && unit < UNITS.length - 1) {
    rest /= 1000;
    unit += 1;
  }
  return `${Number(rest.toPrecision(3)).toLocaleString('en')} ${UNITS[unit]!}`;
}

/** A sentence without its full stop. */
export function withoutStop(sentence: string): string {
  return sentence.replace(/\.\s*$/u, '');
}

const MAX_MESSAGE = 100;

/** Code and message of a failure on one line, no longer than one reads. */
export function failureName(code: string | null, message: string | null): string {
  const text = [code, message].filter(Boolean).join(' ').replace(/\s+/gu, ' ').trim();
  if (text === '') return 'failure without a message';
  return text.length > MAX_MESSAGE ? `${text.slice(0, MAX_MESSAGE - 1)}…` : text;
}
