const TAB = 9;
const SPACE = 32;
const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/** An object with more members is left to `JSON.parse`. */
const MAX_MEMBERS = 64;

/** What a value is: a text without escapes (its content), a text with some, a number or word, something nested. */
export const TEXT = 0;
export const ESCAPED_TEXT = 1;
export const WORD = 2;
export const NESTED = 3;

/**
 * Finds the members of one JSON object in bytes, without making strings. It checks no more than it needs to find them:
 * what it refuses, and every value that looks odd, must be read with `JSON.parse`.
 */
export class MemberScanner {
  /** Members of the last object. */
  count = 0;
  /** Content of the keys, without quotes. */
  readonly keyStarts = new Int32Array(MAX_MEMBERS);
  readonly keyEnds = new Int32Array(MAX_MEMBERS);
  /** The values; texts without quotes. */
  readonly starts = new Int32Array(MAX_MEMBERS);
  readonly ends = new Int32Array(MAX_MEMBERS);
  readonly kinds = new Uint8Array(MAX_MEMBERS);
  /** The text that {@link textEnd} passed last has escapes. */
  private escaped = 0;

  /** @returns whether `bytes[from..to)` is one object with nothing around it, as far as this can tell */
  scan(bytes: Uint8Array, from: number, to: number): boolean {
    this.count = 0;
    if (bytes[from] !== OPEN_BRACE) return false;
    let at = blanksEnd(bytes, from + 1, to);
    if (bytes[at] === CLOSE_BRACE) return at + 1 === to;
    for (;;) {
      const member = this.count;
      if (member === MAX_MEMBERS || bytes[at] !== QUOTE) return false;
      let end = this.textEnd(bytes, at + 1, to);
      if (end < 0 || this.escaped === 1) return false;
      this.keyStarts[member] = at + 1;
      this.keyEnds[member] = end;
      at = blanksEnd(bytes, end + 1, to);
      if (bytes[at] !== COLON) return false;
      at = blanksEnd(bytes, at + 1, to);
      const first = bytes[at];
      if (first === QUOTE) {
        end = this.textEnd(bytes, at + 1, to);
        if (end < 0) return false;
        this.keep(member, at + 1, end, this.escaped === 1 ? ESCAPED_TEXT : TEXT);
        at = end + 1;
      } else {
        const nested = first === OPEN_BRACE || first === OPEN_BRACKET;
        end = nested ? this.nestedEnd(bytes, at, to) : wordEnd(bytes, at, to);
        if (end <= at) return false;
        this.keep(member, at, end, nested ? NESTED : WORD);
        at = end;
      }
      at = blanksEnd(bytes, at, to);
      if (at >= to) return false;
      if (bytes[at] === CLOSE_BRACE) return at + 1 === to;
      if (bytes[at] !== COMMA) return false;
      at = blanksEnd(bytes, at + 1, to);
    }
  }

  private keep(member: number, start: number, end: number, kind: number): void {
    this.starts[member] = start;
    this.ends[member] = end;
    this.kinds[member] = kind;
    this.count = member + 1;
  }

  /** The closing quote of the text whose content starts at `from`, or -1; sets {@link escaped}. */
  private textEnd(bytes: Uint8Array, from: number, to: number): number {
    this.escaped = 0;
    for (let at = from; at < to; at++) {
      const byte = bytes[at]!;
      if (byte === QUOTE) return at;
      if (byte === BACKSLASH) {
        this.escaped = 1;
        at += 1;
      } else if (byte < SPACE) return -1;
    }
    return -1;
  }

  /** Behind the bracket that closes the one at `from`, or -1. */
  private nestedEnd(bytes: Uint8Array, from: number, to: number): number {
    let depth = 0;
    for (let at = from; at < to; at++) {
      const byte = bytes[at]!;
      if (byte === QUOTE) {
        at = this.textEnd(bytes, at + 1, to);
        if (at < 0) return -1;
      } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth += 1;
      else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
        depth -= 1;
        if (depth === 0) return at + 1;
      }
    }
    return -1;
  }
}

function wordEnd(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && bytes[at] !== COMMA && bytes[at] !== CLOSE_BRACE && bytes[at]! > SPACE) at += 1;
  return at;
}

function blanksEnd(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && (bytes[at] === SPACE || bytes[at] === TAB)) at += 1;
  return at;
}
