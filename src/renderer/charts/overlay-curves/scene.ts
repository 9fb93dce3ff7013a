import { chooseDurationScale, type DurationScale } from '../../ui/duration-format.ts';
import { horizontalAxis } from '../horizontal-axis.ts';
import type { ChartPalette } from '../palette.ts';
import { valueAt, type PercentileCurve } from '../percentile/model.ts';
import { ninesAxis, samplesFor, type NinesAxis } from '../percentile/nines-axis.ts';
import { logAxis, type ValueAxis } from '../value-axis.ts';

/** `nines`: response time by percentile, with as much room for the tail as for the bulk; `ecdf`: share of samples by time. */
export type CurveKind = 'nines' | 'ecdf';

/** The distributions of both sides. */
export interface OverlayModel {
  readonly baseline: PercentileCurve;
  readonly candidate: PercentileCurve;
  readonly clockTickMs: number;
  /** The percentile that is judged: its values are written at the curves; null: none. */
  readonly marked: number | null;
}

export interface OverlayGeometry {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface OverlayScene {
  readonly model: OverlayModel;
  readonly kind: CurveKind;
  readonly geometry: OverlayGeometry;
  /** Of response times: upwards in `nines`, to the right in `ecdf`. */
  readonly values: ValueAxis;
  /** Horizontal axis of `nines`. */
  readonly nines: NinesAxis;
  readonly duration: DurationScale;
  readonly palette: ChartPalette;
}

export function layOutOverlay({
  width,
  height,
}: {
  readonly width: number;
  readonly height: number;
}): OverlayGeometry {
  return {
    width,
    height,
    left: 46,
    right: Math.max(47, width - 24),
    top: 10,
    bottom: Math.max(11, height - 38),
  };
}

/** One unit for both sides, that of the bulk. */
export function overlayDuration({ baseline, candidate, clockTickMs }: OverlayModel): DurationScale {
  const medians = [baseline, candidate].map((curve) => valueAt(curve, 50)).filter((ms) => !Number.isNaN(ms));
  return chooseDurationScale([...medians, ...medians], clockTickMs);
}

export function overlayScene(
  model: OverlayModel,
  kind: CurveKind,
  geometry: OverlayGeometry,
  palette: ChartPalette,
): OverlayScene {
  const { left, right, top, bottom } = geometry;
  const curves = [model.baseline, model.candidate].filter((curve) => curve.percentile.length > 0);
  const max = curves.reduce((most, curve) => Math.max(most, curve.valueMs.at(-1) ?? 0), 0);
  // The fastest hundredth would take a third of the axis for something that nobody looks for.
  const low = Math.min(...curves.map((curve) => valueAt(curve, 1)).filter((value) => value > 0));
  const min = Number.isFinite(low) ? low : model.clockTickMs;
  const samples = Math.max(1, ...curves.map((curve) => curve.samples));
  return {
    model,
    kind,
    geometry,
    palette,
    values:
      kind === 'nines'
        ? logAxis(min, Math.max(min, max), top, bottom)
        : horizontalAxis('log', min, Math.max(min, max), left, right),
    nines: ninesAxis(Math.max(samples, samplesFor([])), left, right),
    duration: overlayDuration(model),
  };
}

/** Where a percentile of a curve stands; `ecdf` counts downwards from all samples. */
export function toPoint(
  { kind, nines, values, geometry }: OverlayScene,
  curve: PercentileCurve,
  percentile: number,
  valueMs: number,
): { readonly x: number; readonly y: number } {
  if (kind === 'nines')
    return {
      x: Math.min(nines.toPx(percentile), nines.endPx(curve.samples)),
      y: values.toPx(valueMs),
    };
  const { top, bottom } = geometry;
  return { x: values.toPx(valueMs), y: bottom - (percentile / 100) * (bottom - top) };
}

/** The response time that the pointer means: on side A at its percentile, or on the axis itself. */
export function valueUnder(scene: OverlayScene, x: number, y: number): number | null {
  const { left, right, top, bottom } = scene.geometry;
  if (x < left || x > right || y < top || y > bottom) return null;
  if (scene.kind === 'ecdf') return scene.values.toValue(x);
  const { baseline, candidate } = scene.model;
  const curve = baseline.percentile.length > 0 ? baseline : candidate;
  const value = valueAt(curve, scene.nines.toPercentile(x));
  return Number.isNaN(value) ? null : value;
}
