import { chooseDurationScale, type DurationScale } from '../../ui/duration-format.ts';
import type { ChartPalette } from '../palette.ts';
import { timeAxis, type TimeAxis } from '../time-axis.ts';
import { logAxis, type ValueAxis } from '../value-axis.ts';
import { ribbonSide, type PairedModel, type PairedName } from './model.ts';

export interface PairedGeometry {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** Upper edge of the ribbon; null: there is none. */
  readonly ribbonTop: number | null;
  /** Where the span of the brush is named. */
  readonly labelBaseline: number;
}

/** All that a picture of the chart depends on. */
export interface PairedScene {
  readonly model: PairedModel;
  readonly geometry: PairedGeometry;
  readonly time: TimeAxis;
  readonly values: ValueAxis;
  readonly duration: DurationScale;
  readonly palette: ChartPalette;
}

const RIBBON = 18;
const LABEL = 16;

export function layOutPaired(
  { width, height }: { readonly width: number; readonly height: number },
  withRibbon: boolean,
): PairedGeometry {
  const top = (withRibbon ? RIBBON : 0) + LABEL;
  return {
    width,
    height,
    left: 46,
    right: Math.max(47, width - 50),
    top,
    bottom: Math.max(top + 1, height - 38),
    ribbonTop: withRibbon ? 0 : null,
    labelBaseline: top - 4,
  };
}

export function pairedScene(
  model: PairedModel,
  size: { readonly width: number; readonly height: number },
  palette: ChartPalette,
): PairedScene {
  const geometry = layOutPaired(size, ribbonSide(model) !== null);
  const { left, right, top, bottom } = geometry;
  const values = model.sides.flatMap((side) => side.lines.flatMap((line) => [...line.valuesMs]));
  const positive = values.filter((value) => value > 0);
  const min = positive.reduce((least, value) => Math.min(least, value), Infinity);
  const max = positive.reduce((most, value) => Math.max(most, value), 0);
  const known = Number.isFinite(min);
  return {
    model,
    geometry,
    palette,
    time: timeAxis({ fromMs: 0, toMs: model.durationMs }, left, right),
    values: logAxis(known ? min : model.clockTickMs, known ? max : model.clockTickMs * 10, top, bottom),
    duration: chooseDurationScale(values, model.clockTickMs),
  };
}

export function sideColour(palette: ChartPalette, name: PairedName): string {
  return name === 'A' ? palette.sideA : palette.sideB;
}

/** Of words and figures: {@link sideColour} is for marks. */
export function sideTextColour(palette: ChartPalette, name: PairedName): string {
  return name === 'A' ? palette.sideAText : palette.sideBText;
}
