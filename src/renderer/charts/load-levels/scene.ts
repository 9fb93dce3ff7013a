import { chooseDurationScale, type DurationScale } from '../../ui/duration-format.ts';
import { horizontalAxis } from '../horizontal-axis.ts';
import type { ChartPalette } from '../palette.ts';
import { linearAxis, type ValueAxis } from '../value-axis.ts';
import { loadOf, valueOf, type LevelPlotModel } from './model.ts';

export interface LevelScene {
  readonly model: LevelPlotModel;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly loads: ValueAxis;
  readonly values: ValueAxis;
  /** Of response times. */
  readonly duration: DurationScale;
  readonly palette: ChartPalette;
}

/** Farther away than this, the pointer is at no level. */
const REACH_PX = 28;

/** @param clockTickMs resolution of response times */
export function levelScene(
  model: LevelPlotModel,
  { width, height }: { readonly width: number; readonly height: number },
  clockTickMs: number,
  palette: ChartPalette,
): LevelScene {
  const [left, right, top, bottom] = [56, Math.max(57, width - 20), 28, Math.max(29, height - 42)];
  const { kind, levels, law, wantedPerSec } = model;
  const wanted = wantedPerSec ?? 0;
  const xs = [...levels.map((level) => loadOf(kind, level)), ...law.map(({ x }) => x)];
  const ys = [...levels.map((level) => valueOf(kind, level)), ...law.map(({ y }) => y)];
  return {
    model,
    left,
    right,
    top,
    bottom,
    palette,
    loads: horizontalAxis('linear', 0, Math.max(0, kind === 'response' ? wanted : 0, ...xs), left, right),
    values: linearAxis(Math.max(0, kind === 'throughput' ? wanted : 0, ...ys), top, bottom),
    duration: chooseDurationScale(kind === 'response' ? ys : [], clockTickMs),
  };
}

/** Index of the level nearest to the pointer; -1: none is near. */
export function levelAt({ model, loads, values }: LevelScene, x: number, y: number): number {
  let nearest = -1;
  let least = REACH_PX;
  model.levels.forEach((level, index) => {
    const away = Math.hypot(
      loads.toPx(loadOf(model.kind, level)) - x,
      values.toPx(valueOf(model.kind, level)) - y,
    );
    if (away >= least) return;
    nearest = index;
    least = away;
  });
  return nearest;
}
