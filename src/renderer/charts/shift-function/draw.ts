import { signed } from '../../ui/signed-format.ts';
import { drawHorizontal } from '../canvas-lines.ts';
import { drawText } from '../canvas-text.ts';
import { inUnit, type ShiftPoint } from './model.ts';
import type { ShiftScene } from './scene.ts';

const CAP = 3;
/** Room that the name of a percentile needs. */
const NAME_PX = 26;

export function drawShift(context: CanvasRenderingContext2D, scene: ShiftScene): void {
  drawBand(context, scene);
  drawAxes(context, scene);
  scene.model.points.forEach((point, index) => drawPoint(context, scene, point, index));
}

/** What the pointer, here or in a linked chart, is at. */
export function drawShiftOverlay(
  context: CanvasRenderingContext2D,
  { geometry, toX, palette }: ShiftScene,
  index: number,
): void {
  if (index < 0) return;
  context.globalAlpha = 0.45;
  context.fillStyle = palette.text;
  context.fillRect(Math.round(toX(index)), geometry.top, 1, geometry.bottom - geometry.top);
  context.globalAlpha = 1;
}

function drawBand(context: CanvasRenderingContext2D, { model, geometry, toY, palette }: ShiftScene): void {
  if (model.unit !== '%') return;
  const { left, right, bottom } = geometry;
  const percent = model.margin * 100;
  context.fillStyle = palette.unknown;
  context.globalAlpha = 0.14;
  context.fillRect(left, toY(percent), right - left, toY(-percent) - toY(percent));
  context.globalAlpha = 1;
  drawText(
    context,
    palette,
    `margin ±${Math.round(percent * 10) / 10} %`,
    right - 4,
    Math.min(toY(-percent) - 5, bottom - 4),
    {
      colour: palette.text3,
      sizePx: 11,
      align: 'right',
    },
  );
}

function drawAxes(context: CanvasRenderingContext2D, scene: ShiftScene): void {
  const { model, geometry, ticks, toX, toY, palette } = scene;
  const { left, right, bottom } = geometry;
  const style = { colour: palette.text3, sizePx: 11 } as const;
  for (const tick of ticks) {
    const y = toY(tick);
    drawHorizontal(context, y, left, right, tick === 0 ? palette.axis : palette.grid);
    drawText(context, palette, signed(tick), left - 6, Math.round(y) + 4, { ...style, align: 'right' });
  }
  let free = -Infinity;
  // From the right: the tail is what people look for, so it keeps its names where room is scarce.
  const names = model.points
    .map((point, index) => ({ text: `p${point.percentile}`, x: toX(index) }))
    .reverse();
  for (const { text, x } of names) {
    if (free !== -Infinity && free - x < NAME_PX) continue;
    drawText(context, palette, text, x, bottom + 15, { ...style, align: 'center' });
    free = x;
  }
  drawText(context, palette, 'bars: simultaneous 95 %; filled: beyond the margin', right, bottom + 30, {
    ...style,
    align: 'right',
  });
}

function drawPoint(
  context: CanvasRenderingContext2D,
  { model, toX, toY, palette }: ShiftScene,
  point: ShiftPoint,
  index: number,
): void {
  const y = toY(inUnit(model, point, point.deltaMs));
  if (!Number.isFinite(y)) return;
  const x = Math.round(toX(index)) + 0.5;
  const colour = point.beyond ? (point.deltaMs > 0 ? palette.sideB : palette.sideA) : palette.text3;
  const low = toY(inUnit(model, point, point.lowMs));
  const high = toY(inUnit(model, point, point.highMs));
  context.strokeStyle = colour;
  context.lineWidth = 1.5;
  if (Number.isFinite(low) && Number.isFinite(high)) {
    context.beginPath();
    context.moveTo(x, low);
    context.lineTo(x, high);
    for (const end of [low, high]) {
      context.moveTo(x - CAP, end);
      context.lineTo(x + CAP, end);
    }
    context.stroke();
  }
  context.fillStyle = point.beyond ? colour : palette.background;
  context.beginPath();
  context.arc(x, y, 3.5, 0, 2 * Math.PI);
  context.fill();
  context.stroke();
}
