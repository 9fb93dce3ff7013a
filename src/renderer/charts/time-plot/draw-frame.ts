import { formatElapsed } from '../../ui/duration-format.ts';
import { drawHorizontal, drawVertical } from '../canvas-lines.ts';
import { drawText } from '../canvas-text.ts';
import type { TimePlotFrame } from './geometry.ts';

export interface FrameTexts {
  readonly title: string;
  readonly tick: (value: number) => string;
}

/** What every plot over time has behind its marks: title, gridlines, and the axis of elapsed time. */
export function drawFrame(
  context: CanvasRenderingContext2D,
  { geometry, values, palette }: TimePlotFrame,
  { title, tick: tickText }: FrameTexts,
): void {
  const { left, right, top } = geometry;
  drawText(context, palette, title, left, top - 8, { colour: palette.text2 });
  for (const tick of values.ticks) {
    const y = values.toPx(tick.value);
    context.globalAlpha = tick.labelled ? 1 : 0.6;
    drawHorizontal(context, y, left, right, palette.grid);
    context.globalAlpha = 1;
    if (!tick.labelled) continue;
    drawText(context, palette, tickText(tick.value), left - 8, Math.round(y) + 4, {
      colour: palette.text3,
      align: 'right',
    });
  }
}

/** Over the marks, which may reach the edges. */
export function drawTimeTicks(
  context: CanvasRenderingContext2D,
  { geometry, time, palette }: TimePlotFrame,
): void {
  const { left, right, bottom } = geometry;
  drawHorizontal(context, bottom, left, right, palette.axis);
  const style = { colour: palette.text3 } as const;
  for (const timeMs of time.ticks.valuesMs) {
    const x = time.toX(timeMs);
    drawVertical(context, x, bottom, bottom + 4, palette.axis);
    drawText(context, palette, formatElapsed(timeMs, time.ticks.stepMs), x, bottom + 17, {
      ...style,
      // A label at the very end would run into the name of the axis.
      align: x > right - 18 ? 'right' : 'center',
    });
  }
  drawText(context, palette, 'elapsed', right + 6, bottom + 17, { ...style, sizePx: 11 });
}

/** Marks may begin or end outside of the zoomed part: nothing is drawn beyond the plot. */
export function clipped(
  context: CanvasRenderingContext2D,
  { left, right, top, bottom }: TimePlotFrame['geometry'],
  draw: () => void,
): void {
  context.save();
  context.beginPath();
  context.rect(left, top - 2, right - left + 1, bottom - top + 3);
  context.clip();
  draw();
  context.restore();
}
