import { TimeLimit } from '#core/labels/time-limit.ts';
import { AppError } from '#shared/contract/errors.ts';

/** How long a person's pattern may work on one turn's texts. */
const LIMIT_MS = 200;

export interface TextQuery {
  readonly text: string;
  /** `pattern`: a regular expression. */
  readonly how: 'contains' | 'equals' | 'pattern';
  readonly matchCase: boolean;
}

/** Whether texts are what a person looks for. */
export class TextMatch {
  readonly #matches: (text: string) => boolean;
  readonly #limit: TimeLimit | null;

  /** @throws {AppError} `bad-request` for a pattern that is none */
  constructor({ text, how, matchCase }: TextQuery) {
    this.#limit = how === 'pattern' ? new TimeLimit() : null;
    if (how === 'pattern') {
      const pattern = patternOf(text, matchCase ? 'u' : 'iu');
      this.#matches = (value) => pattern.test(value);
      return;
    }
    const wanted = matchCase ? text : text.toLowerCase();
    const folded = matchCase ? (value: string) => value : (value: string) => value.toLowerCase();
    this.#matches =
      how === 'equals' ? (value) => folded(value) === wanted : (value) => folded(value).includes(wanted);
  }

  /**
   * Runs a piece of work that asks {@link matches}.
   * @throws {AppError} `bad-request` for a pattern that takes far too long
   */
  within(act: () => void): void {
    if (this.#limit === null) act();
    else if (!this.#limit.run(LIMIT_MS, act)) {
      throw new AppError('bad-request', 'This pattern takes too long: it tries too many ways to match.', {
        hint: 'Avoid repetitions within repetitions, such as (a+)+.',
      });
    }
  }

  matches(text: string): boolean {
    return this.#matches(text);
  }
}

function patternOf(text: string, flags: string): RegExp {
  try {
    return new RegExp(text, flags);
  } catch (cause) {
    throw new AppError('bad-request', `This is no regular expression: ${text.slice(0, 100)}`, {
      hint: cause instanceof Error ? cause.message : undefined,
      cause,
    });
  }
}
