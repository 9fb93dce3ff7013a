import { memberOf, membersOf } from './literal-document.ts';
import { skipToText, type Dialect } from './literal-parser.ts';

/** `stats.js` is a script of the report's pages; the others are of Gatling up to 3.13.4. */
export type StatsLayout = 'stats.js' | 'stats.json' | 'global_stats.json';

const SCRIPT = /^var\s+stats\s*=\s*/u;
const SCRIPT_HEAD_BYTES = 100;
const OPEN_OBJECT = 123;

/** The members of a name and its figures stand without quotes in scripts. Both forms are written without real escaping. */
export const DIALECT: Dialect = 'javascript';

export interface LiteralPlace {
  readonly isScript: boolean;
  /** First byte of the object with the figures. */
  readonly start: number;
}

/** Where the figures start; null when the file starts neither as a script of Gatling's report nor as an object. */
export function findLiteral(bytes: Uint8Array): LiteralPlace | null {
  const start = skipToText(bytes);
  if (bytes[start] === OPEN_OBJECT) return { isScript: false, start };
  // One character a byte, so that lengths are bytes.
  const text = String.fromCharCode(...bytes.subarray(start, start + SCRIPT_HEAD_BYTES));
  const match = SCRIPT.exec(text);
  return match === null ? null : { isScript: true, start: start + match[0].length };
}

/** Figures of a request, a group or all together. */
export function isStats(value: unknown): boolean {
  return (
    memberOf(memberOf(value, 'numberOfRequests'), 'total') !== undefined &&
    membersOf(memberOf(value, 'minResponseTime')) !== null
  );
}

/** A request or group with its figures. Scripts of 2.x have what is in a group before the group's own figures. */
export function isNode(value: unknown): boolean {
  if (isStats(memberOf(value, 'stats'))) return true;
  const contents = membersOf(memberOf(value, 'contents'));
  return contents !== null && Object.values(contents).some(isNode);
}
