import { formatElapsed } from '../../ui/duration-format.ts';
import { formatBytes } from '../../ui/byte-format.ts';
import { axisLabel } from '../axis-label.ts';
import { drawHorizontal, drawSeries, drawVertical } from '../canvas-lines.ts';
import { drawText } from '../canvas-text.ts';
import { percentileColour } from '../palette.ts';
import { formatRound } from '../round-number.ts';
import type { SoakScene } from './scene.ts';
import { soakTrendName } from './value-text.ts';

const MINUTE_MS = 60_000;

export function drawSoak(context: CanvasRenderingContext2D, scene: SoakScene): void {
  const { model, values, time, palette, left, right, top, bottom } = scene;
  const { trend, atMs } = model;
  const unit = trend.contains === 'time' ? `, ${scene.duration.unit}` : '';
  drawText(context, palette, `${soakTrendName(trend)}${unit}, per minute`, 12, top - 12, {
    colour: palette.text2,
  });
  for (const tick of values.ticks) {
    const y = values.toPx(tick.value);
    drawHorizontal(context, y, left, right, tick.value === 0 ? palette.axis : palette.grid);
    drawText(context, palette, tickText(scene, tick.value), left - 8, Math.round(y) + 4, {
      colour: palette.text3,
      align: 'right',
    });
  }
  for (const tick of time.ticks.valuesMs) {
    const x = time.toX(tick);
    drawVertical(context, x, top, bottom, palette.grid);
    drawText(context, palette, formatElapsed(tick, time.ticks.stepMs), x, bottom + 16, {
      colour: palette.text3,
      align: 'center',
    });
  }
  const colour =
    trend.kind === 'latency'
      ? percentileColour(palette, trend.figure === 'p50' ? 50 : 95)
      : palette.throughput;
  drawSeries(
    context,
    atMs.length,
    (i) => time.toX(atMs[i]! + MINUTE_MS / 2),
    (i) => values.toPx(model.values[i]!),
    { colour, width: 1.5 },
  );
  drawFound(context, scene);
}

/** The line of Theil and Sen, or the step where that explains the values better. */
function drawFound(context: CanvasRenderingContext2D, scene: SoakScene): void {
  const { model, values, time, palette, top, bottom } = scene;
  const { trend, atMs } = model;
  const [first, last] = [atMs[0], atMs.at(-1)];
  if (first === undefined || last === undefined) return;
  context.strokeStyle = palette.text;
  context.lineWidth = 1.2;
  context.setLineDash([6, 4]);
  context.beginPath();
  if (trend.step === null) {
    context.moveTo(time.toX(first + MINUTE_MS / 2), values.toPx(trend.from));
    context.lineTo(time.toX(last + MINUTE_MS / 2), values.toPx(trend.to));
  } else {
    const x = Math.round(time.toX(trend.step.atMs)) + 0.5;
    context.moveTo(x, top);
    context.lineTo(x, bottom);
  }
  context.stroke();
  context.setLineDash([]);
}

/** The minute under the pointer. */
export function drawSoakMark(context: CanvasRenderingContext2D, scene: SoakScene, index: number): void {
  const { model, time, values, palette, top, bottom } = scene;
  const at = model.atMs[index];
  if (at === undefined) return;
  const x = time.toX(at + MINUTE_MS / 2);
  context.globalAlpha = 0.4;
  drawVertical(context, x, top, bottom, palette.text);
  context.globalAlpha = 1;
  context.fillStyle = palette.text;
  context.beginPath();
  context.arc(x, values.toPx(model.values[index]!), 3.5, 0, 2 * Math.PI);
  context.fill();
}

function tickText({ model: { trend }, duration }: SoakScene, value: number): string {
  if (trend.contains === 'time') return axisLabel(value, duration);
  return trend.contains === 'data' ? formatBytes(value) : formatRound(value);
}
