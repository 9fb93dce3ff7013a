import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SecondsReader, wholeNumber } from './number-cell.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

describe('wholeNumber', () => {
  it.each(['', '-1', '1.5', ' 1', '1e3', '9007199254740993', '12345678901234567'])('refuses %j', (text) => {
    expect(wholeNumber(bytesOf(text), 0, text.length)).toBeNaN();
  });

  it('reads digits', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (value) => {
        const text = `x${value}y`;
        expect(wholeNumber(bytesOf(text), 1, text.length - 1)).toBe(value);
      }),
    );
  });
});

describe('SecondsReader', () => {
  it('gives the nearest double to the milliseconds', () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.integer({ min: 0, max: 999_999_999 }), (seconds, below) => {
        const digits = String(below).padStart(9, '0');
        const text = `${seconds}.${digits}`;
        expect(new SecondsReader().ms(bytesOf(text), 0, text.length)).toBe(
          Number(`${seconds}${digits.slice(0, 3)}.${digits.slice(3)}`),
        );
      }),
    );
  });

  it.each(['', 'x', '1.5x', '1 ', '1e30', '.5'])('refuses %j', (text) => {
    expect(new SecondsReader().ms(bytesOf(text), 0, text.length)).toBeNaN();
  });
});
