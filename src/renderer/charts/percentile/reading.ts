import { formatDuration, type DurationScale } from '../../ui/duration-format.ts';
import { numberFormat } from '../../ui/number-format.ts';
import { percentileOf, type PercentileModel } from './model.ts';

export interface PercentileReading {
  readonly valueMs: number;
  readonly percentile: number;
  /** "3,186 ms is p99.985" */
  readonly text: string;
  readonly behind: { readonly percentile: number; readonly text: string } | null;
}

/** @returns null without samples */
export function readingAt(
  model: PercentileModel,
  valueMs: number,
  duration: DurationScale,
): PercentileReading | null {
  const { selection, behind } = model;
  if (selection.percentile.length === 0) return null;
  if (model.reported) return reportedReading(model, valueMs, duration);
  const percentile = percentileOf(selection, valueMs);
  const reference = behind === null || behind.percentile.length === 0 ? null : percentileOf(behind, valueMs);
  return {
    valueMs,
    percentile,
    text: `${formatDuration(valueMs, duration)} ${duration.unit} is ${percentileName(percentile)}`,
    behind:
      reference === null
        ? null
        : { percentile: reference, text: `${percentileName(reference)} of the ${model.behindIs}` },
  };
}

/** Only what was printed can be read: null between the points. */
function reportedReading(
  { selection }: PercentileModel,
  valueMs: number,
  duration: DurationScale,
): PercentileReading | null {
  const at = selection.valueMs.indexOf(valueMs);
  if (at < 0) return null;
  const percentile = selection.percentile[at]!;
  return {
    valueMs,
    percentile,
    text: `${reportedName(percentile)} ${formatDuration(valueMs, duration)} ${duration.unit}`,
    behind: null,
  };
}

/** As it was printed: `p95`, `p99.9`, `minimum`. */
export function reportedName(percentile: number): string {
  if (percentile === 0) return 'minimum';
  return percentile === 100 ? 'maximum' : `p${percentile}`;
}

/** Two digits of what lies beyond, so that neighbouring readings can be told apart: `p87`, `p99.30`, `p99.985`. */
export function percentileName(percentile: number): string {
  if (percentile >= 100) return 'p100';
  const beyond = 100 - percentile;
  const decimals = Math.min(6, Math.max(0, 1 + Math.floor(-Math.log10(beyond / 10))));
  const unit = 10 ** decimals;
  // Rounding up would print p100 for a value that samples lie beyond.
  return `p${numberFormat.fixed(Math.floor(percentile * unit + 1e-6) / unit, decimals)}`;
}
