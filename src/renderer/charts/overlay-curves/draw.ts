import { formatDuration } from '../../ui/duration-format.ts';
import { axisLabel } from '../axis-label.ts';
import { drawHorizontal, drawSeries, drawVertical } from '../canvas-lines.ts';
import { drawText, textWidth } from '../canvas-text.ts';
import { placeLabels } from '../label-placement.ts';
import { percentileOf, valueAt, type PercentileCurve } from '../percentile/model.ts';
import { percentileName } from '../percentile/reading.ts';
import { toPoint, type OverlayScene } from './scene.ts';

/** Least distance of two labels on the ECDF's axis of times. */
const LABEL_PX = 40;
/** Between a dot and what is written beside it. */
const LABEL_GAP_PX = 8;

interface SideCurve {
  readonly name: 'A' | 'B';
  readonly curve: PercentileCurve;
  readonly colour: string;
  readonly textColour: string;
}

function sidesOf({ model, palette }: OverlayScene): readonly SideCurve[] {
  const both = [
    { name: 'A', curve: model.baseline, colour: palette.sideA, textColour: palette.sideAText },
    { name: 'B', curve: model.candidate, colour: palette.sideB, textColour: palette.sideBText },
  ] as const;
  return both.filter(({ curve }) => curve.percentile.length > 0);
}

export function drawOverlay(context: CanvasRenderingContext2D, scene: OverlayScene): void {
  if (scene.kind === 'nines') drawNinesAxes(context, scene);
  else drawShareAxes(context, scene);
  for (const side of sidesOf(scene)) drawCurve(context, scene, side);
  drawMarked(context, scene);
}

/** The crosshair: which percentile a response time is, on each side. */
export function drawOverlayCrosshair(
  context: CanvasRenderingContext2D,
  scene: OverlayScene,
  valueMs: number | null,
): void {
  if (valueMs === null) return;
  const { geometry, palette, kind, values, duration } = scene;
  const { left, right, top, bottom } = geometry;
  context.globalAlpha = 0.45;
  context.fillStyle = palette.text;
  const at = Math.round(values.toPx(valueMs));
  if (kind === 'nines') context.fillRect(left, at, right - left, 1);
  else context.fillRect(at, top, 1, bottom - top);
  context.globalAlpha = 1;
  const words: string[] = [];
  for (const { name, curve, colour } of sidesOf(scene)) {
    const percentile = percentileOf(curve, valueMs);
    const { x, y } = toPoint(scene, curve, percentile, valueMs);
    drawDot(context, x, y, colour, palette.background);
    words.push(`${name} ${percentileName(percentile)}`);
  }
  const text = `${formatDuration(valueMs, duration)} ${duration.unit}: ${words.join(', ')}`;
  drawText(context, palette, text, left + 4, top + 10, { colour: palette.text, sizePx: 11, weight: 600 });
}

function drawNinesAxes(
  context: CanvasRenderingContext2D,
  { geometry, values, nines, palette, duration }: OverlayScene,
): void {
  const { left, right, bottom } = geometry;
  const style = { colour: palette.text3, sizePx: 11 } as const;
  for (const tick of values.ticks) {
    const y = values.toPx(tick.value);
    drawHorizontal(context, y, left, right, palette.grid);
    if (tick.labelled)
      drawText(context, palette, axisLabel(tick.value, duration), left - 6, Math.round(y) + 4, {
        ...style,
        align: 'right',
      });
  }
  for (const tick of nines.ticks) {
    drawVertical(context, tick.px, bottom, bottom + 4, palette.axis);
    if (tick.labelled)
      drawText(context, palette, String(tick.percentile), tick.px, bottom + 15, {
        ...style,
        align: 'center',
      });
  }
  drawHorizontal(context, bottom, left, right, palette.axis);
  drawText(context, palette, 'percentile, % (nines)', right, bottom + 30, {
    colour: palette.text2,
    sizePx: 11,
    align: 'right',
  });
}

