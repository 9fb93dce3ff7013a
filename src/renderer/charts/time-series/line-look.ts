import { percentileColour, percentileLabelColour, type ChartPalette } from '../palette.ts';
import type { PercentileLine, TimeSeriesModel } from './model.ts';

/** How the line of a percentile looks: of two sides each has its hue, and A is dashed as well. */
export interface LineLook {
  readonly line: PercentileLine;
  readonly side: 'A' | 'B' | null;
  readonly label: string;
  readonly colour: string;
  readonly labelColour: string;
  readonly alpha: number;
  readonly dash: readonly number[];
}

/** All lines of the response time in the order in which they are drawn: this run's above those of the other. */
export function lineLooks({ lines, against }: TimeSeriesModel, palette: ChartPalette): readonly LineLook[] {
  if (against == null) return lines.map((line) => lookOfRun(line, palette));
  return [
    ...against.map((line) => lookOfSide(line, 'A', palette)),
    ...lines.map((line) => lookOfSide(line, 'B', palette)),
  ];
}

function lookOfRun(line: PercentileLine, palette: ChartPalette): LineLook {
  const { percentile } = line;
  return {
    line,
    side: null,
    label: `p${percentile}`,
    colour: percentileColour(palette, percentile),
    labelColour: percentileLabelColour(palette, percentile),
    alpha: 1,
    dash: [],
  };
}

function lookOfSide(line: PercentileLine, side: 'A' | 'B', palette: ChartPalette): LineLook {
  const { percentile } = line;
  const colours =
    side === 'A'
      ? { colour: palette.sideA, labelColour: palette.sideAText, dash: [5, 2] }
      : { colour: palette.sideB, labelColour: palette.sideBText, dash: [] };
  return { line, side, label: `${side} p${percentile}`, alpha: percentile === 95 ? 1 : 0.62, ...colours };
}
