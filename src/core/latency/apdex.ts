import type { ApdexSettings } from '#shared/model/apdex.ts';
import { APDEX_TOLERATING, apdexFigure, type Apdex, type ApdexMode } from '#shared/model/statistics.ts';
import { countAt, type ValueCounts } from './value-counts.ts';

/** How content the users of some samples were (method E9). */
export interface ApdexCounts {
  readonly satisfied: number;
  readonly tolerating: number;
  /** Samples that have a time, failures included. */
  readonly samples: number;
  /** What they were judged by. */
  readonly tMs: number;
}

/** Satisfied up to T, tolerating up to 4T (by JMeter's defaults 3T), failures frustrated whatever their time. */
export function apdexCounts(
  { values, cumulative, failed, count }: ValueCounts,
  tMs: number,
  mode: ApdexMode,
): ApdexCounts {
  let satisfied = 0;
  let tolerating = 0;
  for (let i = 0; i < values.length; i++) {
    const good = countAt(cumulative, i) - failed[i]!;
    if (values[i]! <= tMs) satisfied += good;
    else if (values[i]! <= APDEX_TOLERATING[mode] * tMs) tolerating += good;
    else break;
  }
  return { satisfied, tolerating, samples: count, tMs };
}

/**
 * The score of several transactions together, each judged by its own T: (satisfied + tolerating ÷ 2) ÷ samples. Null
 * without samples.
 */
export function apdexOfParts(
  parts: readonly ApdexCounts[],
  { tMs, mode }: Pick<ApdexSettings, 'tMs' | 'mode'>,
): Apdex | null {
  const filled = parts.filter(({ samples }) => samples > 0);
  const sum = (pick: (part: ApdexCounts) => number): number =>
    filled.reduce((total, part) => total + pick(part), 0);
  const samples = sum((part) => part.samples);
  if (samples === 0) return null;
  const thresholds = new Set(filled.map((part) => part.tMs));
  const figure = apdexFigure(
    (sum((part) => part.satisfied) + sum((part) => part.tolerating) / 2) / samples,
    thresholds.size === 1 ? filled[0]!.tMs : tMs,
    samples,
    mode,
  );
  return thresholds.size > 1 ? { ...figure, mixed: true } : figure;
}

/** The score of samples that are judged by one T; null for an empty sample. */
export function apdexOf(sample: ValueCounts, tMs: number, mode: ApdexMode = 'spec'): Apdex | null {
  return apdexOfParts([apdexCounts(sample, tMs, mode)], { tMs, mode });
}
