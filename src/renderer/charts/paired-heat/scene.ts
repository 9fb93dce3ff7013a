import type { DurationScale } from '../../ui/duration-format.ts';
import type { ChartPalette } from '../palette.ts';
import { timeAxis, type TimeAxis } from '../time-axis.ts';
import { logAxis, type ValueAxis } from '../value-axis.ts';
import type { PairedHeat } from './model.ts';

export type HeatPart = 'A' | 'B' | 'difference';

export interface HeatPlot {
  readonly part: HeatPart;
  readonly left: number;
  readonly right: number;
  readonly time: TimeAxis;
}

/** Three pictures beside each other with one axis of response times. */
export interface HeatScene {
  readonly model: PairedHeat;
  readonly plots: readonly HeatPlot[];
  readonly top: number;
  readonly bottom: number;
  readonly values: ValueAxis;
  readonly duration: DurationScale;
  readonly palette: ChartPalette;
}

const LEFT = 50;
const GAP = 14;

export function heatScene(
  model: PairedHeat,
  { width, height }: { readonly width: number; readonly height: number },
  duration: DurationScale,
  palette: ChartPalette,
): HeatScene {
  const [top, bottom] = [24, Math.max(25, height - 38)];
  const each = Math.max(1, (width - LEFT - 12 - 2 * GAP) / 3);
  const { edgesMs } = model.rows;
  const from = edgesMs[0]! > 0 ? edgesMs[0]! : Math.min(edgesMs[1]! / 2, model.clockTickMs);
  return {
    model,
    top,
    bottom,
    duration,
    palette,
    values: logAxis(from, edgesMs.at(-1)!, top, bottom),
    plots: (['A', 'B', 'difference'] as const).map((part, index) => {
      const left = LEFT + index * (each + GAP);
      return {
        part,
        left,
        right: left + each,
        time: timeAxis({ fromMs: 0, toMs: model.durationMs }, left, left + each),
      };
    }),
  };
}
