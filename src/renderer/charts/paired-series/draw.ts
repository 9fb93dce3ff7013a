import type { TimeSpan } from '#shared/model/filter.ts';
import { formatElapsed } from '../../ui/duration-format.ts';
import { axisLabel } from '../axis-label.ts';
import { drawHorizontal, drawSeries, drawVertical } from '../canvas-lines.ts';
import { drawText, drawTextWithin } from '../canvas-text.ts';
import type { CrosshairPosition } from '../crosshair.ts';
import { placeLabels } from '../label-placement.ts';
import { bucketAt, bucketMiddleMs, type PercentileLine } from '../time-series/model.ts';
import { notJudged, ribbonSide, type PairedSide } from './model.ts';
import { sideColour, sideTextColour, type PairedScene } from './scene.ts';

const HATCH_PX = 6;

export function drawPaired(context: CanvasRenderingContext2D, scene: PairedScene): void {
  const gaps = notJudged(scene.model);
  drawAxes(context, scene, gaps.length > 0);
  for (const gap of gaps) drawHatch(context, scene, gap);
  const labels = scene.model.sides.flatMap((side) => drawSide(context, scene, side));
  const { top, bottom, right } = scene.geometry;
  const heights = placeLabels(
    labels.map((label) => label.y + 4),
    12,
    top + 8,
    bottom + 4,
  );
  labels.forEach(({ text, colour, strong }, index) => {
    drawText(context, scene.palette, text, right + 6, heights[index]!, {
      colour,
      sizePx: 11,
      weight: strong ? 600 : 400,
    });
  });
}

/** Brush and crosshair. */
export function drawPairedOverlay(
  context: CanvasRenderingContext2D,
  scene: PairedScene,
  brush: { readonly span: TimeSpan; readonly label: string } | null,
  crosshair: CrosshairPosition | null,
): void {
  if (brush !== null) drawBrush(context, scene, brush.span, brush.label);
  if (crosshair === null) return;
  const { geometry, palette, values, time } = scene;
  const { left, right, top, bottom } = geometry;
  context.fillStyle = palette.text;
  context.globalAlpha = 0.5;
  if (crosshair.valueMs !== null)
    context.fillRect(left, Math.round(values.toPx(crosshair.valueMs)), right - left, 1);
  if (crosshair.timeMs !== null)
    context.fillRect(Math.round(time.toX(crosshair.timeMs)), top, 1, bottom - top);
  context.globalAlpha = 1;
}

function drawAxes(context: CanvasRenderingContext2D, scene: PairedScene, hatched: boolean): void {
  const { geometry, values, time, duration, palette, model } = scene;
  const { left, right, top, bottom } = geometry;
  const style = { colour: palette.text3, sizePx: 11 } as const;
  const ribbon = ribbonSide(model);
  if (ribbon !== null && model.sides.length > 1 && geometry.ribbonTop !== null)
    drawText(context, palette, ribbon.name, left - 6, geometry.ribbonTop + 13, {
      colour: sideTextColour(palette, ribbon.name),
      sizePx: 11,
      weight: 600,
      align: 'right',
    });
  let free = Infinity;
  for (const tick of values.ticks) {
    const y = values.toPx(tick.value);
    drawHorizontal(context, y, left, right, palette.grid);
    if (!tick.labelled || free - y < 12 || y < top) continue;
    drawText(context, palette, axisLabel(tick.value, duration), left - 6, Math.round(y) + 4, {
      ...style,
      align: 'right',
    });
    free = y;
  }
  drawHorizontal(context, bottom, left, right, palette.axis);
  for (const timeMs of time.ticks.valuesMs) {
    const x = time.toX(timeMs);
    drawVertical(context, x, bottom, bottom + 4, palette.axis);
    drawText(context, palette, formatElapsed(timeMs, time.ticks.stepMs), x, bottom + 15, {
      ...style,
      align: 'center',
    });
  }
  if (hatched) drawText(context, palette, 'hatched: not judged', left, bottom + 30, style);
  drawText(context, palette, 'elapsed, mm:ss', right, bottom + 30, {
    colour: palette.text2,
    sizePx: 11,
    align: 'right',
  });
}

function drawHatch(
  context: CanvasRenderingContext2D,
  { geometry, time, palette }: PairedScene,
  { fromMs, toMs }: TimeSpan,
): void {
  const { top, bottom } = geometry;
  const [x0, x1] = [time.toX(fromMs), time.toX(toMs)];
  const height = bottom - top;
  context.save();
  context.beginPath();
  context.rect(x0, top, x1 - x0, height);
  context.clip();
  context.globalAlpha = 0.5;
  context.strokeStyle = palette.axis;
  context.lineWidth = 1;
  context.beginPath();
  for (let x = Math.floor((x0 - height) / HATCH_PX) * HATCH_PX; x < x1; x += HATCH_PX) {
    context.moveTo(x, bottom);
    context.lineTo(x + height, top);
  }
  context.stroke();
  context.restore();
}

interface DirectLabel {
  readonly text: string;
  readonly y: number;
  readonly colour: string;
  readonly strong: boolean;
}

/** The last percentile strongly, those before it in the same hue and lightly; A dashed, so that it needs no colour. */
function drawSide(
  context: CanvasRenderingContext2D,
  { values, time, palette }: PairedScene,
  side: PairedSide,
): DirectLabel[] {
  const colour = sideColour(palette, side.name);
  return side.lines.flatMap((line, index) => {
    const strong = index === side.lines.length - 1;
    context.globalAlpha = strong ? 1 : 0.55;
    drawSeries(
      context,
      line.startMs.length,
      (i) => time.toX(Math.min(bucketMiddleMs(line, i), side.durationMs)),
      (i) => values.toPx(line.valuesMs[i]!),
      { colour, width: strong ? 1.7 : 1.3, ...(side.name === 'A' ? { dash: [6, 2] } : {}) },
    );
    context.globalAlpha = 1;
    const last = line.valuesMs.findLast((value) => !Number.isNaN(value));
    return last === undefined
      ? []
      : [
          {
            text: `${side.name} p${line.percentile}`,
            y: values.toPx(last),
            colour: sideTextColour(palette, side.name),
            strong,
          },
        ];
  });
}

function drawBrush(
  context: CanvasRenderingContext2D,
  { geometry, time, palette }: PairedScene,
  { fromMs, toMs }: TimeSpan,
  label: string,
): void {
  const { top, bottom, left, right, labelBaseline } = geometry;
  const within = (x: number): number => Math.min(Math.max(x, left), right);
  const [x0, x1] = [within(time.toX(fromMs)), within(time.toX(toMs))];
  context.fillStyle = palette.selected;
  context.fillRect(x0, top, x1 - x0, bottom - top);
  context.fillStyle = palette.accent;
  for (const x of [x0, x1]) {
    context.fillRect(Math.round(x) - 0.5, top, 1, bottom - top);
    context.fillRect(Math.round(x) - 2.5, (top + bottom) / 2 - 8, 5, 16);
  }
  drawTextWithin(
    context,
    palette,
    label,
    (x0 + x1) / 2,
    labelBaseline,
    { left, right },
    {
      colour: palette.accent,
      sizePx: 11,
      weight: 600,
    },
  );
}

/** The value of a line at a time, and the bucket that it is of; NaN where it has none. */
export function lineAt(line: PercentileLine, timeMs: number): number {
  const index = bucketAt(line, timeMs);
  if (index < 0) return NaN;
  const beyond = timeMs > (line.startMs[index] ?? 0) + line.bucketMs;
  return beyond ? NaN : (line.valuesMs[index] ?? NaN);
}
