import {
  chooseDurationScale,
  formatDuration,
  formatElapsed,
  formatSpan,
  type DurationScale,
} from '../../ui/duration-format.ts';
import { numberFormat } from '../../ui/number-format.ts';
import type { ChartTable } from '../chart-table.ts';
import { columnStartMs, rowCountOf, type HeatMapModel } from './model.ts';

/** One unit for the picture, its tooltip and its table. */
export function heatMapDuration({ rows, clockTickMs }: HeatMapModel): DurationScale {
  return chooseDurationScale(rows.edgesMs, clockTickMs);
}

/** `3,004–3,379 ms`; no more digits than the clock gives. */
export function bandText(fromMs: number, toMs: number, duration: DurationScale): string {
  return `${formatDuration(fromMs, duration)}–${formatDuration(toMs, duration)} ${duration.unit}`;
}

/** The picture in words: where most samples are, and how far they reach. */
export function describeHeatMap(model: HeatMapModel): string {
  const rows = rowCountOf(model);
  const duration = heatMapDuration(model);
  const intro = `Heat map of ${numberFormat.count(model.samples)} samples by time and response time, cells of ${formatSpan(model.columnMs)}.`;
  if (model.samples === 0) return intro;
  const perRow = new Float64Array(rows);
  model.counts.forEach((count, cell) => (perRow[cell % rows]! += count));
  const fullest = perRow.indexOf(Math.max(...perRow));
  const slowest = perRow.findLastIndex((count) => count > 0);
  const edges = model.rows.edgesMs;
  const band = (row: number): string => bandText(edges[row]!, edges[row + 1]!, duration);
  return `${intro} Most lie at ${band(fullest)}, the slowest at ${band(slowest)}; a cell has at most ${numberFormat.count(model.max)}.`;
}

/** Cells that hold samples, in the order of time. */
export function heatMapTable(model: HeatMapModel): ChartTable {
  const rows = rowCountOf(model);
  const duration = heatMapDuration(model);
  const filled: number[] = [];
  model.counts.forEach((count, cell) => {
    if (count > 0) filled.push(cell);
  });
  const cell = (index: number): number => filled[index] ?? 0;
  const edge = (index: number, offset: 0 | 1): number => model.rows.edgesMs[(cell(index) % rows) + offset]!;
  const text = (ms: number): string => formatDuration(ms, duration);
  return {
    rowCount: filled.length,
    columns: [
      {
        id: 'start',
        header: 'Start',
        copyHeader: 'Start, ms',
        value: (index) => columnStartMs(model, Math.floor(cell(index) / rows)),
        text: (ms) => formatElapsed(ms, model.columnMs),
      },
      {
        id: 'from',
        header: `From, ${duration.unit}`,
        copyHeader: 'From, ms',
        value: (index) => edge(index, 0),
        text,
      },
      {
        id: 'to',
        header: `To, ${duration.unit}`,
        copyHeader: 'To, ms',
        value: (index) => edge(index, 1),
        text,
      },
      {
        id: 'samples',
        header: 'Samples',
        value: (index) => model.counts[cell(index)]!,
        text: (count) => numberFormat.count(count),
      },
    ],
  };
}
