import { dimensionOf, unitNamed, type Dimension, type Quantity } from './quantity.ts';
import type { Operator } from './rule.ts';
import { RuleProblem, tokensOf, type Token } from './rule-tokens.ts';

const NUMBER = /^(\d+(?:\.\d+)?|\.\d+)(.*)$/su;

const examples: Readonly<Record<Dimension, string>> = {
  time: 'a time such as 200ms or 2.5s',
  share: 'a share such as 1%',
  rate: 'a rate such as 150/s or 9000/min',
  size: 'a size such as 512MB',
  factor: 'a factor such as 2x',
  number: 'a number such as 0.85',
};

/** Reads a rule from left to right. Every complaint names the place. */
export class RuleReader {
  private readonly source: string;
  private readonly tokens: readonly Token[];
  private at = 0;

  /** @throws {RuleProblem} */
  constructor(source: string) {
    this.source = source;
    this.tokens = tokensOf(source);
  }

  get done(): boolean {
    return this.at >= this.tokens.length;
  }

  /** Where the next token begins, or the rule ends. */
  get offset(): number {
    return this.tokens[this.at]?.start ?? this.source.trimEnd().length;
  }

  peek(): Token | undefined {
    return this.tokens[this.at];
  }

  fail(message: string, offset = this.offset): never {
    throw new RuleProblem(message, offset);
  }

  /** Takes the words if they come next, whatever their case. */
  take(...words: readonly string[]): boolean {
    const matches = words.every((word, index) => {
      const token = this.tokens[this.at + index];
      return token?.kind === 'word' && token.text.toLowerCase() === word;
    });
    if (matches) this.at += words.length;
    return matches;
  }

  next(): Token | undefined {
    const token = this.tokens[this.at];
    if (token !== undefined) this.at += 1;
    return token;
  }

  operator(): Operator {
    const token = this.peek();
    if (token?.kind === 'operator') {
      this.at += 1;
      return token.text as Operator;
    }
    if (token !== undefined && /^[=!]=?$/u.test(token.text))
      return this.fail(`"${token.text}" is not for limits: write <, <=, > or >=.`);
    return this.fail(
      token === undefined
        ? 'A limit is missing: write <, <=, > or >= and a number.'
        : `Expected <, <=, > or >= before "${token.text}".`,
    );
  }

  /** A name up to the comparison sign, or in quotes. */
  name(what: string): { readonly name: string; readonly quoted: boolean } {
    const first = this.peek();
    if (first?.kind === 'text') {
      this.at += 1;
      if (first.text === '') this.fail(`The name of the ${what} is empty.`, first.start);
      return { name: first.text, quoted: true };
    }
    const words: string[] = [];
    for (let token = first; token?.kind === 'word'; token = this.peek()) {
      words.push(token.text);
      this.at += 1;
    }
    if (words.length === 0) this.fail(`The name of the ${what} is missing.`);
    if (this.peek()?.kind === 'text') this.fail(`Put the whole name of the ${what} into quotes.`);
    return { name: words.join(' '), quoted: false };
  }

  /** A number with a unit of one of these dimensions. */
  quantity(what: string, allowed: readonly Dimension[]): Quantity {
    const { start } = this.peek() ?? { start: this.offset };
    const quantity = this.maybeQuantity();
    const expected = allowed.map((dimension) => examples[dimension]).join(', or ');
    if (quantity === null) {
      const token = this.peek();
      return this.fail(
        token === undefined
          ? `${what} is missing: expected ${expected}.`
          : `${what} is ${expected}, not "${token.text}". Names with < or > in them go into quotes.`,
      );
    }
    if (!allowed.includes(dimensionOf(quantity))) {
      const written = this.source.slice(start, this.tokens[this.at - 1]!.end);
      return this.fail(
        quantity.unit === ''
          ? `${what} needs a unit: expected ${expected}, not "${written}".`
          : `${what} is ${expected}, not "${written}".`,
        start,
      );
    }
    return quantity;
  }

  /** Null when no number comes next. The unit may stand apart: `200 ms`. */
  maybeQuantity(): Quantity | null {
    const token = this.peek();
    const match = token?.kind === 'word' ? NUMBER.exec(token.text) : null;
    if (token === undefined || match === null) return null;
    const [, digits, rest] = match;
    this.at += 1;
    const value = Number(digits);
    if (rest !== '') {
      const unit = unitNamed(rest!);
      if (unit === null)
        return this.fail(
          `"${rest}" is no unit: known are us, ms, s, m, h, %, /s, /min, /h, x, and B to GiB.`,
          token.start + digits!.length,
        );
      return { value, unit };
    }
    const apart = this.peek();
    const unit = apart?.kind === 'word' ? unitNamed(apart.text) : null;
    if (unit === null) return { value, unit: '' };
    this.at += 1;
    return { value, unit };
  }
}
