import { chooseDurationScale, type DurationScale } from '../../ui/duration-format.ts';
import type { ChartPalette } from '../palette.ts';
import { linearAxis, logAxis, type AxisMode, type ValueAxis } from '../value-axis.ts';
import { valueAt, type PercentileCurve, type PercentileModel } from './model.ts';
import { ninesAxis, samplesFor, type NinesAxis } from './nines-axis.ts';

/** Where things are, in CSS px from the top left of the chart. */
export interface PercentileGeometry {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** All that a picture of the chart depends on. */
export interface PercentileScene {
  readonly model: PercentileModel;
  readonly mode: AxisMode;
  readonly geometry: PercentileGeometry;
  readonly nines: NinesAxis;
  readonly values: ValueAxis;
  readonly duration: DurationScale;
  readonly palette: ChartPalette;
}

export function layOutPercentiles({
  width,
  height,
}: {
  readonly width: number;
  readonly height: number;
}): PercentileGeometry {
  return {
    width,
    height,
    left: 52,
    right: Math.max(53, width - 20),
    top: 26,
    bottom: Math.max(27, height - 42),
  };
}

/**
 * One unit for all response times of the chart, that of the bulk: most points of a curve lie in its tail. The whole
 * run decides where it is there, so that the unit stays while a brush moves.
 */
export function durationOf({ selection, behind, clockTickMs, reported }: PercentileModel): DurationScale {
  const curve = behind ?? selection;
  if (reported) return chooseDurationScale(curve.valueMs, clockTickMs);
  const median = valueAt(curve, 50);
  return chooseDurationScale([median, median, curve.valueMs.at(-1) ?? null], clockTickMs);
}

export function percentileScene(
  model: PercentileModel,
  geometry: PercentileGeometry,
  mode: AxisMode,
  palette: ChartPalette,
): PercentileScene {
  const curves = [model.selection, model.behind, model.corrected].filter((curve) => curve != null);
  const max = Math.max(0, ...curves.map((curve) => curve.valueMs.at(-1) ?? 0));
  // The fastest hundredth would take a third of a logarithmic axis for something that nobody looks for.
  const lowest = (curve: PercentileCurve): readonly number[] =>
    model.reported ? [...curve.valueMs] : [valueAt(curve, 1)];
  const low = Math.min(...curves.flatMap(lowest).filter((value) => value > 0));
  const min = Number.isFinite(low) ? low : model.clockTickMs;
  const { top, bottom, left, right } = geometry;
  return {
    model,
    mode,
    geometry,
    palette,
    nines: ninesAxis(
      model.reported
        ? samplesFor(curves.flatMap((curve) => [...curve.percentile]))
        : Math.max(...curves.map((curve) => curve.samples)),
      left,
      right,
    ),
    values: mode === 'linear' ? linearAxis(max, top, bottom) : logAxis(min, Math.max(min, max), top, bottom),
    duration: durationOf(model),
  };
}
