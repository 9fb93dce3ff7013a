import { formatElapsed } from '../../ui/duration-format.ts';
import { axisLabel } from '../axis-label.ts';
import { drawHorizontal, drawVertical } from '../canvas-lines.ts';
import { drawText } from '../canvas-text.ts';
import { RAMP_STEPS, rampBytes, rampColour } from '../heat-map/ramp.ts';
import { drawHeatLegends } from './legend.ts';
import type { CrosshairPosition } from '../crosshair.ts';
import { rowAt } from '../latency-rows.ts';
import { cellOf, type PairedHeat } from './model.ts';
import type { HeatPlot, HeatScene } from './scene.ts';

const titles = { A: 'A', B: 'B', difference: 'B − A: orange is more in B, blue more in A' } as const;
/** Changes under this share of the largest are noise of counting. */
const FAINTEST = 0.04;

export function drawPairedHeat(context: CanvasRenderingContext2D, scene: HeatScene): void {
  const { values, top, bottom, palette, duration, plots } = scene;
  const [first] = plots;
  for (const plot of plots) {
    drawCells(context, scene, plot);
    drawFrame(context, scene, plot);
  }
  if (first === undefined) return;
  let free = Infinity;
  for (const tick of values.ticks) {
    const y = values.toPx(tick.value);
    if (!tick.labelled || free - y < 12 || y < top || y > bottom) continue;
    drawText(context, palette, axisLabel(tick.value, duration), first.left - 6, Math.round(y) + 4, {
      colour: palette.text3,
      sizePx: 11,
      align: 'right',
    });
    free = y;
  }
  drawText(context, palette, duration.unit, first.left - 6, top - 8, {
    colour: palette.text2,
    sizePx: 11,
    align: 'right',
  });
  drawHeatLegends(context, scene);
}

interface HeatCellPlace {
  readonly column: number;
  readonly row: number;
}

/** The cell that a place in the data lies in; null outside of the pictures. */
export function cellAt(
  { columnMs, columnCount, durationMs, rows }: PairedHeat,
  timeMs: number,
  valueMs: number,
): HeatCellPlace | null {
  const { edgesMs } = rows;
  if (timeMs < 0 || timeMs > durationMs || valueMs < edgesMs[0]! || valueMs > edgesMs.at(-1)!) return null;
  return { column: Math.min(columnCount - 1, Math.floor(timeMs / columnMs)), row: rowAt(rows, valueMs) };
}

/** The crosshair of linked charts, at the same place in all three pictures; where it is a time and a value, with its cell. */
export function drawPairedHeatOverlay(
  context: CanvasRenderingContext2D,
  { model, plots, values, top, bottom, palette }: HeatScene,
  { timeMs, valueMs }: CrosshairPosition,
): void {
  const cell = timeMs === null || valueMs === null ? null : cellAt(model, timeMs, valueMs);
  const { edgesMs } = model.rows;
  const y =
    valueMs === null || valueMs < edgesMs[0]! || valueMs > edgesMs.at(-1)!
      ? null
      : Math.round(values.toPx(valueMs));
  for (const { left, right, time } of plots) {
    context.fillStyle = palette.text;
    context.globalAlpha = 0.5;
    if (y !== null) context.fillRect(left, y, right - left, 1);
    if (timeMs !== null && timeMs >= 0 && timeMs <= model.durationMs)
      context.fillRect(Math.round(time.toX(timeMs)), top, 1, bottom - top);
    context.globalAlpha = 1;
    if (cell === null) continue;
    context.strokeStyle = palette.text;
    context.lineWidth = 1;
    const [x0, x1] = [cell.column, cell.column + 1].map((column) => time.toX(column * model.columnMs)) as [
      number,
      number,
    ];
    const [y0, y1] = [cell.row + 1, cell.row].map((edge) => values.toPx(edgesMs[edge]!)) as [number, number];
    context.strokeRect(x0 - 0.5, y0 - 0.5, x1 - x0 + 1, y1 - y0 + 1);
  }
}

function drawFrame(
  context: CanvasRenderingContext2D,
  { top, bottom, palette }: HeatScene,
  { part, left, right, time }: HeatPlot,
): void {
  const colour = part === 'A' ? palette.sideAText : part === 'B' ? palette.sideBText : palette.text2;
  drawText(context, palette, titles[part], left, top - 8, { colour, sizePx: 11, weight: 600 });
  drawHorizontal(context, bottom, left, right, palette.axis);
  for (const timeMs of time.ticks.valuesMs) {
    const x = time.toX(timeMs);
    drawVertical(context, x, bottom, bottom + 4, palette.axis);
    drawText(context, palette, formatElapsed(timeMs, time.ticks.stepMs), x, bottom + 15, {
      colour: palette.text3,
      sizePx: 11,
      align: x > right - 16 ? 'right' : x < left + 16 ? 'left' : 'center',
    });
  }
}

function drawCells(context: CanvasRenderingContext2D, scene: HeatScene, plot: HeatPlot): void {
  const { model, values, palette } = scene;
  const ramp = rampBytes(palette.heat);
  const { edgesMs } = model.rows;
  for (let column = 0; column < model.columnCount; column++) {
    const x0 = plot.time.toX(column * model.columnMs);
    const x1 = Math.min(plot.time.toX((column + 1) * model.columnMs), plot.right);
    for (let row = 0; row + 1 < edgesMs.length; row++) {
      const cell = cellOf(model, column, row);
      if (!paintOf(context, scene, plot, cell, ramp)) continue;
      const [y0, y1] = [values.toPx(edgesMs[row + 1]!), values.toPx(edgesMs[row]!)];
      context.fillRect(x0, y0, x1 - x0, y1 - y0);
    }
  }
  context.globalAlpha = 1;
}

/** Sets the colour of a cell. @returns whether there is anything to paint */
function paintOf(
  context: CanvasRenderingContext2D,
  { model, palette }: HeatScene,
  { part }: HeatPlot,
  cell: number,
  ramp: Uint8ClampedArray,
): boolean {
  const [a, b] = [model.baseline[cell]!, model.candidate[cell]!];
  if (part === 'difference') {
    const share = model.mostDifference === 0 ? 0 : Math.abs(b - a) / model.mostDifference;
    if (share < FAINTEST) return false;
    context.globalAlpha = Math.sqrt(share);
    context.fillStyle = b > a ? palette.sideB : palette.sideA;
    return true;
  }
  const rate = part === 'A' ? a : b;
  if (rate === 0) return false;
  context.globalAlpha = 1;
  context.fillStyle = rampColour(ramp, countShare(rate, model.columnMs, model.most));
  return true;
}

/** Counts on a logarithmic scale: one sample is the first step of the ramp, the fullest cell the last. */
function countShare(rate: number, columnMs: number, most: number): number {
  const samples = (rate * columnMs) / 1000;
  const highest = Math.max(2, (most * columnMs) / 1000);
  return Math.max(1 / RAMP_STEPS, Math.log(Math.max(samples, 1)) / Math.log(highest));
}
