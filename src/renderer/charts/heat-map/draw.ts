import { numberFormat } from '../../ui/number-format.ts';
import { drawText } from '../canvas-text.ts';
import { chartFont, type ChartPalette } from '../palette.ts';
import { clipped } from '../time-plot/draw-frame.ts';
import type { TimePlotFrame } from '../time-plot/geometry.ts';
import { columnStartMs, heatMapAxis, type HeatMapCell, type HeatMapModel } from './model.ts';
import { heatMapPixels } from './pixels.ts';
import { rampBytes, rampColour } from './ramp.ts';

const LEGEND_PX = 90;
const LEGEND_STEPS = 45;

export function drawHeatMap(
  context: CanvasRenderingContext2D,
  frame: TimePlotFrame,
  model: HeatMapModel,
): void {
  const { geometry, time, palette, pixelRatio } = frame;
  const { top, bottom } = geometry;
  const ramp = rampBytes(palette.heat);
  const height = Math.max(1, Math.round((bottom - top) * pixelRatio));
  const image = imageOf(
    heatMapPixels(model, heatMapAxis(model, 0, height), height, ramp),
    model.columnCount,
    height,
  );
  clipped(context, geometry, () => {
    if (image === null) return;
    const x = time.toX(model.fromMs);
    context.imageSmoothingEnabled = false;
    context.drawImage(image, x, top, time.toX(columnStartMs(model, model.columnCount)) - x, bottom - top);
    context.imageSmoothingEnabled = true;
  });
  drawLegend(context, frame, model.max, ramp);
}

/** One image for all cells: filling thousands of rectangles would take longer than a frame. */
function imageOf(
  pixels: Uint8ClampedArray<ArrayBuffer>,
  width: number,
  height: number,
): HTMLCanvasElement | null {
  if (width === 0) return null;
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (context === null) return null;
  context.putImageData(new ImageData(pixels, width, height), 0, 0);
  return canvas;
}

function drawLegend(
  context: CanvasRenderingContext2D,
  { geometry, palette }: TimePlotFrame,
  max: number,
  ramp: Uint8ClampedArray,
): void {
  const { right, top } = geometry;
  const style = { colour: palette.text3, sizePx: 11 } as const;
  const baseline = top - 8;
  const end = max > 1 ? `${numberFormat.count(max)} (log)` : '';
  const endPx = widthOf(context, palette, end);
  const from = right - endPx - LEGEND_PX - (end === '' ? 0 : 6);
  const step = LEGEND_PX / LEGEND_STEPS;
  for (let i = 0; i < LEGEND_STEPS; i++) {
    context.fillStyle = rampColour(ramp, max > 1 ? i / (LEGEND_STEPS - 1) : 1);
    context.fillRect(from + i * step, baseline - 8, step + 0.5, 8);
  }
  drawText(context, palette, end, right, baseline, { ...style, align: 'right' });
  const begin = `samples per cell ${max > 0 ? 1 : ''}`.trim();
  // In a narrow panel the title needs the room.
  if (from - widthOf(context, palette, begin) < geometry.left + 250) {
    drawText(context, palette, '1', from - 6, baseline, { ...style, align: 'right' });
    return;
  }
  drawText(context, palette, begin, from - 6, baseline, { ...style, align: 'right' });
}

function widthOf(context: CanvasRenderingContext2D, palette: ChartPalette, text: string): number {
  context.font = chartFont(palette, 11);
  return context.measureText(text).width;
}

/** Frames the cell under the crosshair. */
export function drawCellMark(
  context: CanvasRenderingContext2D,
  { geometry, time, values, palette }: TimePlotFrame,
  model: HeatMapModel,
  { column, row }: HeatMapCell,
): void {
  const x0 = Math.max(geometry.left, time.toX(columnStartMs(model, column)));
  const x1 = Math.min(geometry.right, time.toX(columnStartMs(model, column + 1)));
  const y0 = values.toPx(model.rows.edgesMs[row + 1]!);
  const y1 = values.toPx(model.rows.edgesMs[row]!);
  const box = [
    Math.round(x0) - 1,
    Math.round(y0) - 1,
    Math.max(4, x1 - x0 + 2),
    Math.max(4, y1 - y0 + 2),
  ] as const;
  context.lineWidth = 3;
  context.strokeStyle = palette.background;
  context.strokeRect(...box);
  context.lineWidth = 1.2;
  context.strokeStyle = palette.text;
  context.strokeRect(...box);
}
