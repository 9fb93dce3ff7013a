import { exactNumber, numberFormat } from '../../ui/number-format.ts';

/** One unit for all sizes of a column or a panel. */
export interface ByteScale {
  readonly unit: 'B' | 'kB' | 'MB' | 'GB';
  readonly bytes: number;
}

const scales: readonly ByteScale[] = [
  { unit: 'GB', bytes: 1e9 },
  { unit: 'MB', bytes: 1e6 },
  { unit: 'kB', bytes: 1e3 },
];
const BYTES: ByteScale = { unit: 'B', bytes: 1 };

/** The largest unit in which the largest value has two digits before the point: small ones keep some of theirs. */
export function byteScaleFor(values: Iterable<number | null>): ByteScale {
  let most = 0;
  for (const value of values) if (value !== null && Math.abs(value) > most) most = Math.abs(value);
  return scales.find(({ bytes }) => most >= 10 * bytes) ?? BYTES;
}

export function inScale(value: number, { bytes }: ByteScale): string {
  return numberFormat.short(value / bytes);
}

/** For tooltips and copies. */
export function exactBytes(value: number): string {
  return exactNumber(Math.round(value));
}
