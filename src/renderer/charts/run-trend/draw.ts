import { drawHorizontal, drawSeries } from '../canvas-lines.ts';
import { drawText } from '../canvas-text.ts';
import { formatRound } from '../round-number.ts';
import type { TrendPoint } from './model.ts';
import type { TrendScene } from './scene.ts';

/** Room that a date needs. */
const DATE_PX = 64;

export function drawTrend(context: CanvasRenderingContext2D, scene: TrendScene): void {
  const { model, left, right, top, bottom, values, toX, factor, palette, unit } = scene;
  const { points, metric } = model;
  const style = { colour: palette.text3, sizePx: 11 } as const;
  const title = metric === 'errorRate' ? 'Errors' : metric === 'throughput' ? 'Throughput' : metric;
  drawText(context, palette, `${title}, ${unit}, by run`, left, top - 10, {
    colour: palette.text2,
    sizePx: 11,
  });
  for (const tick of values.ticks) {
    const y = values.toPx(tick.value);
    drawHorizontal(context, y, left, right, tick.value === 0 ? palette.axis : palette.grid);
    drawText(context, palette, formatRound(tick.value), left - 6, Math.round(y) + 4, {
      ...style,
      align: 'right',
    });
  }
  let free = -Infinity;
  points.forEach((point, index) => {
    const x = toX(index);
    if (point.change !== null) drawChange(context, scene, index, point.change);
    if (x - free < DATE_PX) return;
    drawText(context, palette, dateOf(point), x, bottom + 15, { ...style, align: 'center' });
    free = x;
  });
  drawSeries(context, points.length, toX, (index) => values.toPx(points[index]!.value * factor), {
    colour: palette.text3,
    width: 1.2,
  });
  points.forEach((point, index) => drawRun(context, scene, point, index));
}

/** What the pointer is at. */
export function drawTrendOverlay(context: CanvasRenderingContext2D, scene: TrendScene, index: number): void {
  if (index < 0) return;
  context.globalAlpha = 0.4;
  context.fillStyle = scene.palette.text;
  context.fillRect(Math.round(scene.toX(index)), scene.top, 1, scene.bottom - scene.top);
  context.globalAlpha = 1;
}

function drawRun(
  context: CanvasRenderingContext2D,
  { values, toX, factor, palette }: TrendScene,
  { value, side }: TrendPoint,
  index: number,
): void {
  const y = values.toPx(value * factor);
  if (Number.isNaN(y)) return;
  const x = toX(index);
  context.lineWidth = 1.5;
  context.strokeStyle = side === 'A' ? palette.sideA : side === 'B' ? palette.sideB : palette.text3;
  context.fillStyle = side === null ? palette.background : context.strokeStyle;
  context.beginPath();
  context.arc(x, y, side === null ? 3 : 4, 0, 2 * Math.PI);
  context.fill();
  context.stroke();
  if (side !== null)
    drawText(context, palette, side, x, y - 8, {
      colour: side === 'A' ? palette.sideAText : palette.sideBText,
      sizePx: 11,
      weight: 600,
      align: 'center',
    });
}

/** A change stands between two runs. */
function drawChange(
  context: CanvasRenderingContext2D,
  { toX, top, bottom, palette }: TrendScene,
  index: number,
  { before, after }: NonNullable<TrendPoint['change']>,
): void {
  const x = Math.round((toX(index - 1) + toX(index)) / 2) + 0.5;
  context.strokeStyle = palette.text2;
  context.lineWidth = 1;
  context.setLineDash([4, 3]);
  context.beginPath();
  context.moveTo(x, top);
  context.lineTo(x, bottom);
  context.stroke();
  context.setLineDash([]);
  if (before === 0) return;
  const percent = Math.round((after / before - 1) * 100);
  drawText(context, palette, `change ${percent > 0 ? '+' : '−'}${Math.abs(percent)} %`, x + 4, top + 10, {
    colour: palette.text2,
    sizePx: 11,
  });
}

function dateOf({ startedAtUs, name }: TrendPoint): string {
  const date = new Date(startedAtUs / 1000);
  return Number.isNaN(date.getTime()) ? name.slice(0, 10) : date.toISOString().slice(0, 10);
}
