import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DecimalReader } from './decimal.ts';

function read(text: string): { value: number; rest: string } | null {
  const reader = new DecimalReader();
  const end = reader.read(new TextEncoder().encode(text), 0);
  return end < 0 ? null : { value: reader.value, rest: text.slice(end) };
}

describe('DecimalReader', () => {
  it.each([
    '0',
    '-0',
    '1',
    '-1',
    '10',
    '133.56382',
    '0.000001',
    '100.000000',
    '1e-05',
    '4.2E+3',
    '1.5e-7',
    '9007199254740991',
    '9007199254740993',
    '0.1234567890123456789',
    '123456789012345678901234567890',
    '1e300',
    '5e-324',
    '1e-400',
    '245.59144200000000000000000000001',
    '1e23',
    '8.5e22',
    '1e-23',
  ])('reads %s as JSON.parse does', (text) => {
    const result = read(`${text},"tags"`);
    expect(result?.rest).toBe(',"tags"');
    expect(Object.is(result?.value, JSON.parse(text))).toBe(true);
  });

  it.each([
    '',
    '-',
    '+1',
    '.5',
    '1.',
    '01',
    '-01',
    '1e',
    '1e+',
    'x',
    '1e400',
    '-1e400',
    'NaN',
    'Infinity',
    '"1"',
  ])('finds no JSON number in %j', (text) => {
    expect(read(`${text},`)).toBeNull();
  });

  it('leaves absurdly long numbers alone', () => {
    expect(read(`${'1'.repeat(200_000)},`)).toBeNull();
  });

  it('stops at the end of the bytes', () => {
    expect(read('12')).toEqual({ value: 12, rest: '' });
  });

  it('agrees with JSON.parse for every double and every number of digits', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = JSON.stringify(value);
        expect(Object.is(read(text)?.value, JSON.parse(text))).toBe(true);
      }),
    );
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 24n }),
        fc.integer({ min: 1, max: 25 }),
        (digits, fraction) => {
          const padded = digits.toString().padStart(fraction + 1, '0');
          const text = `${padded.slice(0, -fraction)}.${padded.slice(-fraction)}`;
          expect(read(text)?.value).toBe(JSON.parse(text));
        },
      ),
    );
  });
});
