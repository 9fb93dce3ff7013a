/** What a lane shows. `load` has throughput and threads in one plot, where there is no room for two. */
export type LaneKind = 'response-time' | 'throughput' | 'threads' | 'load' | 'errors';

/** Everything in CSS px from the top left of the chart. */
export interface LanePlan {
  readonly kind: LaneKind;
  readonly titleBaseline: number;
  readonly top: number;
  readonly bottom: number;
}

export interface TimeSeriesGeometry {
  readonly width: number;
  readonly height: number;
  /** Plots share these edges; tick labels stand left of them, direct labels right. */
  readonly left: number;
  readonly right: number;
  /** Baseline of the brush's label; the brush itself begins right below. */
  readonly brushBaseline: number;
  readonly brushTop: number;
  /** Lower edge of the lowest plot: the time axis. */
  readonly bottom: number;
  readonly lanes: readonly LanePlan[];
}

export interface ChartSize {
  readonly width: number;
  readonly height: number;
}

const GUTTER_LEFT = 56;
const GUTTER_RIGHT = 60;
const BRUSH_STRIP = 18;
const TITLE = 18;
const GAP = 8;
const AXIS = 24;
const LANE_MIN = 30;
/** Below this height of the first plot the others give way. */
const FIRST_MIN = 48;

/**
 * Stacks the lanes: the first takes all spare height, the others a twelfth each but 30 px at least.
 * In a very low chart lanes are left out from the end rather than squeezed until nothing can be read.
 */
export function layOutLanes(size: ChartSize, wanted: readonly LaneKind[]): TimeSeriesGeometry {
  const bottom = size.height - AXIS;
  const low = Math.max(LANE_MIN, Math.round((bottom - BRUSH_STRIP) * 0.085));
  const kinds = wanted.slice(0, Math.max(1, lanesThatFit(bottom - BRUSH_STRIP, low)));
  const first = Math.max(1, bottom - BRUSH_STRIP - TITLE - (kinds.length - 1) * (low + TITLE + GAP));
  let y = BRUSH_STRIP;
  const lanes = kinds.map((kind, index): LanePlan => {
    const top = y + TITLE;
    const laneBottom = top + (index === 0 ? first : low);
    y = laneBottom + GAP;
    return { kind, titleBaseline: top - 6, top, bottom: laneBottom };
  });
  return {
    width: size.width,
    height: size.height,
    left: GUTTER_LEFT,
    right: Math.max(GUTTER_LEFT + 1, size.width - GUTTER_RIGHT),
    brushBaseline: BRUSH_STRIP - 6,
    brushTop: BRUSH_STRIP,
    bottom,
    lanes,
  };
}

function lanesThatFit(height: number, low: number): number {
  return 1 + Math.floor((height - TITLE - FIRST_MIN) / (low + TITLE + GAP));
}

export function laneAt(geometry: TimeSeriesGeometry, y: number): LanePlan | null {
  return geometry.lanes.find((lane) => y >= lane.top && y <= lane.bottom) ?? null;
}
