/**
 * Numbers for people: three significant digits and the locale's separators. {@link NumberFormat.exact} is for
 * tooltips and copies; it loses nothing.
 */
export interface NumberFormat {
  /** Whole numbers: `966,377`. */
  readonly count: (value: number) => string;
  /** Three significant digits, but never fewer than the whole part: `0.067`, `6.74`, `34.2`, `2,336`. */
  readonly short: (value: number) => string;
  /** Three significant digits with `k`, `M`, `G` for places where a long number does not fit: `1.31 M`. */
  readonly compact: (value: number) => string;
  /** Digits after the point as given: columns whose decimals must line up. */
  readonly fixed: (value: number, decimals: number) => string;
  /** 0..1 as a percentage with unit: `0.067 %`. */
  readonly percent: (ratio: number) => string;
  /** 0..1 as a percentage without unit, for columns whose header says `%`. */
  readonly percentNumber: (ratio: number) => string;
}

const compactSteps = [
  { from: 1e9, suffix: 'G' },
  { from: 1e6, suffix: 'M' },
  { from: 1e4, by: 1e3, suffix: 'k' },
] as const;

/** @param locale BCP 47 tag; without one the locale of the window */
export function createNumberFormat(locale?: string): NumberFormat {
  const byDecimals = [0, 1, 2, 3, 4, 5, 6].map(
    (decimals) =>
      new Intl.NumberFormat(locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals }),
  );
  const significant = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });

  function short(value: number): string {
    const size = Math.abs(value);
    if (value === 0) return '0';
    // 99.95 rounds to 100 at one decimal: decide on the rounded figure, else "100.0" would appear.
    if (size >= 99.95) return whole.format(value);
    if (size >= 9.995) return fixed(value, 1);
    if (size >= 0.9995) return fixed(value, 2);
    if (size >= 0.0005) return fixed(value, 3);
    return significant.format(value);
  }

  function fixed(value: number, decimals: number): string {
    return (byDecimals[decimals] ?? whole).format(value);
  }

  function compact(value: number): string {
    const size = Math.abs(value);
    for (const step of compactSteps) {
      if (size >= step.from) return `${short(value / ('by' in step ? step.by : step.from))} ${step.suffix}`;
    }
    return Number.isInteger(value) ? whole.format(value) : short(value);
  }

  return {
    count: (value) => whole.format(value),
    short,
    compact,
    fixed,
    percent: (ratio) => `${short(ratio * 100)} %`,
    percentNumber: (ratio) => short(ratio * 100),
  };
}

/** The window's own format. A window lives in one locale; tests make their own. */
export const numberFormat: NumberFormat = createNumberFormat();

/**
 * The shortest text that reads back as the same number, with a point whatever the locale: what is copied goes into
 * spreadsheets, scripts and bug reports.
 */
export function exactNumber(value: number): string {
  return String(value);
}
