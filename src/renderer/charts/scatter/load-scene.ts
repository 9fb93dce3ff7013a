import { chooseDurationScale, type DurationScale } from '../../ui/duration-format.ts';
import { rampBytes, rampColour } from '../heat-map/ramp.ts';
import { horizontalAxis } from '../horizontal-axis.ts';
import type { ChartPalette } from '../palette.ts';
import { linearAxis, logAxis, type AxisMode, type ValueAxis } from '../value-axis.ts';
import type { LoadPoint, LoadScatterModel } from './load-model.ts';

export interface LoadGeometry {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface LoadScene {
  readonly model: LoadScatterModel;
  readonly geometry: LoadGeometry;
  readonly loads: ValueAxis;
  readonly values: ValueAxis;
  readonly mode: AxisMode;
  readonly duration: DurationScale;
  readonly palette: ChartPalette;
  /** Colours of time, early to late. */
  readonly ramp: Uint8ClampedArray;
  /** Colours of the points. */
  readonly colours: readonly string[];
}

/** Farther away than this, the pointer is over no point. */
const REACH_PX = 24;

export function loadScene(
  model: LoadScatterModel,
  { width, height }: { readonly width: number; readonly height: number },
  mode: AxisMode,
  palette: ChartPalette,
): LoadScene {
  const geometry = {
    width,
    height,
    left: 52,
    right: Math.max(53, width - 20),
    top: 26,
    bottom: Math.max(27, height - 42),
  };
  const values = model.points.map(({ valueMs }) => valueMs);
  const positive = values.filter((value) => value > 0);
  const max = Math.max(0, ...values);
  const min = positive.length === 0 ? model.clockTickMs : Math.min(...positive);
  const { left, right, top, bottom } = geometry;
  const ramp = rampBytes(palette.heat);
  return {
    model,
    geometry,
    mode,
    palette,
    ramp,
    colours: model.points.map(({ timeMs }) => rampColour(ramp, timeMs / Math.max(model.durationMs, 1))),
    loads: horizontalAxis('linear', 0, Math.max(0, ...model.points.map(({ load }) => load)), left, right),
    values: mode === 'linear' ? linearAxis(max, top, bottom) : logAxis(min, Math.max(min, max), top, bottom),
    duration: chooseDurationScale(values, model.clockTickMs),
  };
}

export function nearestLoadPoint(
  { model, loads, values }: LoadScene,
  x: number,
  y: number,
): LoadPoint | null {
  let nearest: LoadPoint | null = null;
  let least = REACH_PX;
  for (const point of model.points) {
    const away = Math.hypot(loads.toPx(point.load) - x, values.toPx(point.valueMs) - y);
    if (away >= least) continue;
    nearest = point;
    least = away;
  }
  return nearest;
}
