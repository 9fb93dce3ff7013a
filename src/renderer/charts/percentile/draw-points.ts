import { formatDuration } from '../../ui/duration-format.ts';
import { drawSeries } from '../canvas-lines.ts';
import { drawText } from '../canvas-text.ts';
import { chartFont } from '../palette.ts';
import type { PercentileCurve } from './model.ts';
import { reportedName } from './reading.ts';
import type { PercentileScene } from './scene.ts';

const RADIUS = 3;
const LABEL_PX = 11;

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** What a report prints, as points; the dashes only lead the eye from one to the next. */
export function drawPoints(
  context: CanvasRenderingContext2D,
  scene: PercentileScene,
  curve: PercentileCurve,
  colour: string,
): void {
  const { nines, values, palette, mode } = scene;
  const xAt = (i: number): number => nines.toPx(curve.percentile[i]!);
  const yAt = (i: number): number => values.toPx(curve.valueMs[i]!);
  drawSeries(context, curve.percentile.length, xAt, yAt, { colour, width: 1, dash: [2, 3] });
  context.lineWidth = 1;
  curve.percentile.forEach((_, i) => {
    // Zero has no place on a logarithmic axis: hollow on its lower edge.
    const isOnAxis = mode === 'linear' || curve.valueMs[i]! > 0;
    context.fillStyle = isOnAxis ? colour : palette.background;
    context.strokeStyle = isOnAxis ? palette.background : colour;
    context.beginPath();
    context.arc(xAt(i), yAt(i), RADIUS, 0, 2 * Math.PI);
    context.fill();
    context.stroke();
  });
}

/** Names of the points as far as they fit, those of the tail first; free room is left of and above a rising line. */
export function drawPointNames(
  context: CanvasRenderingContext2D,
  { nines, values, palette, geometry, duration }: PercentileScene,
  { percentile, valueMs }: PercentileCurve,
): void {
  context.font = chartFont(palette, LABEL_PX);
  const taken: Box[] = [];
  for (let i = percentile.length - 1; i >= 0; i--) {
    const isExtreme = percentile[i] === 0 || percentile[i] === 100;
    const name = isExtreme
      ? `${reportedName(percentile[i]!).slice(0, 3)} ${formatDuration(valueMs[i]!, duration)}`
      : reportedName(percentile[i]!);
    const width = context.measureText(name).width;
    const right = Math.max(geometry.left + 4 + width, nines.toPx(percentile[i]!) - (isExtreme ? 0 : 6));
    const bottom = Math.max(geometry.top + LABEL_PX, values.toPx(valueMs[i]!) - 6);
    const box = { left: right - width - 3, right: right + 3, top: bottom - LABEL_PX, bottom: bottom + 2 };
    if (taken.some((other) => overlaps(box, other))) continue;
    taken.push(box);
    drawText(context, palette, name, right, bottom, {
      colour: palette.text2,
      sizePx: LABEL_PX,
      align: 'right',
    });
  }
}

function overlaps(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
