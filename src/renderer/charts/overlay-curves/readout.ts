import { formatDuration } from '../../ui/duration-format.ts';
import { signed } from '../../ui/signed-format.ts';
import { percentileOf, valueAt, type PercentileCurve } from '../percentile/model.ts';
import { percentileName } from '../percentile/reading.ts';
import type { TooltipContent } from '../pinned/tooltip-text.ts';
import type { ValueMark } from '../value-chart/ValueChart.tsx';
import { toPoint, type OverlayModel, type OverlayScene } from './scene.ts';

/** What the keyboard goes through: percentiles that people name. */
const NAMED = [1, 5, 10, 25, 50, 75, 90, 95, 99, 99.9, 99.99, 99.999];
const MEDIAN = 50;
/** One sample, in the arithmetic of shares. */
const ONE = 1 - 1e-9;

/** The side that is read: A, unless it has no samples. */
function readSide({ baseline, candidate }: OverlayModel): PercentileCurve {
  return baseline.percentile.length > 0 ? baseline : candidate;
}

/** Named percentiles that a sample lies beyond, and the maximum, of the side that is read. */
export function overlayMarks(model: OverlayModel): readonly ValueMark[] {
  const curve = readSide(model);
  if (curve.percentile.length === 0) return [];
  return [...NAMED.filter((p) => (curve.samples * (100 - p)) / 100 >= ONE), 100].map((percentile) => ({
    timeMs: null,
    valueMs: valueAt(curve, percentile),
  }));
}

export const OVERLAY_START = NAMED.indexOf(MEDIAN);

/** Which percentile a time is on each side, and what B takes where A takes it. @returns null without samples */
export function overlayReadout(
  { model, duration }: OverlayScene,
  { valueMs }: ValueMark,
): TooltipContent | null {
  const { baseline, candidate } = model;
  const rows: { name: string; value: string }[] = [];
  const sides = [
    ['A', baseline],
    ['B', candidate],
  ] as const;
  for (const [name, curve] of sides)
    if (curve.percentile.length > 0) rows.push({ name, value: percentileName(percentileOf(curve, valueMs)) });
  if (rows.length === 0) return null;
  if (rows.length === 2) {
    const percentile = percentileOf(baseline, valueMs);
    const there = valueAt(candidate, percentile);
    const change = signed((there - valueMs) * duration.perMs);
    rows.push({
      name: `B at ${percentileName(percentile)}`,
      value: `${formatDuration(there, duration)} ${duration.unit} (${change})`,
    });
  }
  return { title: `${formatDuration(valueMs, duration)} ${duration.unit}`, note: null, rows };
}

/** On the curve that is read, in px of the chart. */
export function overlayPlace(
  scene: OverlayScene,
  { valueMs }: ValueMark,
): { readonly x: number; readonly y: number } {
  const curve = readSide(scene.model);
  return toPoint(scene, curve, percentileOf(curve, valueMs), valueMs);
}
