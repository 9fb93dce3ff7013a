import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExactSquares, ExactSum, quotient } from './exact-sum.ts';

const term = fc.oneof(
  fc.integer({ min: -1000, max: 100_000 }),
  fc.integer({ min: -(2 ** 31), max: 2 ** 31 }),
  fc.maxSafeInteger().map((value) => Math.trunc(value / 2)),
);
const times = fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 10_000_000 }));

describe('ExactSum and ExactSquares', () => {
  it('equal sums of big integers', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(term, times), { maxLength: 60 }), (terms) => {
        const sum = new ExactSum();
        const squares = new ExactSquares();
        let expectedSum = 0n;
        let expectedSquares = 0n;
        for (const [value, count] of terms) {
          sum.add(value, count);
          squares.add(value, count);
          expectedSum += BigInt(value) * BigInt(count);
          expectedSquares += BigInt(value) * BigInt(value) * BigInt(count);
        }
        expect(sum.value()).toBe(expectedSum);
        expect(squares.value()).toBe(expectedSquares);
      }),
    );
  });

  it('lose nothing where doubles do', () => {
    const sum = new ExactSum();
    sum.add(2 ** 52, 1);
    for (let i = 0; i < 10; i++) sum.add(2 ** 52 - 1, 3);
    sum.add(1, 1);
    expect(sum.value()).toBe(2n ** 52n + 30n * (2n ** 52n - 1n) + 1n);
    // Reading the value does not end the sum.
    sum.add(1, 1);
    expect(sum.value()).toBe(2n ** 52n + 30n * (2n ** 52n - 1n) + 2n);
  });
});

describe('quotient', () => {
  it('is the double next to the fraction', () => {
    expect(quotient(0n, 7n)).toBe(0);
    expect(quotient(1n, 3n)).toBe(1 / 3);
    expect(quotient(-(2n ** 80n), 2n ** 79n)).toBe(-2);
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(2n ** 120n), max: 2n ** 120n }),
        fc.bigInt({ min: 1n, max: 2n ** 120n }),
        (a, b) => {
          expect(isNearest(quotient(a, b), a, b)).toBe(true);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('rounds halves to even, and just above them up', () => {
    const half = (1n << 53n) + 1n; // Between two doubles.
    expect(quotient(half << 40n, 1n << 40n)).toBe(2 ** 53);
    expect(quotient((half << 40n) + 1n, 1n << 40n)).toBe(2 ** 53 + 2);
  });
});

/** No neighbouring double is nearer to a / b; in whole numbers, of units of the smaller neighbour's last bit. */
function isNearest(value: number, a: bigint, b: bigint): boolean {
  const [below, above] = [value * (1 - 2 ** -53), value * (1 + 2 ** -52)].sort((x, y) => x - y) as [
    number,
    number,
  ];
  const distance = (candidate: number): bigint => {
    const [numerator, denominator] = fraction(candidate);
    const difference = a * denominator - numerator * b;
    return (difference < 0n ? -difference : difference) * (SCALE / denominator);
  };
  return distance(value) <= distance(below) && distance(value) <= distance(above);
}

const SCALE = 2n ** 400n;

/** A double as a fraction of whole numbers, with a power of two below. */
function fraction(value: number): [bigint, bigint] {
  let denominator = 1n;
  let scaled = value;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    denominator *= 2n;
  }
  return [BigInt(scaled), denominator];
}
