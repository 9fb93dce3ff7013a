import type { ProfileSelection } from '#shared/model/profile.ts';
import type { NewProfile } from '../model/profile.ts';
import type { Turns } from '../turns.ts';
import { selectedSamples } from '../view/export-view.ts';
import { selectingStacks } from '../view/selected-stacks.ts';
import { unflattened, type ViewedProfile } from '../view/viewed-profile.ts';
import { secondsOf, type ComparedProfile } from './compared-profile.ts';

const MS_PER_SECOND = 1000;

/**
 * The selected part of a profile, for comparing.
 * @param operations completed in the selected time; null when they are not known
 * @throws {AppError} `bad-request` for a selection that the profile does not have
 */
export function* selectedProfile(
  viewed: ViewedProfile,
  selection: ProfileSelection,
  operations: number | null,
): Turns<ComparedProfile> {
  const { profile } = viewed;
  const tree = yield* selectedSamples(viewed, selection);
  const flattens = selection.transforms.some(({ kind }) => kind === 'collapse-recursion');
  return {
    name: profile.name,
    tool: profile.tool,
    weightTypes: profile.weightTypes,
    weight: selection.weight,
    intervalUs: profile.intervalUs,
    seconds: selectedSeconds(profile, selection),
    operations,
    selectedTotal: yield* selectedTotal(viewed, selection),
    tree,
    unflattened: flattens ? yield* selectedSamples(viewed, unflattened(selection)) : tree,
  };
}

/** As the screen of one profile has it; null where nothing is changed. */
function* selectedTotal(viewed: ViewedProfile, selection: ProfileSelection): Turns<number | null> {
  if (selection.transforms.length === 0) return null;
  const changed = yield* viewed.changedStacks(selection);
  const { selected } = yield* selectingStacks(viewed.profile, changed, selection);
  return selected.selectedTotal;
}

function selectedSeconds(
  { samples, durationUs }: NewProfile,
  { fromMs, toMs }: Pick<ProfileSelection, 'fromMs' | 'toMs'>,
): number | null {
  const all = secondsOf(samples, durationUs);
  if (all === null) return null;
  const from = Math.max(0, (fromMs ?? 0) / MS_PER_SECOND);
  const to = Math.min(all, toMs === null ? all : toMs / MS_PER_SECOND);
  return to > from ? to - from : null;
}
