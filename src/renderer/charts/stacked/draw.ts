import { drawText } from '../canvas-text.ts';
import { placeLabels } from '../label-placement.ts';
import { clipped } from '../time-plot/draw-frame.ts';
import type { TimePlotFrame } from '../time-plot/geometry.ts';
import { baseOf, type StackedModel } from './model.ts';
import { patternLines, styleAt } from './patterns.ts';

/** Between neighbouring bars, as long as they are wide enough. */
const BAR_GAP_PX = 0.6;
const LABEL_GAP_PX = 13;
const SWATCH_PX = 7;

/** Stacks of bars with the name of each series at the right end, in the order in which they stand. */
export function drawStacked(
  context: CanvasRenderingContext2D,
  frame: TimePlotFrame,
  model: StackedModel,
): void {
  const { geometry, palette } = frame;
  clipped(context, geometry, () => {
    model.series.forEach((_, position) => drawSeriesBars(context, frame, model, position));
  });
  drawLabels(context, frame, model);
  if (model.series.length === 0) return;
  context.fillStyle = palette.axis;
  context.fillRect(geometry.left, geometry.bottom, geometry.right - geometry.left, 1);
}

function drawSeriesBars(
  context: CanvasRenderingContext2D,
  { geometry, time, values, palette }: TimePlotFrame,
  model: StackedModel,
  position: number,
): void {
  const series = model.series[position]!;
  const { colour, pattern } = styleAt(palette, series.style);
  const path = (): boolean => {
    let drawn = false;
    context.beginPath();
    model.startMs.forEach((start, bucket) => {
      const value = series.values[bucket]!;
      if (!(value > 0)) return;
      const x0 = time.toX(start);
      const x1 = time.toX(start + model.bucketMs);
      if (x1 < geometry.left || x0 > geometry.right) return;
      const base = baseOf(model, position, bucket);
      const bottom = values.toPx(base);
      // One failure among thousands still has to be seen.
      const top = Math.min(values.toPx(base + value), bottom - 1);
      context.rect(x0, top, Math.max(1, x1 - x0 - BAR_GAP_PX), bottom - top);
      drawn = true;
    });
    return drawn;
  };
  if (!path()) return;
  context.fillStyle = colour;
  context.globalAlpha = 0.75;
  context.fill();
  context.globalAlpha = 1;
  if (pattern === 'plain') return;
  context.save();
  context.clip();
  context.beginPath();
  patternLines(context, pattern, geometry);
  context.strokeStyle = palette.background;
  context.lineWidth = 1;
  context.stroke();
  context.restore();
}

function drawLabels(context: CanvasRenderingContext2D, frame: TimePlotFrame, model: StackedModel): void {
  const { geometry, palette, values } = frame;
  const last = lastFilled(model);
  const wanted = model.series.map((series, position) => {
    const base = baseOf(model, position, last);
    const value = series.values[last] ?? 0;
    return values.toPx(base + (Number.isNaN(value) ? 0 : value) / 2) + 4;
  });
  const room = Math.max(1, Math.floor((geometry.bottom - geometry.top) / LABEL_GAP_PX));
  const shown = model.series.slice(0, room);
  const heights = placeLabels(wanted.slice(0, room), LABEL_GAP_PX, geometry.top + 9, geometry.bottom + 2);
  shown.forEach((series, position) => {
    const { colour, pattern } = styleAt(palette, series.style);
    const x = geometry.right + 6;
    const y = heights[position]!;
    const box = { left: x, right: x + SWATCH_PX, top: y - SWATCH_PX - 1, bottom: y - 1 };
    context.fillStyle = colour;
    context.fillRect(box.left, box.top, SWATCH_PX, SWATCH_PX);
    if (pattern !== 'plain') {
      context.save();
      context.beginPath();
      context.rect(box.left, box.top, SWATCH_PX, SWATCH_PX);
      context.clip();
      context.beginPath();
      patternLines(context, pattern, box);
      context.strokeStyle = palette.background;
      context.lineWidth = 1;
      context.stroke();
      context.restore();
    }
    drawText(
      context,
      palette,
      fitting(context, series.name, geometry.width - x - SWATCH_PX - 6),
      x + SWATCH_PX + 4,
      y,
      {
        colour: palette.text2,
        sizePx: 11,
      },
    );
  });
}

function lastFilled(model: StackedModel): number {
  for (let bucket = model.startMs.length - 1; bucket >= 0; bucket--)
    if (model.series.some(({ values }) => values[bucket]! > 0)) return bucket;
  return 0;
}

/** The gutter is narrow; the tooltip and the table have the whole name. */
function fitting(context: CanvasRenderingContext2D, name: string, roomPx: number): string {
  if (context.measureText(name).width <= roomPx) return name;
  let length = name.length - 1;
  while (length > 1 && context.measureText(`${name.slice(0, length)}…`).width > roomPx) length--;
  return `${name.slice(0, length)}…`;
}
