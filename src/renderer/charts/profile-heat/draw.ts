import type { TimeSpan } from '#shared/model/filter.ts';
import type { ProfileHeatMap } from '#shared/model/profile.ts';
import { formatElapsed } from '../../ui/duration-format.ts';
import { drawText } from '../canvas-text.ts';
import { RAMP_STEPS, rampBytes } from '../heat-map/ramp.ts';
import type { ChartPalette } from '../palette.ts';
import { timeTicks } from '../time-ticks.ts';
import { cellsOfSpan, type HeatCell } from './model.ts';

export interface HeatFrame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly height: number;
  readonly cellWidth: number;
}

const LEFT = 52;
const WIDEST_CELL = 48;

export function heatFrame(map: ProfileHeatMap, width: number, height: number): HeatFrame {
  const right = Math.max(LEFT + 1, width - 12);
  const cellWidth = Math.min(WIDEST_CELL, (right - LEFT) / Math.max(1, map.columns));
  return {
    left: LEFT,
    right: LEFT + cellWidth * map.columns,
    top: 4,
    bottom: height - 17,
    height,
    cellWidth,
  };
}

/** Upper edge of a row: the start of the second is at the bottom. */
function topOf({ top, bottom }: HeatFrame, rows: number, row: number): number {
  return bottom - ((row + 1) / rows) * (bottom - top);
}

export function cellAt(map: ProfileHeatMap, frame: HeatFrame, x: number, y: number): HeatCell | null {
  const column = Math.floor((x - frame.left) / frame.cellWidth);
  const row = Math.floor(((frame.bottom - y) / (frame.bottom - frame.top)) * map.rows);
  return column < 0 || column >= map.columns || row < 0 || row >= map.rows ? null : { column, row };
}

/** The nearest cell: for a drag that has left the map. */
export function nearestCell(map: ProfileHeatMap, frame: HeatFrame, x: number, y: number): HeatCell {
  const column = Math.floor((x - frame.left) / frame.cellWidth);
  const row = Math.floor(((frame.bottom - y) / (frame.bottom - frame.top)) * map.rows);
  return {
    column: Math.min(Math.max(column, 0), map.columns - 1),
    row: Math.min(Math.max(row, 0), map.rows - 1),
  };
}

/** Seconds across, parts of the second upwards; more weight stands out from the ground. */
export function drawHeat(
  context: CanvasRenderingContext2D,
  palette: ChartPalette,
  map: ProfileHeatMap,
  frame: HeatFrame,
): void {
  const ramp = rampBytes(palette.heat);
  context.fillStyle = palette.grid;
  context.fillRect(frame.left, frame.top, frame.right - frame.left, frame.bottom - frame.top);
  for (let column = 0; column < map.columns; column++) {
    const x0 = Math.round(frame.left + column * frame.cellWidth);
    const x1 = Math.round(frame.left + (column + 1) * frame.cellWidth);
    for (let row = 0; row < map.rows; row++) {
      const weight = map.weight[column * map.rows + row]!;
      if (weight <= 0) continue;
      // Linear: how busy a moment was is compared with the busiest, not by orders of magnitude.
      const step = Math.round(Math.min(1, weight / map.max) * (RAMP_STEPS - 1)) * 3;
      const y0 = Math.round(topOf(frame, map.rows, row));
      const y1 = Math.round(topOf(frame, map.rows, row - 1));
      context.fillStyle = `rgb(${ramp[step]!} ${ramp[step + 1]!} ${ramp[step + 2]!})`;
      context.fillRect(x0, y0, x1 - x0, y1 - y0);
    }
  }
  drawAxes(context, palette, map, frame);
}

function drawAxes(
  context: CanvasRenderingContext2D,
  palette: ChartPalette,
  map: ProfileHeatMap,
  frame: HeatFrame,
): void {
  const style = { colour: palette.text3, sizePx: 11 } as const;
  drawText(context, palette, '1 s', frame.left - 6, frame.top + 9, { ...style, align: 'right' });
  drawText(context, palette, '0.5 s', frame.left - 6, (frame.top + frame.bottom) / 2 + 4, {
    ...style,
    align: 'right',
  });
  drawText(context, palette, '0', frame.left - 6, frame.bottom, { ...style, align: 'right' });
  const perSecond = frame.cellWidth / map.secondsPerColumn;
  const toMs = map.fromMs + map.columns * map.secondsPerColumn * 1000;
  const { stepMs, valuesMs } = timeTicks(map.fromMs, toMs, Math.max(1, (frame.right - frame.left) / 90));
  for (const ms of valuesMs) {
    if (stepMs < 1000) continue;
    const x = frame.left + ((ms - map.fromMs) / 1000) * perSecond;
    drawText(context, palette, formatElapsed(ms, stepMs), x, frame.height - 4, style);
  }
}

/** The chosen time, which may begin and end within a second, and the cell of the keyboard. */
export function drawHeatMarks(
  context: CanvasRenderingContext2D,
  palette: ChartPalette,
  map: ProfileHeatMap,
  frame: HeatFrame,
  span: TimeSpan | null,
  cursor: HeatCell | null,
): void {
  if (span !== null) {
    const { from, to } = cellsOfSpan(map, span);
    context.fillStyle = palette.background;
    context.globalAlpha = 0.62;
    for (let column = 0; column < map.columns; column++) {
      const x0 = Math.round(frame.left + column * frame.cellWidth);
      const width = Math.round(frame.left + (column + 1) * frame.cellWidth) - x0;
      const low = Math.min(Math.max(from - column * map.rows, 0), map.rows);
      const high = Math.min(Math.max(to - column * map.rows, 0), map.rows);
      // Veils what is before and after the span within this second.
      if (low >= high) context.fillRect(x0, frame.top, width, frame.bottom - frame.top);
      else {
        const top = topOf(frame, map.rows, high - 1);
        const bottom = topOf(frame, map.rows, low - 1);
        context.fillRect(x0, frame.top, width, top - frame.top);
        context.fillRect(x0, bottom, width, frame.bottom - bottom);
      }
    }
    context.globalAlpha = 1;
  }
  if (cursor === null) return;
  context.strokeStyle = palette.text;
  context.lineWidth = 1;
  const top = Math.round(topOf(frame, map.rows, cursor.row));
  const bottom = Math.round(topOf(frame, map.rows, cursor.row - 1));
  context.strokeRect(
    Math.round(frame.left + cursor.column * frame.cellWidth) - 0.5,
    top - 0.5,
    Math.max(3, frame.cellWidth) + 1,
    Math.max(3, bottom - top) + 1,
  );
}
