import type { LatencyBand } from '#shared/model/filter.ts';
import { formatDuration } from '../../ui/duration-format.ts';
import { axisLabel } from '../axis-label.ts';
import { drawHorizontal, drawVertical } from '../canvas-lines.ts';
import { drawText } from '../canvas-text.ts';
import { chartFont } from '../palette.ts';
import { percentileOf, valueAt } from '../percentile/model.ts';
import { percentileName } from '../percentile/reading.ts';
import { formatRound } from '../round-number.ts';
import { binText, densityName, densityOf } from './model.ts';
import type { HistogramScene } from './scene.ts';

const NAMED = [50, 95, 99] as const;
/** Fewer samples beyond say nothing about a percentile. */
const MIN_BEYOND = 10;
const LINE_PX = 14;
const MARK_PX = 9;

export function drawHistogram(context: CanvasRenderingContext2D, scene: HistogramScene): void {
  drawAxes(context, scene);
  drawBars(context, scene);
  drawCumulative(context, scene);
  drawPercentileMarks(context, scene);
}

function drawAxes(context: CanvasRenderingContext2D, scene: HistogramScene): void {
  const { geometry, times, density, cumulative, palette, duration, model } = scene;
  const { left, right, top, bottom } = geometry;
  const label = { colour: palette.text3 } as const;
  drawText(context, palette, densityName(model, duration), 12, top - 10, { colour: palette.text2 });
  drawText(context, palette, 'cumulative, %', geometry.width - 8, top - 10, {
    colour: palette.text2,
    align: 'right',
  });
  for (const tick of density.ticks) {
    const y = density.toPx(tick.value);
    drawHorizontal(context, y, left, right, palette.grid);
    drawText(context, palette, formatRound(tick.value), left - 8, Math.round(y) + 4, {
      ...label,
      align: 'right',
    });
  }
  for (const value of [0, 50, 100])
    drawText(context, palette, String(value), right + 8, Math.round(cumulative.toPx(value)) + 4, label);
  for (const tick of times.ticks) {
    const x = times.toPx(tick.value);
    drawVertical(context, x, bottom, bottom + 4, palette.axis);
    if (tick.labelled)
      drawText(context, palette, axisLabel(tick.value, duration), x, bottom + 16, {
        ...label,
        align: 'center',
      });
  }
  drawHorizontal(context, bottom, left, right, palette.axis);
  const name = `response time, ${duration.unit}${model.mode === 'log' ? ' (log)' : ''}`;
  drawText(context, palette, name, (left + right) / 2, bottom + 33, {
    colour: palette.text2,
    align: 'center',
  });
}

function drawBars(context: CanvasRenderingContext2D, scene: HistogramScene): void {
  const { model, times, density, geometry, palette } = scene;
  const { edgesMs } = model.rows;
  context.beginPath();
  for (let row = 0; row < model.counts.length; row++) {
    const value = densityOf(model, row);
    if (!(value > 0)) continue;
    const x0 = edgesMs[row]! > 0 ? times.toPx(edgesMs[row]!) : geometry.left;
    const x1 = times.toPx(edgesMs[row + 1]!);
    const top = Math.min(density.toPx(value), geometry.bottom - 1);
    // Without gaps: neighbouring bars are parts of one shape.
    context.rect(x0, top, Math.max(1, x1 - x0 - (x1 - x0 > 4 ? 1 : 0)), geometry.bottom - top);
  }
  context.fillStyle = palette.accent;
  context.globalAlpha = 0.38;
  context.fill();
  context.globalAlpha = 1;
}

function drawCumulative(context: CanvasRenderingContext2D, scene: HistogramScene): void {
  const { model, times, cumulative, geometry, palette } = scene;
  const { ecdf } = model;
  if (ecdf === null || ecdf.percentile.length === 0) return;
  context.strokeStyle = palette.accent;
  context.lineWidth = 1.6;
  context.lineJoin = 'round';
  context.beginPath();
  const xOf = (valueMs: number): number =>
    Math.min(Math.max(times.toPx(valueMs), geometry.left), geometry.right);
  context.moveTo(geometry.left, cumulative.toPx(0));
  ecdf.percentile.forEach((percentile, point) => {
    context.lineTo(xOf(ecdf.valueMs[point]!), cumulative.toPx(percentile));
  });
  context.lineTo(geometry.right, cumulative.toPx(100));
  context.stroke();
}

