import { ELAPSED } from '../jmeter/row-places.ts';
import { TIME, WHOLE, type RowPlan } from './row-plan.ts';
import type { TimeStampReader } from '../jmeter/time-stamp.ts';

const LF = 10;
const CR = 13;
const QUOTE = 34;
const ZERO = 48;
const NINE = 57;

/** No time stamp and no number of a row start is longer, with its delimiter. */
const MAX_CELL_BYTES = 48;
/** Digits from which on a number is a time stamp for certain: seconds since 1970. */
const SURE_DIGITS = 10;

export const NOT_FOUND = -1;
export const UNDECIDED = -2;

/** unknown: more bytes are needed to tell. */
export type Likeness = 'yes' | 'no' | 'unknown';

/**
 * Finds the place to go on after damage: a line that starts as a row does, with a time stamp and the delimiter. So no
 * good row is swallowed by a quote that was never closed before it.
 */
export class RowStarts {
  /** Row starts can be told from other lines. Without a leading number column any line may be a row. */
  readonly areTelling: boolean;
  /** Where {@link next} found a line end and could not tell what follows it. */
  undecidedAt = 0;
  private readonly plan: RowPlan;
  private readonly stamps: TimeStampReader;

  /** @param stamps one of its own, so that looking does not count as reading */
  constructor(plan: RowPlan, stamps: TimeStampReader) {
    this.plan = plan;
    this.stamps = stamps;
    this.areTelling = plan.actions[0] === TIME || plan.actions[0] === WHOLE;
  }

  /** Whether a row may start at `at`. */
  check(bytes: Uint8Array, at: number, length: number, final: boolean): Likeness {
    if (at >= length) return final ? 'no' : 'unknown';
    if (!this.areTelling) return bytes[at] === LF || bytes[at] === CR || bytes[at] === 0 ? 'no' : 'yes';
    const end = this.cellEnd(bytes, at, length);
    if (end < 0) return 'no';
    if (end === length) return final ? 'no' : 'unknown';
    const quoted = bytes[at] === QUOTE;
    const start = quoted ? at + 1 : at;
    const stop = quoted && bytes[end - 1] === QUOTE ? end - 1 : end;
    if (this.plan.actions[0] === WHOLE) return isWhole(bytes, start, stop) ? 'yes' : 'no';
    const us = this.stamps.read(bytes, start, stop);
    if (us !== us) return 'no';
    if (stop - start >= SURE_DIGITS) return 'yes';
    // `0` is written by samplers that never ran; any text may start with a small number: elapsed must follow.
    return this.isElapsedNext(bytes, end + 1, length, final);
  }

  /**
   * The next row start behind a line end in `bytes[from..to)`.
   * @returns {@link NOT_FOUND}, or {@link UNDECIDED} when it takes more bytes to tell
   */
  next(bytes: Uint8Array, from: number, to: number, length: number, final: boolean): number {
    let at = from;
    for (;;) {
      const lineEnd = bytes.indexOf(LF, at);
      if (lineEnd < 0 || lineEnd >= to) return NOT_FOUND;
      at = lineEnd + 1;
      const likeness = this.check(bytes, at, length, final);
      if (likeness === 'yes') return at;
      if (likeness === 'unknown') {
        this.undecidedAt = lineEnd;
        return UNDECIDED;
      }
    }
  }

  private isElapsedNext(bytes: Uint8Array, at: number, length: number, final: boolean): Likeness {
    const { plan } = this;
    if (plan.actions[1] !== WHOLE || plan.places[1] !== ELAPSED) return 'yes';
    const end = this.cellEnd(bytes, at, length);
    if (end < 0) return 'no';
    if (end === length) return final ? 'no' : 'unknown';
    return isWhole(bytes, at, end) ? 'yes' : 'no';
  }

  /** The delimiter behind the cell at `at`; `length` when the cell may go on there; -1 when it is too long or the last one. */
  private cellEnd(bytes: Uint8Array, at: number, length: number): number {
    const limit = Math.min(length, at + MAX_CELL_BYTES);
    for (let end = at; end < limit; end++) {
      if (bytes[end] === this.plan.delimiter) return end;
      if (bytes[end] === LF) return -1;
    }
    return limit === length ? length : -1;
  }
}

function isWhole(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at]! < ZERO || bytes[at]! > NINE) return false;
  return end > start;
}
