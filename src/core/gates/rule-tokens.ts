/** A rule cut into words, texts in quotes and comparison signs. */

export interface Token {
  readonly kind: 'word' | 'text' | 'operator';
  /** Of a text: without its quotes. */
  readonly text: string;
  /** Offset of the first character, and of the one behind the last. */
  readonly start: number;
  readonly end: number;
}

/** What is wrong with a rule, and from which character (counted from 0) on. */
export class RuleProblem extends Error {
  override readonly name = 'RuleProblem';
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

const SPACE = /\s/u;

/** @throws {RuleProblem} for quotes that are not closed */
export function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < source.length) {
    const character = source[at]!;
    if (SPACE.test(character)) {
      at += 1;
    } else if (character === '"' || character === "'") {
      const token = quoted(source, at, character);
      tokens.push(token);
      at = token.end;
    } else {
      const token = character === '<' || character === '>' ? operatorAt(source, at) : wordAt(source, at);
      tokens.push(token);
      at = token.end;
    }
  }
  return tokens;
}

function quoted(source: string, start: number, quote: string): Token {
  let text = '';
  let at = start + 1;
  while (at < source.length) {
    const character = source[at]!;
    if (character === quote) return { kind: 'text', text, start, end: at + 1 };
    if (character === '\\' && at + 1 < source.length) at += 1;
    text += source[at]!;
    at += 1;
  }
  throw new RuleProblem(`The ${quote} is not closed.`, start);
}

function operatorAt(source: string, start: number): Token {
  const end = source[start + 1] === '=' ? start + 2 : start + 1;
  return { kind: 'operator', text: source.slice(start, end), start, end };
}

function wordAt(source: string, start: number): Token {
  let end = start;
  while (end < source.length && !SPACE.test(source[end]!) && source[end] !== '<' && source[end] !== '>')
    end += 1;
  return { kind: 'word', text: source.slice(start, end), start, end };
}

/** Whether a name can stand without quotes and come out as the same again. */
export function isPlainName(name: string): boolean {
  return /^[^\s"'<>][^\s<>]*(?: [^\s"'<>][^\s<>]*)*$/u.test(name);
}

export function quotedName(name: string): string {
  return `"${name.replace(/["\\]/gu, '\\$&')}"`;
}