/** Ticks at the base, and their values where the bars leave room. */
function drawPercentileMarks(context: CanvasRenderingContext2D, scene: HistogramScene): void {
  const { model, times, geometry, palette, duration } = scene;
  const { ecdf } = model;
  if (ecdf === null || ecdf.percentile.length === 0) return;
  const named = NAMED.filter(
    (percentile) => percentile === 50 || (ecdf.samples * (100 - percentile)) / 100 >= MIN_BEYOND,
  );
  context.font = chartFont(palette, 11, 600);
  const corner = figuresCorner(scene, named.length);
  named.forEach((percentile, line) => {
    const value = valueAt(ecdf, percentile);
    const x = times.toPx(value);
    context.fillStyle = palette.text;
    context.fillRect(Math.round(x) - 1, geometry.bottom - MARK_PX, 2, MARK_PX);
    const y = corner.top + 12 + line * LINE_PX;
    const style = { sizePx: 11, colour: palette.text2 } as const;
    drawText(context, palette, `p${percentile}`, corner.left + 8, y, style);
    const text = `${formatDuration(value, duration)} ${duration.unit}`;
    drawText(context, palette, text, corner.left + 88, y, {
      ...style,
      colour: palette.text,
      weight: 600,
      align: 'right',
    });
  });
}

/** At the left, where the curve is still low; below the curve at the right when bars stand there. */
function figuresCorner({ model, times, density, geometry }: HistogramScene, lines: number) {
  const widthPx = 96;
  const bottom = geometry.top + 12 + lines * LINE_PX;
  const taken = Array.from(model.counts).some((_, row) => {
    const value = densityOf(model, row);
    const from = model.rows.edgesMs[row]!;
    const x = from > 0 ? times.toPx(from) : geometry.left;
    return value > 0 && x < geometry.left + widthPx && density.toPx(value) < bottom;
  });
  return taken
    ? { left: geometry.right - widthPx, top: (geometry.top + geometry.bottom) / 2 - (lines * LINE_PX) / 2 }
    : { left: geometry.left, top: geometry.top };
}

/** The chosen band, a band under way, and where the crosshair's response time stands. */
export function drawHistogramOverlay(
  context: CanvasRenderingContext2D,
  scene: HistogramScene,
  band: LatencyBand | null,
  draft: LatencyBand | null,
  valueMs: number | null,
): void {
  if (band !== null) drawBand(context, scene, band, []);
  if (draft !== null) drawBand(context, scene, draft, [4, 3]);
  if (valueMs !== null) drawLevel(context, scene, valueMs);
}

function drawBand(
  context: CanvasRenderingContext2D,
  { geometry, times, palette }: HistogramScene,
  band: LatencyBand,
  dash: readonly number[],
): void {
  const { left, right, top, bottom } = geometry;
  const inside = (px: number): number => Math.round(Math.min(Math.max(px, left), right));
  const x0 = band.fromMs === 0 ? left : inside(times.toPx(band.fromMs));
  const x1 = band.toMs === null ? right : inside(times.toPx(band.toMs));
  context.fillStyle = palette.selected;
  context.fillRect(x0, top, x1 - x0, bottom - top);
  context.strokeStyle = palette.accent;
  context.lineWidth = 1;
  context.setLineDash([...dash]);
  context.beginPath();
  for (const x of [x0, x1]) {
    context.moveTo(x + 0.5, top);
    context.lineTo(x + 0.5, bottom);
  }
  context.stroke();
  context.setLineDash([]);
}

function drawLevel(context: CanvasRenderingContext2D, scene: HistogramScene, valueMs: number): void {
  const { geometry, times, palette, model, duration } = scene;
  const x = Math.round(times.toPx(valueMs)) + 0.5;
  if (x < geometry.left || x > geometry.right) return;
  context.globalAlpha = 0.55;
  context.strokeStyle = palette.text;
  context.lineWidth = 1;
  context.setLineDash([2, 2]);
  context.beginPath();
  context.moveTo(x, geometry.top);
  context.lineTo(x, geometry.bottom);
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;
  const { ecdf } = model;
  const place =
    ecdf === null || ecdf.percentile.length === 0
      ? null
      : `${formatDuration(valueMs, duration)} ${duration.unit} is ${percentileName(percentileOf(ecdf, valueMs))}`;
  const lines = [place, binText(model, valueMs, duration)].filter((line) => line !== null);
  const leftwards = x > (geometry.left + geometry.right) / 2;
  const first = geometry.top + 12 + (NAMED.length + 1) * LINE_PX;
  lines.forEach((line, i) => {
    const weight = i === 0 ? 600 : 400;
    const y = first + i * LINE_PX;
    context.font = chartFont(palette, 11, weight);
    const { width } = context.measureText(line);
    context.fillStyle = palette.background;
    context.globalAlpha = 0.8;
    context.fillRect(leftwards ? x - 8 - width : x + 4, y - 11, width + 4, LINE_PX);
    context.globalAlpha = 1;
    drawText(context, palette, line, leftwards ? x - 6 : x + 6, y, {
      colour: i === 0 ? palette.text : palette.text2,
      weight,
      sizePx: 11,
      align: leftwards ? 'right' : 'left',
    });
  });
}
