import type { WeightUnit } from '../../model/profile.ts';

/** A weight as Instruments shows it, in the unit of the model. */
export interface ShownWeight {
  readonly value: number;
  /** Null: a plain number. */
  readonly unit: WeightUnit | null;
}

const units: Readonly<Record<string, { readonly unit: WeightUnit; readonly scale: number }>> = {
  ns: { unit: 'ns', scale: 1 },
  us: { unit: 'ns', scale: 1e3 },
  µs: { unit: 'ns', scale: 1e3 },
  ms: { unit: 'ns', scale: 1e6 },
  s: { unit: 'ns', scale: 1e9 },
  min: { unit: 'ns', scale: 60e9 },
  c: { unit: 'cycles', scale: 1 },
  Kc: { unit: 'cycles', scale: 1e3 },
  Mc: { unit: 'cycles', scale: 1e6 },
  Gc: { unit: 'cycles', scale: 1e9 },
  cycles: { unit: 'cycles', scale: 1 },
  Bytes: { unit: 'bytes', scale: 1 },
  B: { unit: 'bytes', scale: 1 },
  KB: { unit: 'bytes', scale: 2 ** 10 },
  MB: { unit: 'bytes', scale: 2 ** 20 },
  GB: { unit: 'bytes', scale: 2 ** 30 },
  KiB: { unit: 'bytes', scale: 2 ** 10 },
  MiB: { unit: 'bytes', scale: 2 ** 20 },
  GiB: { unit: 'bytes', scale: 2 ** 30 },
};

/** `4273.0ms   99.9%`, `96.08 Gc  100.0%`, `84671`, `-`. Null when it is none. */
export function shownWeight(text: string): ShownWeight | null {
  const bare = text.trim();
  if (bare === '-' || bare === '') return { value: 0, unit: null };
  const match = /^([\d,]+(?:\.\d+)?)\s*([A-Za-zµ]*)(?:\s+[\d.,]+%)?$/u.exec(bare);
  if (match === null) return null;
  const value = Number(match[1]!.replaceAll(',', ''));
  if (match[2] === '') return { value, unit: null };
  const known = units[match[2]!];
  return known === undefined ? null : { value: value * known.scale, unit: known.unit };
}
