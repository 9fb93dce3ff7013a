import type { ProfileHeatMap, ProfileSelection } from '#shared/model/profile.ts';
import { LOST_STACK } from '../transforms.ts';
import { PER_TURN, type Turns } from '../turns.ts';
import { profileSpan } from './activity-view.ts';
import { assertTimed, sampleSelection, weightOf } from './selected-stacks.ts';
import type { ViewedProfile } from './viewed-profile.ts';

const US_PER_SECOND = 1_000_000;
const NS_PER_US = 1000;

/**
 * Weight by second (columns) and part of the second (rows), in the manner of FlameScope. Weight that is time is spread over
 * the cells in which it passed.
 * @param maxColumns where there are more seconds, several share a column
 */
export function* heatMapView(
  viewed: ViewedProfile,
  selection: ProfileSelection,
  maxColumns: number,
  rows: number,
): Turns<ProfileHeatMap> {
  const { profile } = viewed;
  const { unit } = weightOf(profile, selection.weight);
  const { threads } = sampleSelection(profile, { ...selection, fromMs: null, toMs: null });
  const time = assertTimed(profile);
  const { changes } = yield* viewed.changedStacks(selection);
  const { fromUs, toUs } = yield* profileSpan(profile);
  const firstSecond = Math.floor(fromUs / US_PER_SECOND);
  const seconds = Math.max(1, Math.ceil(toUs / US_PER_SECOND) - firstSecond);
  const secondsPerColumn = Math.ceil(seconds / maxColumns);
  const columns = Math.ceil(seconds / secondsPerColumn);
  const weight = new Float64Array(columns * rows);
  const cellUs = US_PER_SECOND / rows;
  const { samples } = profile;
  const weights = samples.weights[selection.weight]!;
  const cellOf = (step: number): number => {
    const second = Math.floor(step / rows);
    const column = Math.min(columns - 1, Math.floor(second / secondsPerColumn));
    return column * rows + (step - second * rows);
  };
  const stepOf = (us: number): number =>
    Math.min(seconds * rows - 1, Math.max(0, Math.floor((us - firstSecond * US_PER_SECOND) / cellUs)));
  for (let i = 0; i < samples.count; i++) {
    if (i % PER_TURN === 0) yield;
    if (threads?.has(samples.thread[i]!) === false) continue;
    if (changes !== null) {
      const stack = samples.stack[i]!;
      if (stack < 0 ? changes.losesEmpty : changes.stackOf[stack] === LOST_STACK) continue;
    }
    const start = time[i]!;
    const length = unit === 'ns' ? weights[i]! / NS_PER_US : 0;
    const first = stepOf(start);
    const last = length > 0 ? stepOf(start + length) : first;
    for (let step = first; step <= last; step++) {
      const from = firstSecond * US_PER_SECOND + step * cellUs;
      const share =
        first === last ? 1 : (Math.min(start + length, from + cellUs) - Math.max(start, from)) / length;
      weight[cellOf(step)]! += weights[i]! * share;
    }
  }
  let max = 0;
  for (const value of weight) max = Math.max(max, value);
  return { unit, columns, rows, secondsPerColumn, fromMs: firstSecond * 1000, weight, max };
}
