import { scaleLinear } from 'd3';
import type { ChartPalette } from '../palette.ts';
import { inUnit, type ShiftModel } from './model.ts';

export interface ShiftGeometry {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** All that a picture of the chart depends on. */
export interface ShiftScene {
  readonly model: ShiftModel;
  readonly geometry: ShiftGeometry;
  readonly toX: (index: number) => number;
  readonly toY: (value: number) => number;
  readonly ticks: readonly number[];
  readonly palette: ChartPalette;
}

const PX_PER_TICK = 34;

export function layOutShift({
  width,
  height,
}: {
  readonly width: number;
  readonly height: number;
}): ShiftGeometry {
  return {
    width,
    height,
    left: 46,
    right: Math.max(47, width - 14),
    top: 10,
    bottom: Math.max(11, height - 38),
  };
}

export function shiftScene(model: ShiftModel, geometry: ShiftGeometry, palette: ChartPalette): ShiftScene {
  const { left, right, top, bottom } = geometry;
  // The margin is always in view: without it nobody sees whether a shift matters.
  const reach = model.unit === '%' ? model.margin * 150 : 1;
  const values = model.points.flatMap((point) => [
    inUnit(model, point, point.lowMs),
    inUnit(model, point, point.highMs),
    inUnit(model, point, point.deltaMs),
  ]);
  const known = values.filter((value) => Number.isFinite(value));
  const scale = scaleLinear()
    .domain([Math.min(-reach, ...known), Math.max(reach, ...known)])
    .range([bottom, top]);
  const count = Math.max(2, Math.floor((bottom - top) / PX_PER_TICK));
  scale.nice(count);
  const step = (right - left) / Math.max(1, model.points.length);
  return {
    model,
    geometry,
    palette,
    toX: (index) => left + step * (index + 0.5),
    toY: (value) => scale(value),
    ticks: scale.ticks(count),
  };
}

/** Index of the point under the pointer; -1 without points. */
export function shiftAt({ model, geometry }: ShiftScene, x: number): number {
  const { left, right } = geometry;
  const count = model.points.length;
  if (count === 0 || x < left || x > right) return -1;
  return Math.min(count - 1, Math.floor(((x - left) / (right - left)) * count));
}
