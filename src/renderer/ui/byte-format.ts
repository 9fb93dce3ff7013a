import { numberFormat, type NumberFormat } from './number-format.ts';

/** Decimal units, as disks and download sizes are labelled. */
const units = [
  { name: 'TB', bytes: 1e12 },
  { name: 'GB', bytes: 1e9 },
  { name: 'MB', bytes: 1e6 },
  { name: 'kB', bytes: 1e3 },
] as const;

const byte = { name: 'B', bytes: 1 } as const;
type ByteUnit = (typeof units)[number] | typeof byte;

export function formatBytes(bytes: number, format: NumberFormat = numberFormat): string {
  const unit = unitFor(bytes);
  return `${inUnit(bytes, unit, decimalsFor(bytes, unit), format)} ${unit.name}`;
}

/** Progress in one unit and to the same digit, that of the whole: `0.94 of 1.49 GB`. */
export function formatBytesOf(part: number, whole: number, format: NumberFormat = numberFormat): string {
  const unit = unitFor(whole);
  const decimals = decimalsFor(whole, unit);
  return `${inUnit(part, unit, decimals, format)} of ${inUnit(whole, unit, decimals, format)} ${unit.name}`;
}

function unitFor(bytes: number): ByteUnit {
  // 999,500 bytes would print as "1,000 kB": go to the next unit where rounding reaches it.
  return units.find((unit) => bytes >= unit.bytes * 0.9995) ?? byte;
}

/** Three digits from gigabytes on, where they mean something; below nobody compares the hundredths. */
function decimalsFor(bytes: number, unit: ByteUnit): number {
  const value = bytes / unit.bytes;
  if (unit.bytes >= 1e9) return value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  return unit.bytes > 1 && value < 9.95 && !Number.isInteger(value) ? 1 : 0;
}

function inUnit(bytes: number, unit: ByteUnit, decimals: number, format: NumberFormat): string {
  return format.fixed(bytes / unit.bytes, bytes === 0 ? 0 : decimals);
}
