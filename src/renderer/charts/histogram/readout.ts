import { formatDuration } from '../../ui/duration-format.ts';
import { numberFormat } from '../../ui/number-format.ts';
import { rowAt } from '../latency-rows.ts';
import { percentileName } from '../percentile/reading.ts';
import { percentileOf } from '../percentile/model.ts';
import type { TooltipContent } from '../pinned/tooltip-text.ts';
import type { ValueMark } from '../value-chart/ValueChart.tsx';
import type { HistogramModel } from './model.ts';
import type { HistogramScene } from './scene.ts';

/** The keyboard goes through bars that are not empty: the middle of each. */
export function histogramMarks({ rows, counts }: HistogramModel): readonly ValueMark[] {
  return Array.from(counts).flatMap((count, row) =>
    count === 0 ? [] : [{ timeMs: null, valueMs: (rows.edgesMs[row]! + rows.edgesMs[row + 1]!) / 2 }],
  );
}

/** The fullest bar. */
export function histogramStart({ counts }: HistogramModel): number {
  const filled = Array.from(counts).filter((count) => count > 0);
  return filled.indexOf(Math.max(...filled));
}

/** The bar at a response time and what lies up to there; null beside the bars. */
export function histogramReadout(
  { model, duration }: HistogramScene,
  { valueMs }: ValueMark,
): TooltipContent | null {
  const { rows, counts, samples, ecdf } = model;
  const [lowest = 0, highest = 0] = [rows.edgesMs[0], rows.edgesMs.at(-1)];
  if (samples === 0 || valueMs < lowest || valueMs >= highest) return null;
  const row = rowAt(rows, valueMs);
  const text = (ms: number): string => formatDuration(ms, duration);
  const place = ecdf === null || ecdf.percentile.length === 0 ? null : percentileOf(ecdf, valueMs);
  return {
    title: `${text(rows.edgesMs[row]!)}–${text(rows.edgesMs[row + 1]!)} ${duration.unit}`,
    note: model.estimated ? '≈ estimate' : null,
    rows: [
      { name: 'Samples', value: `${numberFormat.count(counts[row]!)} of ${numberFormat.count(samples)}` },
      { name: 'Share', value: numberFormat.percent(counts[row]! / samples) },
      ...(place === null
        ? []
        : [{ name: `${text(valueMs)} ${duration.unit} is`, value: percentileName(place) }]),
    ],
  };
}

/** On the cumulative curve; at the top where it is not there yet. */
export function histogramPlace(
  { model, times, cumulative, geometry }: HistogramScene,
  { valueMs }: ValueMark,
): { readonly x: number; readonly y: number } {
  const { ecdf } = model;
  const y = ecdf === null ? geometry.top : cumulative.toPx(percentileOf(ecdf, valueMs));
  return { x: times.toPx(valueMs), y };
}
