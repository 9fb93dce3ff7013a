import { formatElapsed } from '../../ui/duration-format.ts';
import { drawHorizontal, drawVertical } from '../canvas-lines.ts';
import { drawText } from '../canvas-text.ts';
import type { ChartPalette } from '../palette.ts';
import { drawLane } from './draw-lane.ts';
import type { TimeSeriesGeometry } from './geometry.ts';
import type { TimeSeriesModel } from './model.ts';
import type { LaneScale, TimeSeriesScales } from './scales.ts';

/** All that a picture of the chart depends on. */
export interface TimeSeriesScene {
  readonly model: TimeSeriesModel;
  readonly geometry: TimeSeriesGeometry;
  readonly scales: TimeSeriesScales;
  readonly palette: ChartPalette;
}

export function drawTimeSeries(context: CanvasRenderingContext2D, scene: TimeSeriesScene): void {
  for (const lane of scene.scales.lanes) {
    drawFrame(context, scene, lane);
    drawLane(context, scene, lane);
  }
  drawTimeAxis(context, scene);
}

function drawFrame(
  context: CanvasRenderingContext2D,
  { geometry, palette }: TimeSeriesScene,
  lane: LaneScale,
): void {
  const { left, right } = geometry;
  drawText(context, palette, lane.title, left, lane.plan.titleBaseline, { colour: palette.text2 });
  for (const tick of lane.axis.ticks) {
    const y = lane.axis.toPx(tick.value);
    context.globalAlpha = tick.labelled ? 1 : 0.6;
    drawHorizontal(context, y, left, right, palette.grid);
    context.globalAlpha = 1;
    if (!tick.labelled) continue;
    drawText(context, palette, lane.label(tick.value), left - 8, Math.round(y) + 4, {
      colour: palette.text3,
      align: 'right',
    });
  }
  // Only a lane that begins at zero stands on a base line.
  if (lane.axis.domain[0] === 0) drawHorizontal(context, lane.plan.bottom, left, right, palette.axis);
}

function drawTimeAxis(
  context: CanvasRenderingContext2D,
  { geometry, scales, palette }: TimeSeriesScene,
): void {
  const { left, right, bottom } = geometry;
  drawHorizontal(context, bottom, left, right, palette.axis);
  const style = { colour: palette.text3 } as const;
  for (const timeMs of scales.time.valuesMs) {
    const x = scales.toX(timeMs);
    drawVertical(context, x, bottom, bottom + 4, palette.axis);
    // A label at the very end would run into the name of the axis.
    const align = x > right - 18 ? 'right' : 'center';
    drawText(context, palette, formatElapsed(timeMs, scales.time.stepMs), x, bottom + 17, {
      ...style,
      align,
    });
  }
  drawText(context, palette, 'elapsed', right + 6, bottom + 17, { ...style, sizePx: 11 });
}
