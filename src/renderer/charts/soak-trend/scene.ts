import { chooseDurationScale, type DurationScale } from '../../ui/duration-format.ts';
import type { ChartPalette } from '../palette.ts';
import { timeAxis, type TimeAxis } from '../time-axis.ts';
import { linearAxis, type ValueAxis } from '../value-axis.ts';
import type { SoakTrendModel } from './model.ts';

export interface SoakScene {
  readonly model: SoakTrendModel;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly time: TimeAxis;
  readonly values: ValueAxis;
  readonly duration: DurationScale;
  readonly palette: ChartPalette;
}

export function soakScene(
  model: SoakTrendModel,
  { width, height }: { readonly width: number; readonly height: number },
  palette: ChartPalette,
): SoakScene {
  const [left, right, top, bottom] = [72, Math.max(73, width - 20), 28, Math.max(29, height - 26)];
  const { values, trend, span, clockTickMs } = model;
  let max = Math.max(trend.from, trend.to, 0);
  for (const value of values) max = Math.max(max, value);
  return {
    model,
    left,
    right,
    top,
    bottom,
    palette,
    time: timeAxis(span, left, right),
    values: linearAxis(max, top, bottom),
    duration: chooseDurationScale(trend.contains === 'time' ? values : [], clockTickMs),
  };
}
