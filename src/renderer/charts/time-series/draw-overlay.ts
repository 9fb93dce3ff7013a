import type { SelectedTime, TimeSpan } from '#shared/model/filter.ts';
import { spansOf } from '#shared/model/time-spans.ts';
import { formatElapsed } from '../../ui/duration-format.ts';
import { drawTextWithin } from '../canvas-text.ts';
import type { CrosshairPosition } from '../crosshair.ts';
import { drawInstant, drawInstantBadge, drawLevel } from '../crosshair-drawing.ts';
import type { TimeSeriesScene } from './draw.ts';
import { lineLooks } from './line-look.ts';
import { bucketAt, bucketMiddleMs, valueIn } from './model.ts';
import type { LaneScale } from './scales.ts';

export interface BrushPicture {
  readonly span: SelectedTime;
  readonly label: string;
}

/** What moves with the pointer, on a layer of its own so that the lines below are not drawn again. */
export function drawTimeSeriesOverlay(
  context: CanvasRenderingContext2D,
  scene: TimeSeriesScene,
  brush: BrushPicture | null,
  crosshair: CrosshairPosition | null,
): void {
  const { fromMs, toMs } = scene.scales.window;
  if (brush !== null) {
    const inSight = spansOf(brush.span).filter((span) => span.toMs > fromMs && span.fromMs < toMs);
    for (const span of inSight) drawSpan(context, scene, span);
    if (inSight.length > 0) drawLabel(context, scene, brush);
  }
  if (crosshair !== null) drawCrosshair(context, scene, crosshair);
}

/** Where a time lies on the plot; what is out of sight lies at its edge. */
function edgesPx({ scales, model }: TimeSeriesScene, span: TimeSpan): readonly [number, number] {
  const { window } = scales;
  return [
    Math.round(scales.toX(Math.max(span.fromMs, window.fromMs))),
    Math.round(scales.toX(Math.min(span.toMs, model.durationMs, window.toMs))),
  ];
}

function drawSpan(context: CanvasRenderingContext2D, scene: TimeSeriesScene, span: TimeSpan): void {
  const { geometry, scales, palette, model } = scene;
  const { brushTop, bottom, lanes } = geometry;
  const grip = lanes[0] === undefined ? brushTop : Math.round((lanes[0].top + lanes[0].bottom) / 2);
  const { window } = scales;
  const [x0, x1] = edgesPx(scene, span);
  // An end beyond the zoomed part has no handle: there is nothing to grab.
  const ends = [
    ...(span.fromMs >= window.fromMs ? [x0] : []),
    ...(Math.min(span.toMs, model.durationMs) <= window.toMs ? [x1] : []),
  ];
  context.fillStyle = palette.selected;
  context.fillRect(x0, brushTop, x1 - x0, bottom - brushTop);
  context.fillStyle = palette.accent;
  for (const x of ends) context.fillRect(x, brushTop - 4, 1, bottom - brushTop + 4);
  context.lineWidth = 1;
  context.strokeStyle = palette.accent;
  context.fillStyle = palette.background;
  for (const x of ends) {
    context.beginPath();
    context.roundRect(x - 2.5, grip - 7.5, 6, 15, 1.5);
    context.fill();
    context.stroke();
  }
}

/** What is selected in words, once for all spans. */
function drawLabel(
  context: CanvasRenderingContext2D,
  scene: TimeSeriesScene,
  { span, label }: BrushPicture,
): void {
  const { geometry, palette } = scene;
  if (geometry.brushBaseline === null) return;
  const [x0, x1] = edgesPx(scene, span);
  drawTextWithin(
    context,
    palette,
    label,
    (x0 + x1) / 2,
    geometry.brushBaseline,
    { left: geometry.left, right: geometry.right },
    { colour: palette.accent, weight: 600 },
  );
}

function drawCrosshair(
  context: CanvasRenderingContext2D,
  scene: TimeSeriesScene,
  { timeMs, valueMs }: CrosshairPosition,
): void {
  const response = scene.scales.lanes.find((lane) => lane.plan.kind === 'response-time');
  if (valueMs !== null && response !== undefined)
    drawLevel(context, scene.palette, scene.geometry, Math.round(response.axis.toPx(valueMs)) + 0.5);
  const { window } = scene.scales;
  if (timeMs === null || timeMs < window.fromMs || timeMs > window.toMs) return;
  const { geometry, scales, palette } = scene;
  const x = Math.round(scales.toX(timeMs));
  drawInstant(context, palette, x, geometry.brushTop, geometry.bottom);
  if (response !== undefined) drawDots(context, scene, response, timeMs);
  drawInstantBadge(
    context,
    palette,
    geometry,
    x,
    formatElapsed(timeMs, badgeStep(scene.model.buckets.bucketMs)),
  );
}

/** The badge names the bucket's time, not the pointer's: no finer than the buckets are. */
function badgeStep(bucketMs: number): number {
  return bucketMs >= 1000 ? 1000 : bucketMs;
}

/** Each dot stands on its own bucket's point: lines of far percentiles have wider buckets. */
function drawDots(
  context: CanvasRenderingContext2D,
  { model, scales, palette }: TimeSeriesScene,
  lane: LaneScale,
  timeMs: number,
): void {
  context.lineWidth = 1.2;
  context.strokeStyle = palette.background;
  for (const { line, side, colour } of lineLooks(model, palette)) {
    // The other run may have ended by then.
    if (side === 'A' && Number.isNaN(valueIn(line, timeMs))) continue;
    const index = bucketAt(line, timeMs);
    const value = line.valuesMs[index] ?? NaN;
    if (Number.isNaN(value)) continue;
    const middle = Math.min(bucketMiddleMs(line, index), model.durationMs);
    context.fillStyle = colour;
    context.beginPath();
    context.arc(scales.toX(middle), lane.axis.toPx(value), 2.8, 0, 2 * Math.PI);
    context.fill();
    context.stroke();
  }
}
