/** What a panel can ask of the chart in it. */
export interface ChartHandle {
  /** The chart as it is on screen; null before it was painted. */
  readonly snapshot: () => HTMLCanvasElement | null;
  /** The same as an SVG document; charts that are no canvas have none. */
  readonly svg?: () => string | null;
}
