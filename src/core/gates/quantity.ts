/** Numbers with a unit, as rules write them: `200ms`, `1%`, `150/s`. */

export type Dimension = 'time' | 'share' | 'rate' | 'size' | 'factor' | 'number';

export interface Quantity {
  readonly value: number;
  /** As in {@link units}; empty for a bare number. */
  readonly unit: string;
}

interface Unit {
  readonly dimension: Dimension;
  /** To ms, to a ratio 0..1, per second, to bytes. */
  readonly scale: number;
}

const units: Readonly<Record<string, Unit>> = {
  us: { dimension: 'time', scale: 1e-3 },
  ms: { dimension: 'time', scale: 1 },
  s: { dimension: 'time', scale: 1e3 },
  m: { dimension: 'time', scale: 60e3 },
  h: { dimension: 'time', scale: 3600e3 },
  '%': { dimension: 'share', scale: 0.01 },
  '/s': { dimension: 'rate', scale: 1 },
  '/min': { dimension: 'rate', scale: 1 / 60 },
  '/h': { dimension: 'rate', scale: 1 / 3600 },
  B: { dimension: 'size', scale: 1 },
  kB: { dimension: 'size', scale: 1e3 },
  MB: { dimension: 'size', scale: 1e6 },
  GB: { dimension: 'size', scale: 1e9 },
  KiB: { dimension: 'size', scale: 2 ** 10 },
  MiB: { dimension: 'size', scale: 2 ** 20 },
  GiB: { dimension: 'size', scale: 2 ** 30 },
  x: { dimension: 'factor', scale: 1 },
  '': { dimension: 'number', scale: 1 },
};

/** Other spellings that people write. */
const aliases: Readonly<Record<string, string>> = {
  µs: 'us',
  μs: 'us',
  sec: 's',
  min: 'm',
  '/sec': '/s',
  rps: '/s',
  '/m': '/min',
  '/hour': '/h',
  kb: 'kB',
  KB: 'kB',
  '×': 'x',
  X: 'x',
};

/** The unit by its own spelling or another one; null for a word that is no unit. */
export function unitNamed(text: string): string | null {
  if (Object.hasOwn(units, text)) return text;
  return Object.hasOwn(aliases, text) ? aliases[text]! : null;
}

export function dimensionOf({ unit }: Quantity): Dimension {
  return units[unit]!.dimension;
}

/** In the unit that figures are computed in: ms, ratio 0..1, per second, bytes. */
export function baseValue({ value, unit }: Quantity): number {
  const { scale } = units[unit]!;
  // A division of whole numbers is rounded once: 0.1 % is the double nearest to 0.001.
  return scale < 1 ? value / Math.round(1 / scale) : value * scale;
}

export function quantityText({ value, unit }: Quantity): string {
  return `${decimalText(value)}${unit}`;
}

/** Without an exponent, which the grammar does not have. */
function decimalText(value: number): string {
  const text = String(value);
  return text.includes('e') ? value.toFixed(20).replace(/\.?0+$/u, '') : text;
}
