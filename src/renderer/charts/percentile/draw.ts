import { drawHorizontal, drawSeries, drawVertical, type LineStyle } from '../canvas-lines.ts';
import { drawText, drawTextWithin } from '../canvas-text.ts';
import { axisLabel } from '../axis-label.ts';
import { drawPointNames, drawPoints } from './draw-points.ts';
import type { PercentileCurve } from './model.ts';
import type { PercentileScene } from './scene.ts';

export function drawPercentiles(context: CanvasRenderingContext2D, scene: PercentileScene): void {
  const { model, palette } = scene;
  drawAxes(context, scene);
  if (model.reported) {
    if (model.behind !== null) drawPoints(context, scene, model.behind, palette.text3);
    drawPoints(context, scene, model.selection, palette.accent);
    drawPointNames(context, scene, model.selection);
    return;
  }
  drawUncertain(context, scene);
  if (model.behind !== null) drawCurve(context, scene, model.behind, { colour: palette.text3, width: 1.4 });
  if (model.corrected != null)
    drawCurve(context, scene, model.corrected, { colour: palette.bad, width: 1.6, dash: [5, 3] });
  drawCurve(context, scene, model.selection, { colour: palette.accent, width: 1.8 });
}

function drawAxes(
  context: CanvasRenderingContext2D,
  { geometry, values, nines, palette, duration, mode, model }: PercentileScene,
): void {
  const { left, right, top, bottom } = geometry;
  const label = { colour: palette.text3 } as const;
  // The last one is the widest and stands at the end of the axis.
  const edges = { left: 0, right: geometry.width - 2 };
  drawText(
    context,
    palette,
    `Response time, ${duration.unit}${mode === 'log' ? ' (log)' : ''}, by percentile`,
    12,
    top - 10,
    {
      colour: palette.text2,
    },
  );
  for (const tick of values.ticks) {
    const y = values.toPx(tick.value);
    context.globalAlpha = tick.labelled ? 1 : 0.6;
    drawHorizontal(context, y, left, right, palette.grid);
    context.globalAlpha = 1;
    if (tick.labelled)
      drawText(context, palette, axisLabel(tick.value, duration), left - 8, Math.round(y) + 4, {
        ...label,
        align: 'right',
      });
  }
  for (const tick of nines.ticks) {
    drawVertical(context, tick.px, top, bottom, palette.grid);
    if (tick.labelled)
      drawTextWithin(context, palette, String(tick.percentile), tick.px, bottom + 16, edges, label);
  }
  drawHorizontal(context, bottom, left, right, palette.axis);
  const axis = `${model.reported ? 'reported percentiles only' : 'percentile'} (log nines)`;
  drawText(context, palette, axis, (left + right) / 2, bottom + 33, {
    colour: palette.text2,
    align: 'center',
  });
}

/** Under ten samples beyond, the next run may well put the curve elsewhere: shaded and named. */
function drawUncertain(
  context: CanvasRenderingContext2D,
  { geometry, nines, model, palette }: PercentileScene,
): void {
  const { samples } = model.selection;
  if (samples === 0) return;
  const { top, bottom, right } = geometry;
  const from = nines.endPx(samples / 10);
  context.fillStyle = palette.hover;
  context.fillRect(from, top, right - from, bottom - top);
  const style = { colour: palette.text3, sizePx: 11 } as const;
  if (right - from < 50) {
    drawText(context, palette, 'under 10 beyond', from - 4, bottom - 6, { ...style, align: 'right' });
    return;
  }
  drawText(context, palette, 'under 10', from + 4, bottom - 19, style);
  drawText(context, palette, 'beyond', from + 4, bottom - 6, style);
}

function drawCurve(
  context: CanvasRenderingContext2D,
  { nines, values }: PercentileScene,
  curve: PercentileCurve,
  style: LineStyle,
): void {
  const end = nines.endPx(curve.samples);
  drawSeries(
    context,
    curve.percentile.length,
    (i) => Math.min(nines.toPx(curve.percentile[i]!), end),
    (i) => values.toPx(curve.valueMs[i]!),
    style,
  );
}
