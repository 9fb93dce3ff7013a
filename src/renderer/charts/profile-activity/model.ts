import type { ProfileActivity, WeightUnit } from '#shared/model/profile.ts';

/** Lanes of an activity above each other, with one height for all. */
export interface ActivityModel {
  readonly fromMs: number;
  readonly durationMs: number;
  readonly binMs: number;
  readonly unit: WeightUnit;
  readonly lanes: readonly ActivityLane[];
  /** What the full height stands for, in weight per bin. */
  readonly top: number;
  /** What the full height is, in words. */
  readonly topText: string;
}

export interface ActivityLane {
  /** Side of a comparison; null: there is only one. */
  readonly side: 'a' | 'b' | null;
  readonly activity: ProfileActivity;
}

const NS_PER_MS = 1e6;

/**
 * Weight in time is a share of a processor: its scale ends at a round share above the peak, so that the shape of a mostly idle
 * program is seen, too; everything else ends at its peak.
 */
export function activityModel(lanes: readonly ActivityLane[]): ActivityModel | null {
  const [first] = lanes;
  if (first === undefined) return null;
  const fromMs = Math.min(...lanes.map(({ activity }) => activity.fromMs));
  const toMs = Math.max(
    ...lanes.map(({ activity }) => activity.fromMs + activity.binMs * activity.busy.length),
  );
  const { unit, binMs } = first.activity;
  let peak = 0;
  for (const { activity } of lanes) {
    const perBin = binMs / activity.binMs;
    for (const weight of activity.busy) peak = Math.max(peak, weight * perBin);
  }
  const cpu = binMs * NS_PER_MS;
  const share = roundShare(peak / cpu);
  const isTime = unit === 'ns';
  return {
    fromMs,
    durationMs: Math.max(toMs - fromMs, binMs),
    binMs,
    unit,
    lanes,
    top: isTime ? share * cpu : peak === 0 ? 1 : peak,
    topText: isTime ? `0 to ${Math.round(share * 100)} % of a processor` : `${unit}, highest at the top`,
  };
}

const ROUND_SHARES = [0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1] as const;

/** Above one processor: whole ones. A peak that is a hair above, by the clock of the sampler, does not need another. */
function roundShare(peak: number): number {
  return ROUND_SHARES.find((share) => peak <= share * 1.02) ?? Math.ceil(peak - 0.02);
}

/** Weight of a bin of the model: bins of several lanes may differ in length. */
export function laneWeight(
  model: ActivityModel,
  { activity }: ActivityLane,
  values: Float64Array,
  bin: number,
): number {
  return (values[bin] ?? 0) * (model.binMs / activity.binMs);
}
