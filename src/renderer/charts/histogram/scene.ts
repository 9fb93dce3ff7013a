import { chooseDurationScale, type DurationScale } from '../../ui/duration-format.ts';
import { horizontalAxis } from '../horizontal-axis.ts';
import type { ChartPalette } from '../palette.ts';
import { linearAxis, type ValueAxis } from '../value-axis.ts';
import { densityOf, type HistogramModel } from './model.ts';

export interface HistogramGeometry {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface HistogramScene {
  readonly model: HistogramModel;
  readonly geometry: HistogramGeometry;
  /** Response time, to the right. */
  readonly times: ValueAxis;
  readonly density: ValueAxis;
  /** 0 to 100 percent. */
  readonly cumulative: ValueAxis;
  readonly duration: DurationScale;
  readonly palette: ChartPalette;
}

export function histogramScene(
  model: HistogramModel,
  { width, height }: { readonly width: number; readonly height: number },
  palette: ChartPalette,
): HistogramScene {
  const geometry = {
    width,
    height,
    left: 52,
    right: Math.max(53, width - 40),
    top: 26,
    bottom: Math.max(27, height - 42),
  };
  const { edgesMs } = model.rows;
  const max = edgesMs.at(-1) ?? 1;
  const min = edgesMs.find((edge) => edge > 0) ?? model.clockTickMs;
  let most = 0;
  for (let row = 0; row < model.counts.length; row++) most = Math.max(most, densityOf(model, row));
  const { left, right, top, bottom } = geometry;
  return {
    model,
    geometry,
    palette,
    times: horizontalAxis(model.mode, min, max, left, right),
    density: linearAxis(most, top, bottom),
    cumulative: linearAxis(100, top, bottom),
    duration: histogramDuration(model),
  };
}

export function histogramDuration({ rows, clockTickMs }: HistogramModel): DurationScale {
  return chooseDurationScale(rows.edgesMs, clockTickMs);
}
