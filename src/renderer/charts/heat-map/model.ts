import { rowAt, type LatencyRows } from '../latency-rows.ts';
import { linearAxis, logAxis, type AxisMode, type ValueAxis } from '../value-axis.ts';

/** Samples by time and response time. */
export interface HeatMapModel {
  readonly rows: LatencyRows;
  readonly mode: AxisMode;
  readonly clockTickMs: number;
  /** Microseconds since 1970; null when the file has no time stamps. */
  readonly startedAtUs: number | null;
  readonly durationMs: number;
  /** Start of the first column, and width of each. */
  readonly fromMs: number;
  readonly columnMs: number;
  readonly columnCount: number;
  /** Column after column, rows from fast to slow. */
  readonly counts: Uint32Array;
  /** Highest count of a cell. */
  readonly max: number;
  readonly samples: number;
}

export interface HeatMapCell {
  readonly column: number;
  readonly row: number;
}

export function rowCountOf({ rows }: HeatMapModel): number {
  return rows.edgesMs.length - 1;
}

export function countAt(model: HeatMapModel, { column, row }: HeatMapCell): number {
  return model.counts[column * rowCountOf(model) + row] ?? 0;
}

/** Samples of a column, whatever their time. */
export function columnSamples(model: HeatMapModel, column: number): number {
  const rows = rowCountOf(model);
  let samples = 0;
  for (let row = 0; row < rows; row++) samples += model.counts[column * rows + row]!;
  return samples;
}

/** @returns null outside of the picture */
export function cellAt(model: HeatMapModel, timeMs: number, valueMs: number): HeatMapCell | null {
  const column = Math.floor((timeMs - model.fromMs) / model.columnMs);
  if (column < 0 || column >= model.columnCount) return null;
  return { column, row: rowAt(model.rows, valueMs) };
}

export function columnStartMs({ fromMs, columnMs }: HeatMapModel, column: number): number {
  return fromMs + column * columnMs;
}

/** Middle of the column that a time lies in. */
export function columnMiddleMs(model: HeatMapModel, timeMs: number): number {
  const column = Math.floor((timeMs - model.fromMs) / model.columnMs);
  const inside = Math.min(Math.max(column, 0), model.columnCount - 1);
  return Math.min(columnStartMs(model, inside) + model.columnMs / 2, model.durationMs);
}

export function heatMapAxis({ rows, mode }: HeatMapModel, top: number, bottom: number): ValueAxis {
  const { edgesMs } = rows;
  const high = edgesMs.at(-1) ?? 1;
  if (mode === 'linear') return linearAxis(high, top, bottom);
  const low = edgesMs.find((edge) => edge > 0) ?? high;
  return logAxis(low, high, top, bottom);
}
