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
  /** Baseline of the brush's label; null where nothing is written above the plots. */
  readonly brushBaseline: number | null;
  /** Upper edge of the strip that is free for the ribbon of phases; null where none is shown. */
  readonly ribbonTop: number | null;
  readonly brushTop: number;
  /** Lower edge of the lowest plot: the time axis. */
  readonly bottom: number;
  readonly lanes: readonly LanePlan[];
}

export interface ChartSize {
  readonly width: number;
  readonly height: number;
}

/** What stands above the plots: what the brush selects, the ribbon of phases, or one above the other. */
export type ChartHead = 'label' | 'ribbon' | 'label-and-ribbon';

const GUTTER_LEFT = 56;
const GUTTER_RIGHT = 60;
const BRUSH_STRIP = 18;
const TITLE = 18;
const GAP = 8;
const AXIS = 24;
const LANE_MIN = 30;
/** Below this height of the first plot the others give way. */
const FIRST_MIN = 48;
/** Below this one throughput and threads share a lane, because the first plot is what people look at. */
const FIRST_WANTED = 96;

/**
 * Stacks the lanes: the first takes all spare height, the others a twelfth each but 30 px at least.
 * Where that leaves the first little, throughput and threads go together. In a very low chart lanes are left out from the end rather than squeezed until nothing can be read.
 */
export function layOutLanes(
  size: ChartSize,
  wanted: readonly LaneKind[],
  head: ChartHead = 'label',
): TimeSeriesGeometry {
  const bottom = size.height - AXIS;
  const plotsTop = head === 'label-and-ribbon' ? 2 * BRUSH_STRIP : BRUSH_STRIP;
  const low = Math.max(LANE_MIN, Math.round((bottom - plotsTop) * 0.085));
  const room = bottom - plotsTop;
  const apart = room - TITLE - (wanted.length - 1) * (low + TITLE + GAP);
  const offered = apart < FIRST_WANTED ? together(wanted) : wanted;
  const kinds = offered.slice(0, Math.max(1, lanesThatFit(room, low)));
  const first = Math.max(1, bottom - plotsTop - TITLE - (kinds.length - 1) * (low + TITLE + GAP));
  let y = plotsTop;
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
    brushBaseline: head === 'ribbon' ? null : BRUSH_STRIP - 6,
    ribbonTop: head === 'label' ? null : plotsTop - BRUSH_STRIP,
    brushTop: BRUSH_STRIP,
    bottom,
    lanes,
  };
}

function together(kinds: readonly LaneKind[]): readonly LaneKind[] {
  if (!kinds.includes('throughput') || !kinds.includes('threads')) return kinds;
  return kinds.filter((kind) => kind !== 'threads').map((kind) => (kind === 'throughput' ? 'load' : kind));
}

function lanesThatFit(height: number, low: number): number {
  return 1 + Math.floor((height - TITLE - FIRST_MIN) / (low + TITLE + GAP));
}

export function laneAt(geometry: TimeSeriesGeometry, y: number): LanePlan | null {
  return geometry.lanes.find((lane) => y >= lane.top && y <= lane.bottom) ?? null;
}
