import { numberAt, numberColumn } from '#shared/contract/columns.ts';
import type { LatencyCurve } from '#shared/model/latency.ts';
import type { ChartLine, SeriesRole } from './report-chart.ts';

/** Percentile curves as lines: x the percentile, y ms. */
export function curveLines(
  curves: readonly { readonly name: string; readonly role: SeriesRole; readonly curve: LatencyCurve }[],
): ChartLine[] {
  return curves.map(({ name, role, curve }) => {
    const percentile = numberColumn(curve.table, 'percentile');
    const value = numberColumn(curve.table, 'valueMs');
    const rows = Array.from({ length: curve.table.rowCount }, (_, row) => row);
    return {
      name,
      role,
      x: rows.map((row) => numberAt(percentile, row) ?? 0),
      y: rows.map((row) => numberAt(value, row)),
    };
  });
}

/** Beyond this percentile the smallest of the curves has fewer than ten samples; null without samples. */
export function trustedTo(curves: readonly LatencyCurve[]): number | null {
  const least = Math.min(...curves.map(({ samples }) => samples));
  return Number.isFinite(least) && least > 10 ? 100 * (1 - 10 / least) : null;
}
