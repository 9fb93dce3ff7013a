import type { LatencyBand, SelectedTime, TimeSpan } from '#shared/model/filter.ts';
import { spansOf } from '#shared/model/time-spans.ts';
import { formatElapsed } from '../../ui/duration-format.ts';
import type { CrosshairPosition } from '../crosshair.ts';
import { drawInstant, drawInstantBadge, drawLevel } from '../crosshair-drawing.ts';
import type { TimePlotFrame } from './geometry.ts';

export interface PlotSelection {
  readonly span: SelectedTime | null;
  /** Only where the heights are response times. */
  readonly band: LatencyBand | null;
  /** A box that is being made. */
  readonly draft: { readonly span: TimeSpan | null; readonly band: LatencyBand | null } | null;
}

export interface PlotCrosshair {
  readonly position: CrosshairPosition;
  /** The heights are response times, which all such charts mark together. */
  readonly level: boolean;
  /** Of the time in the badge. */
  readonly stepMs: number;
}

export function drawPlotOverlay(
  context: CanvasRenderingContext2D,
  frame: TimePlotFrame,
  selection: PlotSelection,
  crosshair: PlotCrosshair | null,
): void {
  const spans = selection.span === null ? [null] : spansOf(selection.span);
  for (const span of spans) drawBox(context, frame, span, selection.band, []);
  if (selection.draft !== null) drawBox(context, frame, selection.draft.span, selection.draft.band, [4, 3]);
  if (crosshair !== null) drawCrosshair(context, frame, crosshair);
}

function drawBox(
  context: CanvasRenderingContext2D,
  { geometry, time, values, palette }: TimePlotFrame,
  span: TimeSpan | null,
  band: LatencyBand | null,
  dash: readonly number[],
): void {
  if (span === null && band === null) return;
  const { left, right, top, bottom } = geometry;
  const clampX = (x: number): number => Math.round(Math.min(Math.max(x, left), right));
  const clampY = (y: number): number => Math.round(Math.min(Math.max(y, top), bottom));
  const x0 = span === null ? left : clampX(time.toX(span.fromMs));
  const x1 = span === null ? right : clampX(time.toX(span.toMs));
  const y0 = band?.toMs == null ? top : clampY(values.toPx(band.toMs));
  const y1 = band === null ? bottom : clampY(values.toPx(band.fromMs));
  if (x1 <= x0) return;
  context.fillStyle = palette.selected;
  context.fillRect(x0, y0, x1 - x0, y1 - y0);
  context.beginPath();
  const line = (fromX: number, fromY: number, toX: number, toY: number): void => {
    context.moveTo(fromX + 0.5, fromY + 0.5);
    context.lineTo(toX + 0.5, toY + 0.5);
  };
  // An edge beyond the zoomed part is not there.
  if (span !== null && span.fromMs >= time.window.fromMs) line(x0, y0, x0, y1);
  if (span !== null && span.toMs <= time.window.toMs) line(x1, y0, x1, y1);
  if (band !== null) {
    line(x0, y1, x1, y1);
    if (band.toMs !== null) line(x0, y0, x1, y0);
  }
  // On top of a picture full of colours a line needs ground of its own to be seen.
  if (band !== null) {
    context.strokeStyle = palette.background;
    context.lineWidth = 3.5;
    context.stroke();
  }
  context.strokeStyle = palette.accent;
  context.lineWidth = band === null ? 1 : 1.5;
  context.setLineDash([...dash]);
  context.stroke();
  context.setLineDash([]);
}

function drawCrosshair(
  context: CanvasRenderingContext2D,
  frame: TimePlotFrame,
  { position, level, stepMs }: PlotCrosshair,
): void {
  const { geometry, time, values, palette } = frame;
  const { timeMs, valueMs } = position;
  if (level && valueMs !== null) {
    const y = Math.round(values.toPx(valueMs)) + 0.5;
    // On top of a picture full of colours it takes a darker line.
    if (y >= geometry.top && y <= geometry.bottom) drawLevel(context, palette, geometry, y, 0.55);
  }
  if (timeMs === null || timeMs < time.window.fromMs || timeMs > time.window.toMs) return;
  const x = Math.round(time.toX(timeMs));
  drawInstant(context, palette, x, geometry.top, geometry.bottom);
  drawInstantBadge(context, palette, geometry, x, formatElapsed(timeMs, Math.min(stepMs, 1000)));
}
