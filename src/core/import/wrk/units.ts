import { shiftDecimal } from '../reports/decimal-shift.ts';

/** `src/units.c` of wrk: times in us, ms, s, m and h, counts in k (1000), bytes in K (1024). */

const TIME = /^(?<value>\d+(?:\.\d+)?)(?<unit>us|ms|s|m|h)$/u;
const MS: Readonly<Record<string, (value: string) => number>> = {
  us: (value) => shiftDecimal(value, -3),
  ms: Number,
  s: (value) => shiftDecimal(value, 3),
  m: (value) => Number(value) * 60_000,
  h: (value) => Number(value) * 3_600_000,
};
const BYTES = /^(?<value>\d+(?:\.\d+)?)(?<unit>[KMGTP]?)B$/u;
const BINARY_UNITS = ['', 'K', 'M', 'G', 'T', 'P'];
const NAN = /^-?nan/iu;

/** ms; null: `-nan`, nothing was measured; undefined: not a time. */
export function wrkTime(text: string): number | null | undefined {
  if (NAN.test(text)) return null;
  const { value, unit } = TIME.exec(text)?.groups ?? {};
  return value === undefined ? undefined : MS[unit!]!(value);
}

/** Bytes, as exact as two decimals of a unit are; undefined: no size. */
export function wrkBytes(text: string): number | undefined {
  const { value, unit } = BYTES.exec(text)?.groups ?? {};
  return value === undefined ? undefined : Math.round(Number(value) * 1024 ** BINARY_UNITS.indexOf(unit!));
}
