/** Units that values may be in; a log does not say. */
export type ValueUnit = 'nanoseconds' | 'microseconds' | 'milliseconds';

/** Places by which the decimal point moves to make milliseconds. */
export const PLACES_TO_MS: Readonly<Record<ValueUnit, number>> = {
  nanoseconds: -6,
  microseconds: -3,
  milliseconds: 0,
};

const NAMED: readonly (readonly [ValueUnit, RegExp])[] = [
  ['nanoseconds', /(?<![a-z])(?:nanoseconds?|nanos|ns|nsecs?)(?![a-z])/iu],
  ['microseconds', /(?<![a-z])(?:microseconds?|micros|us|µs|μs|usecs?)(?![a-z])/iu],
  ['milliseconds', /(?<![a-z])(?:milliseconds?|millis|ms|msecs?)(?![a-z])/iu],
];

/** Time stamps name seconds, and are no mark. */
const OF_TIME_STAMPS = /^#\[?(?:StartTime|BaseTime|Histogram log format)/iu;

/**
 * What the values are in, and why that is thought. In this order: a comment that names one unit; the column Interval_Max,
 * which by convention is the highest value in milliseconds; milliseconds.
 */
export class UnitGuess {
  private readonly named = new Set<ValueUnit>();
  private fromMax: ValueUnit | null = null;

  comment(line: string): void {
    if (OF_TIME_STAMPS.test(line)) return;
    for (const [unit, words] of NAMED) if (words.test(line)) this.named.add(unit);
  }

  /** @param intervalMax as written in the log, with three decimals */
  interval(highestValue: number, intervalMax: number): void {
    if (this.fromMax !== null || highestValue <= 0 || intervalMax <= 0) return;
    const ratio = highestValue / intervalMax;
    // Rounding to three decimals, and to the histogram's digits, changes it a little.
    const isAbout = (expected: number): boolean => Math.abs(ratio / expected - 1) < 0.2;
    if (isAbout(1e6)) this.fromMax = 'nanoseconds';
    else if (isAbout(1e3)) this.fromMax = 'microseconds';
  }

  get unit(): ValueUnit {
    const [only] = this.named;
    if (only !== undefined && this.named.size === 1) return only;
    return this.fromMax ?? 'milliseconds';
  }

  /** Null: it stands in the file. */
  get assumption(): string | null {
    if (this.named.size === 1) return null;
    const why =
      this.fromMax === null
        ? 'nothing in the file says what they are'
        : `the column Interval_Max is ${this.fromMax === 'nanoseconds' ? 'a million' : 'a thousand'} times smaller, and usually in milliseconds`;
    return `The values were taken for ${this.unit}: ${why}.`;
  }
}
