import type { TimeAxis } from '../time-axis.ts';
import type { ChartPalette } from '../palette.ts';
import type { ValueAxis } from '../value-axis.ts';

/** One plot in CSS px from the top left of its chart; left and right are those of the lanes, so that times stand above each other. */
export interface PlotGeometry {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** All that the picture of a plot over time is drawn with, besides its own data. */
export interface TimePlotFrame {
  readonly geometry: PlotGeometry;
  readonly time: TimeAxis;
  readonly values: ValueAxis;
  readonly palette: ChartPalette;
  /** Device pixels per CSS px: how fine an image may be. */
  readonly pixelRatio: number;
}

const GUTTER_LEFT = 56;
const GUTTER_RIGHT = 60;
const TITLE = 22;
const AXIS = 24;

export function layOutTimePlot(size: { readonly width: number; readonly height: number }): PlotGeometry {
  return {
    ...size,
    left: GUTTER_LEFT,
    right: Math.max(GUTTER_LEFT + 1, size.width - GUTTER_RIGHT),
    top: TITLE,
    bottom: Math.max(TITLE + 1, size.height - AXIS),
  };
}

export function isInside({ left, right, top, bottom }: PlotGeometry, x: number, y: number): boolean {
  return x >= left && x <= right && y >= top && y <= bottom;
}
