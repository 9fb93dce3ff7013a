import { formatDuration } from '../../ui/duration-format.ts';
import { numberFormat } from '../../ui/number-format.ts';
import type { ChartTable } from '../chart-table.ts';
import { valueAt, type PercentileCurve } from '../percentile/model.ts';
import { overlayDuration, type OverlayModel } from './scene.ts';

const NAMED = [50, 90, 95, 99, 99.9] as const;

/** The picture in words. Only percentiles that at least ten samples lie beyond are named. */
export function describeOverlay(model: OverlayModel): string {
  const duration = overlayDuration(model);
  const side = (name: string, curve: PercentileCurve): string => {
    if (curve.percentile.length === 0) return `${name}: no samples.`;
    const named = NAMED.filter((p) => p === 50 || (curve.samples * (100 - p)) / 100 >= 10);
    const figures = named.map((p) => `p${p} ${formatDuration(valueAt(curve, p), duration)} ${duration.unit}`);
    return `${name}, ${numberFormat.count(curve.samples)} samples: ${figures.join(', ')}.`;
  };
  return `Percentile curves. ${side('A', model.baseline)} ${side('B', model.candidate)}`;
}

/** Both sides at the same percentiles, which are those that either curve has a point at. */
export function overlayTable(model: OverlayModel): ChartTable {
  const { baseline, candidate } = model;
  const duration = overlayDuration(model);
  const percentiles = [...new Set([...baseline.percentile, ...candidate.percentile])].sort((a, b) => a - b);
  const values = (curve: PercentileCurve): Float64Array =>
    Float64Array.from(percentiles, (percentile) => valueAt(curve, percentile));
  const [a, b] = [values(baseline), values(candidate)];
  const column = (id: string, header: string, of: Float64Array) => ({
    id,
    header: `${header}, ${duration.unit}`,
    copyHeader: `${header}, ms`,
    value: (row: number) => of[row] ?? NaN,
    text: (ms: number) => formatDuration(ms, duration),
  });
  return {
    rowCount: percentiles.length,
    columns: [
      {
        id: 'percentile',
        header: 'Percentile',
        value: (row) => percentiles[row] ?? NaN,
        text: (percentile) => numberFormat.fixed(percentile, percentile > 99 ? 3 : 1),
      },
      column('a', 'A', a),
      column('b', 'B', b),
      column(
        'delta',
        'Δ',
        b.map((value, row) => value - a[row]!),
      ),
    ],
  };
}
