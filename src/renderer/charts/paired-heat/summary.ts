import { formatDuration, formatElapsed, formatSpan, type DurationScale } from '../../ui/duration-format.ts';
import { exactNumber, numberFormat } from '../../ui/number-format.ts';
import type { ChartTable } from '../chart-table.ts';
import { cellOf, type PairedHeat } from './model.ts';

/** The picture in words. */
export function describePairedHeat(model: PairedHeat, duration: DurationScale): string {
  const { edgesMs } = model.rows;
  const perRow = (rates: Float64Array): number => {
    const sums = new Float64Array(edgesMs.length - 1);
    rates.forEach((rate, cell) => (sums[cell % sums.length]! += rate));
    return sums.indexOf(Math.max(...sums));
  };
  const band = (row: number): string =>
    `${formatDuration(edgesMs[row]!, duration)} to ${formatDuration(edgesMs[row + 1]!, duration)} ${duration.unit}`;
  return `Heat maps of A and B by elapsed time and response time, cells of ${formatSpan(model.columnMs)}. Most samples of A lie at ${band(perRow(model.baseline))}, of B at ${band(perRow(model.candidate))}.`;
}

/** Cells that hold samples of either side, in the order of time. */
export function pairedHeatTable(model: PairedHeat, duration: DurationScale): ChartTable {
  const { edgesMs } = model.rows;
  const rowCount = edgesMs.length - 1;
  const cells = Array.from({ length: model.columnCount * rowCount }, (_, cell) => cell).filter(
    (cell) => model.baseline[cell]! > 0 || model.candidate[cell]! > 0,
  );
  const rate = (id: string, header: string, read: (cell: number) => number) => ({
    id,
    header,
    value: (row: number) => read(cells[row]!),
    text: numberFormat.short,
  });
  const time = (id: string, header: string, offset: number) => ({
    id,
    header: `${header}, ${duration.unit}`,
    copyHeader: `${header}, ms`,
    value: (row: number) => edgesMs[(cells[row]! % rowCount) + offset]!,
    text: (ms: number) => formatDuration(ms, duration),
  });
  return {
    rowCount: cells.length,
    columns: [
      {
        id: 'start',
        header: 'Start',
        value: (row) => Math.floor(cells[row]! / rowCount) * model.columnMs,
        text: (ms) => formatElapsed(ms, model.columnMs),
        copy: exactNumber,
        copyHeader: 'Start, ms',
      },
      time('from', 'From', 0),
      time('to', 'To', 1),
      rate('a', 'A, samples/s', (cell) => model.baseline[cell]!),
      rate('b', 'B, samples/s', (cell) => model.candidate[cell]!),
      rate('difference', 'B − A', (cell) => model.candidate[cell]! - model.baseline[cell]!),
    ],
  };
}

/** Rates of the cell at a time and response time. */
export function heatReading(
  model: PairedHeat,
  column: number,
  row: number,
): { readonly a: number; readonly b: number } {
  const cell = cellOf(model, column, row);
  return { a: model.baseline[cell] ?? 0, b: model.candidate[cell] ?? 0 };
}
