/** Products of two numbers below this are exact in a double. */
const LIMB = 2 ** 26;
const MAX_EXACT = 2 ** 53;
/** So many terms of less than one limb stay below 2^53. */
const FLUSH_AFTER = 2 ** 26;

/**
 * Sum of whole numbers without any rounding, at the speed of doubles: their order, and how many threads counted them,
 * leave no trace in a mean or a deviation.
 */
export class ExactSum {
  private high = 0;
  private low = 0;
  private pending = 0;
  private total = 0n;

  /** Adds `term * times`; both whole and below 2^53. */
  add(term: number, times: number): void {
    const product = term * times;
    if (Math.abs(product) >= MAX_EXACT) {
      this.total += BigInt(term) * BigInt(times);
      return;
    }
    const high = Math.floor(product / LIMB);
    this.high += high;
    this.low += product - high * LIMB;
    this.pending += 1;
    if (this.pending === FLUSH_AFTER) this.flush();
  }

  value(): bigint {
    this.flush();
    return this.total;
  }

  private flush(): void {
    this.total += BigInt(this.high) * BigInt(LIMB) + BigInt(this.low);
    this.high = 0;
    this.low = 0;
    this.pending = 0;
  }
}

/** Sum of squares of whole numbers below 2^52, without any rounding. */
export class ExactSquares {
  private readonly high = new ExactSum();
  private readonly mixed = new ExactSum();
  private readonly low = new ExactSum();

  add(term: number, times: number): void {
    const high = Math.floor(term / LIMB);
    const low = term - high * LIMB;
    this.low.add(low * low, times);
    if (high === 0) return;
    this.mixed.add(high * low, times);
    this.high.add(high * high, times);
  }

  value(): bigint {
    const limb = BigInt(LIMB);
    return this.high.value() * limb * limb + 2n * this.mixed.value() * limb + this.low.value();
  }
}

/** Bits that a quotient is computed to: more than a double's 53, so that rounding it once more rounds right. */
const QUOTIENT_BITS = 70;

/** The double next to `numerator / denominator`; the denominator is above zero. */
export function quotient(numerator: bigint, denominator: bigint): number {
  if (numerator < 0n) return -quotient(-numerator, denominator);
  if (numerator <= BigInt(Number.MAX_SAFE_INTEGER) && denominator <= BigInt(Number.MAX_SAFE_INTEGER)) {
    return Number(numerator) / Number(denominator);
  }
  const shift = Math.max(0, QUOTIENT_BITS + bitLength(denominator) - bitLength(numerator));
  const scaled = numerator << BigInt(shift);
  const whole = scaled / denominator;
  // A remainder makes the value more than what was cut off: the last bit says so to the rounding that follows.
  const sticky = whole * denominator === scaled ? 0n : 1n;
  return Number((whole << 1n) | sticky) / 2 ** (shift + 1);
}

function bitLength(value: bigint): number {
  return value.toString(2).length;
}
