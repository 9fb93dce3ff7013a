import { formatDuration } from '../../ui/duration-format.ts';
import { exactNumber, numberFormat } from '../../ui/number-format.ts';
import type { TooltipContent } from '../pinned/tooltip-text.ts';
import type { ValueMark } from '../value-chart/ValueChart.tsx';
import { curveNames, valueAt, type PercentileModel } from './model.ts';
import { percentileName, readingAt } from './reading.ts';
import type { PercentileScene } from './scene.ts';

/** What the keyboard goes through: percentiles that people name. */
const NAMED = [1, 5, 10, 25, 50, 75, 90, 95, 99, 99.5, 99.9, 99.95, 99.99, 99.999, 99.9999];
const MEDIAN = 50;

/** Of a report its points; else named percentiles that a sample lies beyond, and the maximum. */
export function percentileMarks({ selection, reported }: PercentileModel): readonly ValueMark[] {
  const values = reported
    ? [...selection.valueMs]
    : selection.percentile.length === 0
      ? []
      : [...NAMED.filter((percentile) => (selection.samples * (100 - percentile)) / 100 >= 1), 100].map(
          (percentile) => valueAt(selection, percentile),
        );
  return values.map((valueMs) => ({ timeMs: null, valueMs }));
}

export function percentileStart({ reported }: PercentileModel): number {
  return reported ? 0 : NAMED.indexOf(MEDIAN);
}

/** @returns null where the curve says nothing */
export function percentileReadout(
  { model, duration }: PercentileScene,
  { valueMs }: ValueMark,
): TooltipContent | null {
  const reading = readingAt(model, valueMs, duration);
  if (reading === null) return null;
  const { percentile, behind } = reading;
  const time = `${formatDuration(valueMs, duration)} ${duration.unit}`;
  if (model.reported)
    return {
      title: reading.text,
      note: 'reported',
      rows: [{ name: 'Exact', value: `${exactNumber(valueMs)} ms` }],
    };
  const { samples } = model.selection;
  const names = curveNames(model);
  const slower = Math.round((samples * (100 - percentile)) / 100);
  return {
    title: time,
    note: null,
    rows: [
      {
        name: names.selection,
        value: percentileName(percentile),
      },
      ...(behind === null ? [] : [{ name: names.behind, value: percentileName(behind.percentile) }]),
      { name: 'Slower', value: `${numberFormat.count(slower)} of ${numberFormat.count(samples)}` },
    ],
  };
}

/** On the curve, in px of the chart. */
export function percentilePlace(
  { model, nines, values, duration }: PercentileScene,
  { valueMs }: ValueMark,
): { readonly x: number; readonly y: number } {
  const percentile = readingAt(model, valueMs, duration)?.percentile ?? 0;
  const x = nines.toPx(percentile);
  return {
    x: model.reported ? x : Math.min(x, nines.endPx(model.selection.samples)),
    y: values.toPx(valueMs),
  };
}
