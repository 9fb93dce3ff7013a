import { AppError } from '#shared/contract/errors.ts';
import type { Float64Column, Int32Column, NumberColumn } from '../../model/growing-column.ts';
import type { RawArrayReader } from './json-visitor.ts';

/** Longer than any number that a tool writes. */
const MAX_NUMBER_BYTES = 64;

const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const COMMA = 0x2c;
const CLOSE_BRACKET = 0x5d;

/** Reads `[1,2,-3,0.5]` into a column without making a string: arrays of samples have millions of entries. */
export class NumberArrayReader implements RawArrayReader {
  done = false;
  private readonly column: Int32Column | Float64Column | NumberColumn;
  private readonly decoder = new TextDecoder('latin1');

  /** @param column where the numbers go; `null` and what else is no number goes in as 0 */
  constructor(column: Int32Column | Float64Column | NumberColumn) {
    this.column = column;
  }

  read(bytes: Uint8Array, from: number, end: number): number {
    const { column } = this;
    let at = from;
    for (;;) {
      // Nothing but separators stands between two numbers.
      let byte = at < end ? bytes[at]! : 0;
      while (at < end && (byte <= 0x20 || byte === COMMA)) byte = bytes[++at]!;
      if (at >= end) return end;
      if (byte === CLOSE_BRACKET) {
        this.done = true;
        return at + 1;
      }
      const start = at;
      const negative = byte === MINUS;
      if (negative) byte = bytes[++at]!;
      let value = 0;
      while (at < end && byte >= ZERO && byte <= NINE) {
        value = value * 10 + (byte - ZERO);
        byte = bytes[++at]!;
      }
      if (at >= end) return this.unfinished(start, end);
      if (value <= Number.MAX_SAFE_INTEGER && (byte === COMMA || byte === CLOSE_BRACKET || byte <= 0x20)) {
        column.push(negative ? -value : value);
        continue;
      }
      // A fraction, an exponent, null, more digits than fit.
      while (at < end && byte !== COMMA && byte !== CLOSE_BRACKET && byte > 0x20) byte = bytes[++at]!;
      if (at >= end) return this.unfinished(start, end);
      const text = this.decoder.decode(bytes.subarray(start, at));
      const number = text === 'null' ? 0 : Number(text.replaceAll('"', ''));
      if (Number.isNaN(number)) throw damaged(text);
      column.push(number);
    }
  }

  private unfinished(start: number, end: number): number {
    if (end - start > MAX_NUMBER_BYTES) throw damaged('');
    return start;
  }
}

function damaged(text: string): AppError {
  return new AppError(
    'file-damaged',
    `This profile is damaged: where a number should stand, there is "${text.slice(0, 40)}".`,
    { hint: 'Record or save it again.' },
  );
}