function drawShareAxes(
  context: CanvasRenderingContext2D,
  { geometry, values, palette, duration }: OverlayScene,
): void {
  const { left, right, top, bottom } = geometry;
  const style = { colour: palette.text3, sizePx: 11 } as const;
  for (const share of [0, 25, 50, 75, 100]) {
    const y = bottom - (share / 100) * (bottom - top);
    drawHorizontal(context, y, left, right, palette.grid);
    drawText(context, palette, String(share), left - 6, Math.round(y) + 4, { ...style, align: 'right' });
  }
  let free = -Infinity;
  for (const tick of values.ticks) {
    const x = values.toPx(tick.value);
    drawVertical(context, x, bottom, bottom + 4, palette.axis);
    if (!tick.labelled || x - free < LABEL_PX) continue;
    drawText(context, palette, axisLabel(tick.value, duration), x, bottom + 15, {
      ...style,
      align: 'center',
    });
    free = x;
  }
  drawHorizontal(context, bottom, left, right, palette.axis);
  drawText(context, palette, `response time, ${duration.unit} (log)`, right, bottom + 30, {
    colour: palette.text2,
    sizePx: 11,
    align: 'right',
  });
}

function drawCurve(
  context: CanvasRenderingContext2D,
  scene: OverlayScene,
  { curve, colour, name }: SideCurve,
): void {
  const at = (index: number) => toPoint(scene, curve, curve.percentile[index]!, curve.valueMs[index]!);
  drawSeries(
    context,
    curve.percentile.length,
    (index) => at(index).x,
    (index) => at(index).y,
    // Dashed as well: the sides must be told apart without colour.
    { colour, width: 1.8, ...(name === 'A' ? { dash: [6, 2] } : {}) },
  );
}

/** The judged percentile: a line, and what it is on each side. */
function drawMarked(context: CanvasRenderingContext2D, scene: OverlayScene): void {
  const { model, geometry, palette, duration, kind, nines } = scene;
  const { marked } = model;
  if (marked === null) return;
  const { left, right, top, bottom } = geometry;
  if (kind === 'nines') {
    const x = Math.round(nines.toPx(marked)) + 0.5;
    context.strokeStyle = palette.axis;
    context.lineWidth = 1;
    context.setLineDash([2, 3]);
    context.beginPath();
    context.moveTo(x, top);
    context.lineTo(x, bottom);
    context.stroke();
    context.setLineDash([]);
    drawText(context, palette, `p${marked}`, x - 5, bottom - 5, {
      colour: palette.text2,
      sizePx: 11,
      align: 'right',
    });
  }
  const marks = sidesOf(scene).map((side) => {
    const value = valueAt(side.curve, marked);
    return { ...side, value, ...toPoint(scene, side.curve, marked, value) };
  });
  const slower = marks.length === 2 && marks[0]!.value > marks[1]!.value ? 'A' : 'B';
  const heights = placeLabels(
    marks.map((mark) => mark.y + ((mark.name === slower) === (kind === 'nines') ? -7 : 15)),
    13,
    top + 22,
    bottom - 4,
  );
  marks.forEach(({ name, value, colour, textColour, x, y }, index) => {
    drawDot(context, x, y, colour, palette.background);
    const text = `${name} ${formatDuration(value, duration)} ${duration.unit}`;
    const style = { colour: textColour, sizePx: 11, weight: 600 } as const;
    const room = textWidth(context, palette, text, style) + LABEL_GAP_PX;
    // By percentile the slower side is the higher curve, as a share of samples it is the right one: free room is on its far side.
    const leftwards = (name === slower) === (kind === 'nines');
    const toTheLeft = leftwards ? x - left >= room : right - x < room;
    drawText(context, palette, text, toTheLeft ? x - LABEL_GAP_PX : x + LABEL_GAP_PX, heights[index]!, {
      ...style,
      align: toTheLeft ? 'right' : 'left',
    });
  });
}

function drawDot(context: CanvasRenderingContext2D, x: number, y: number, fill: string, ring: string): void {
  context.fillStyle = fill;
  context.strokeStyle = ring;
  context.lineWidth = 1.2;
  context.beginPath();
  context.arc(x, y, 3.2, 0, 2 * Math.PI);
  context.fill();
  context.stroke();
}
