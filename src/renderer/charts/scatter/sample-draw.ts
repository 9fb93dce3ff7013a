import { drawText } from '../canvas-text.ts';
import { percentileColour } from '../palette.ts';
import { clipped } from '../time-plot/draw-frame.ts';
import type { TimePlotFrame } from '../time-plot/geometry.ts';
import type { SampleScatterModel } from './sample-model.ts';

const DOT_PX = 1.8;
const CROSS_PX = 3;

/** Successes are dots, failures crosses: shape and colour say the same. */
export function drawSamples(
  context: CanvasRenderingContext2D,
  frame: TimePlotFrame,
  model: SampleScatterModel,
): void {
  const { geometry, time, values, palette } = frame;
  const each = (failed: 0 | 1, mark: (x: number, y: number) => void): void => {
    model.startMs.forEach((start, row) => {
      const elapsed = model.elapsedMs[row]!;
      if (model.failed[row] === failed && !Number.isNaN(elapsed)) mark(time.toX(start), values.toPx(elapsed));
    });
  };
  clipped(context, geometry, () => {
    context.fillStyle = percentileColour(palette, 95);
    context.globalAlpha = 0.7;
    context.beginPath();
    each(0, (x, y) => {
      context.moveTo(x + DOT_PX, y);
      context.arc(x, y, DOT_PX, 0, 2 * Math.PI);
    });
    context.fill();
    context.globalAlpha = 1;
    context.strokeStyle = palette.bad;
    context.lineWidth = 1.4;
    context.beginPath();
    each(1, (x, y) => {
      context.moveTo(x - CROSS_PX, y - CROSS_PX);
      context.lineTo(x + CROSS_PX, y + CROSS_PX);
      context.moveTo(x - CROSS_PX, y + CROSS_PX);
      context.lineTo(x + CROSS_PX, y - CROSS_PX);
    });
    context.stroke();
  });
  if (model.failed.some((failed) => failed === 1))
    drawText(context, palette, '● ok   × failed', geometry.right, geometry.top - 8, {
      colour: palette.text3,
      sizePx: 11,
      align: 'right',
    });
}

export function drawSampleMark(
  context: CanvasRenderingContext2D,
  { time, values, palette }: TimePlotFrame,
  model: SampleScatterModel,
  row: number,
): void {
  context.strokeStyle = palette.text;
  context.lineWidth = 1.5;
  context.beginPath();
  context.arc(time.toX(model.startMs[row]!), values.toPx(model.elapsedMs[row]!), 5, 0, 2 * Math.PI);
  context.stroke();
}
