import type { SelectedTime } from '#shared/model/filter.ts';
import { spansOf } from '#shared/model/time-spans.ts';
import { formatDuration, formatElapsed } from '../../ui/duration-format.ts';
import { numberFormat } from '../../ui/number-format.ts';
import { axisLabel } from '../axis-label.ts';
import { drawHorizontal, drawVertical } from '../canvas-lines.ts';
import { drawText } from '../canvas-text.ts';
import { rampColour } from '../heat-map/ramp.ts';
import { formatRound } from '../round-number.ts';
import { loadName, type LoadPoint } from './load-model.ts';
import type { LoadScene } from './load-scene.ts';

const RADIUS = 3;
const LEGEND_PX = 60;
const LEGEND_STEPS = 30;

/** Points coloured by time, early to late; those outside of the selection are faint and hollow, and lie below. */
export function drawLoadScatter(
  context: CanvasRenderingContext2D,
  scene: LoadScene,
  span: SelectedTime | null,
): void {
  drawAxes(context, scene);
  const { model, palette, colours } = scene;
  const spans = span === null ? null : spansOf(span);
  const isInside = ({ timeMs }: LoadPoint): boolean =>
    spans?.some(({ fromMs, toMs }) => timeMs >= fromMs && timeMs < toMs) ?? true;
  // A brush draws them in every frame: what all have in common is set once.
  context.strokeStyle = palette.text3;
  context.lineWidth = 1;
  context.globalAlpha = 0.35;
  for (const point of model.points) {
    if (isInside(point)) continue;
    outline(context, scene, point);
    context.stroke();
  }
  context.globalAlpha = 0.85;
  model.points.forEach((point, index) => {
    if (!isInside(point)) return;
    context.fillStyle = colours[index]!;
    outline(context, scene, point);
    context.fill();
  });
  context.globalAlpha = 1;
  drawLegend(context, scene);
}

function outline(
  context: CanvasRenderingContext2D,
  { loads, values }: LoadScene,
  { load, valueMs }: LoadPoint,
): void {
  context.beginPath();
  context.arc(loads.toPx(load), values.toPx(valueMs), RADIUS, 0, 2 * Math.PI);
}

function drawAxes(context: CanvasRenderingContext2D, scene: LoadScene): void {
  const { geometry, loads, values, palette, duration, mode, model } = scene;
  const { left, right, top, bottom } = geometry;
  const label = { colour: palette.text3 } as const;
  const title = `p${model.percentile}, ${duration.unit}${mode === 'log' ? ' (log)' : ''}, by load`;
  drawText(context, palette, title, 12, top - 10, { colour: palette.text2 });
  for (const tick of values.ticks) {
    const y = values.toPx(tick.value);
    drawHorizontal(context, y, left, right, palette.grid);
    if (!tick.labelled) continue;
    drawText(context, palette, axisLabel(tick.value, duration), left - 8, Math.round(y) + 4, {
      ...label,
      align: 'right',
    });
  }
  for (const tick of loads.ticks) {
    const x = loads.toPx(tick.value);
    drawVertical(context, x, top, bottom, palette.grid);
    drawText(context, palette, formatRound(tick.value), x, bottom + 16, { ...label, align: 'center' });
  }
  drawHorizontal(context, bottom, left, right, palette.axis);
  drawText(context, palette, loadName(model.kind), (left + right) / 2, bottom + 33, {
    colour: palette.text2,
    align: 'center',
  });
}

function drawLegend(context: CanvasRenderingContext2D, { geometry, palette, ramp }: LoadScene): void {
  const style = { colour: palette.text3, sizePx: 11 } as const;
  const { right, top } = geometry;
  const from = right - 26 - LEGEND_PX;
  for (let i = 0; i < LEGEND_STEPS; i++) {
    context.fillStyle = rampColour(ramp, i / (LEGEND_STEPS - 1));
    context.fillRect(from + (i * LEGEND_PX) / LEGEND_STEPS, top - 18, LEGEND_PX / LEGEND_STEPS + 0.5, 8);
  }
  drawText(context, palette, 'early', from - 5, top - 10, { ...style, align: 'right' });
  drawText(context, palette, 'late', right, top - 10, { ...style, align: 'right' });
}

/** The bucket under the crosshair, whichever chart the pointer is over. */
export function drawLoadMark(context: CanvasRenderingContext2D, scene: LoadScene, point: LoadPoint): void {
  const { loads, values, palette, geometry } = scene;
  const [x, y] = [loads.toPx(point.load), values.toPx(point.valueMs)];
  context.strokeStyle = palette.text;
  context.lineWidth = 1.5;
  context.beginPath();
  context.arc(x, y, RADIUS + 2, 0, 2 * Math.PI);
  context.stroke();
  const text = loadPointText(scene, point);
  const rightwards = x < (geometry.left + geometry.right) / 2;
  drawText(context, palette, text, rightwards ? x + 9 : x - 9, Math.max(geometry.top + 10, y - 8), {
    colour: palette.text,
    sizePx: 11,
    weight: 600,
    align: rightwards ? 'left' : 'right',
  });
}

function loadPointText({ model, duration }: LoadScene, { timeMs, load, valueMs }: LoadPoint): string {
  const unit = model.kind === 'threads' ? 'threads' : '/s';
  return `${formatElapsed(timeMs, model.bucketMs)}: ${formatDuration(valueMs, duration)} ${duration.unit} at ${numberFormat.short(load)} ${unit}`;
}
