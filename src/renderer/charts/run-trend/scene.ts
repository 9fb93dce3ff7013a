import type { ChartPalette } from '../palette.ts';
import { linearAxis, type ValueAxis } from '../value-axis.ts';
import type { TrendModel } from './model.ts';

export interface TrendScene {
  readonly model: TrendModel;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly values: ValueAxis;
  /** Runs stand at equal distances: days without a test are no gap in a history of tests. */
  readonly toX: (index: number) => number;
  /** Multiplies values for the axis: percent of shares. */
  readonly factor: number;
  readonly unit: string;
  readonly palette: ChartPalette;
}

export function trendScene(
  model: TrendModel,
  { width, height }: { readonly width: number; readonly height: number },
  palette: ChartPalette,
): TrendScene {
  const [left, right, top, bottom] = [56, Math.max(57, width - 20), 26, Math.max(27, height - 40)];
  const factor = model.metric === 'errorRate' ? 100 : 1;
  const known = model.points.map((point) => point.value * factor).filter((value) => !Number.isNaN(value));
  const step = (right - left) / Math.max(1, model.points.length);
  return {
    model,
    left,
    right,
    top,
    bottom,
    palette,
    factor,
    values: linearAxis(Math.max(0, ...known), top, bottom),
    toX: (index) => left + step * (index + 0.5),
    unit: model.metric === 'errorRate' ? '%' : model.metric === 'throughput' ? '/s' : 'ms',
  };
}

/** Index of the run under the pointer; -1 beside the plot. */
export function runAt({ left, right, model }: TrendScene, x: number): number {
  const count = model.points.length;
  if (count === 0 || x < left || x > right) return -1;
  return Math.min(count - 1, Math.floor(((x - left) / (right - left)) * count));
}
