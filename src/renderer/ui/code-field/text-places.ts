/** Where things stand in a text; lines and columns count from 1. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

export function lineCount(text: string): number {
  return text.split('\n').length;
}

/** Position of a place in the text; one that lies outside becomes the nearest one inside. */
export function offsetOf(text: string, { line, column }: TextPlace): number {
  let start = 0;
  for (let at = 1; at < line; at++) {
    const end = text.indexOf('\n', start);
    if (end < 0) break;
    start = end + 1;
  }
  const end = text.indexOf('\n', start);
  return Math.min(start + column - 1, end < 0 ? text.length : end);
}

/** What of a line is marked. */
export interface Mark {
  readonly line: number;
  /** Blank signs in front, and signs that are marked. */
  readonly indent: number;
  readonly length: number;
}

/** From the place of a problem to the end of the word, one sign at the least: a mark must be seen at the end of a line, too. */
export function markOf(text: string, problem: TextPlace): Mark {
  const start = offsetOf(text, problem);
  const before = text.lastIndexOf('\n', start - 1) + 1;
  const word = /^[^\s,]*/u.exec(text.slice(start, start + 500))?.[0] ?? '';
  return {
    line: Math.min(problem.line, lineCount(text)),
    indent: start - before,
    length: Math.max(1, word.length),
  };
}

export interface Replacement {
  readonly from: number;
  readonly to: number;
  readonly inserted: string;
}

/** The smallest stretch whose replacement makes one text of the other. */
export function replacementOf(before: string, after: string): Replacement {
  const shorter = Math.min(before.length, after.length);
  let from = 0;
  while (from < shorter && before[from] === after[from]) from++;
  let same = 0;
  while (same < shorter - from && before[before.length - 1 - same] === after[after.length - 1 - same]) same++;
  return { from, to: before.length - same, inserted: after.slice(from, after.length - same) };
}
