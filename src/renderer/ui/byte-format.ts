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
  return `${inUnit(bytes, unit, format)} ${unit.name}`;
}

/** Progress in one unit, that of the whole: `0.94 of 1.49 GB`. */
export function formatBytesOf(part: number, whole: number, format: NumberFormat = numberFormat): string {
  const unit = unitFor(whole);
  return `${inUnit(part, unit, format)} of ${inUnit(whole, unit, format)} ${unit.name}`;
}

function unitFor(bytes: number): ByteUnit {
  // 999,500 bytes would print as "1,000 kB": go to the next unit where rounding reaches it.
  return units.find((unit) => bytes >= unit.bytes * 0.9995) ?? byte;
}

function inUnit(bytes: number, unit: ByteUnit, format: NumberFormat): string {
  const value = bytes / unit.bytes;
  return unit.bytes === 1 ? format.count(value) : format.short(value);
}
