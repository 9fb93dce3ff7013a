import { formatDuration, type DurationScale } from '../../ui/duration-format.ts';
import { exactNumber, numberFormat } from '../../ui/number-format.ts';
import type { ChartColumn, ChartTable } from '../chart-table.ts';
import { reportedName } from './reading.ts';
import { durationOf } from './scene.ts';
import { curveNames, valueAt, type PercentileCurve, type PercentileModel } from './model.ts';

const NAMED = [50, 90, 95, 99, 99.9] as const;

/** The picture in words. Only percentiles that at least ten samples lie beyond are named. */
export function describePercentiles(model: PercentileModel, duration: DurationScale): string {
  const { selection, behind, corrected, reported } = model;
  const names = curveNames(model);
  if (reported) return describeReported(selection, duration);
  const parts = [describeCurve(names.selection, selection, duration)];
  if (behind !== null) parts.push(describeCurve(names.behind, behind, duration));
  if (corrected != null) parts.push(describeCurve('Corrected', corrected, duration));
  return `Percentile curve. ${parts.join(' ')}`;
}

function describeReported({ percentile, valueMs }: PercentileCurve, duration: DurationScale): string {
  const points = [...percentile].map(
    (value, i) => `${reportedName(value)} ${formatDuration(valueMs[i]!, duration)} ${duration.unit}`,
  );
  return `Reported percentiles, nothing between them: ${points.join(', ')}.`;
}

function describeCurve(name: string, curve: PercentileCurve, duration: DurationScale): string {
  if (curve.percentile.length === 0) return `${name}: no samples.`;
  const text = (ms: number): string => `${formatDuration(ms, duration)} ${duration.unit}`;
  const named = NAMED.filter(
    (percentile) => percentile === 50 || (curve.samples * (100 - percentile)) / 100 >= 10,
  );
  const figures = named.map((percentile) => `p${percentile} ${text(valueAt(curve, percentile))}`);
  return `${name}, ${numberFormat.count(curve.samples)} samples: ${figures.join(', ')}, maximum ${text(curve.valueMs.at(-1)!)}.`;
}

/** The points of the curves. Each has its own percentiles, so they stand side by side and not in common rows. */
export function percentileTable(model: PercentileModel): ChartTable {
  const { selection, behind, corrected } = model;
  const duration = durationOf(model);
  const names = curveNames(model);
  const text = model.reported ? exactNumber : percentileText;
  const curves: readonly (readonly [string, PercentileCurve | null | undefined])[] = [
    [names.selection, selection],
    [names.behind, behind],
    ['Corrected', corrected],
  ];
  const shown = curves.flatMap(([name, curve]) => (curve == null ? [] : [{ name, curve }]));
  return {
    rowCount: Math.max(...shown.map(({ curve }) => curve.percentile.length)),
    columns: shown.flatMap(({ name, curve }) => curveColumns(name, curve, duration, text)),
  };
}

function curveColumns(
  name: string,
  curve: PercentileCurve,
  duration: DurationScale,
  text: (percentile: number) => string,
): readonly ChartColumn[] {
  return [
    {
      id: `${name} percentile`,
      header: `${name}, p`,
      copyHeader: `${name}: percentile`,
      value: (row) => curve.percentile[row] ?? NaN,
      text,
    },
    {
      id: `${name} value`,
      header: `${name}, ${duration.unit}`,
      copyHeader: `${name}, ms`,
      value: (row) => curve.valueMs[row] ?? NaN,
      text: (value) => formatDuration(value, duration),
    },
  ];
}

/** One decimal, and one more for every nine: `14.3`, `95.02`, `99.304`. */
function percentileText(percentile: number): string {
  if (percentile >= 100) return '100';
  const nine = Math.floor(-Math.log10((100 - percentile) / 100));
  return numberFormat.fixed(percentile, Math.min(6, 1 + nine));
}
