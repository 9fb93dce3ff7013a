/** What a panel can ask of the chart in it. */
export interface ChartHandle {
  /** The chart as it is on screen; null before it was painted. */
  readonly snapshot: () => HTMLCanvasElement | null;
}
