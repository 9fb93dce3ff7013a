import type {
  DifferenceOptions,
  DifferenceSideRequest,
  ProfileDifference,
} from '#shared/model/profile-difference.ts';
import type { Database } from '../db/database.ts';
import { compareProfiles } from '../profile/difference/compare-profiles.ts';
import type { ComparedProfile } from '../profile/difference/compared-profile.ts';
import { Pace } from '../profile/difference/pace.ts';
import { selectedProfile } from '../profile/difference/selected-profile.ts';
import { inTurns } from '../profile/turns.ts';
import { profileOf } from '../workspace/profiles.ts';
import type { OpenedProfiles } from '../workspace/profiles-opened.ts';
import { linkedOperations, type LinkedOperations } from '../workspace/profiles-operations.ts';

/** Response times that grew by less are no reason to look elsewhere than at the processor. */
const SLOWER = { ratio: 1.1, ms: 5 };

/** Compares profiles of the workspace, with the operations of their linked runs. */
export async function profileDifference(
  database: Database,
  opened: OpenedProfiles,
  request: {
    readonly baseline: DifferenceSideRequest;
    readonly candidate: DifferenceSideRequest;
    readonly options: DifferenceOptions;
  },
  signal: AbortSignal,
): Promise<ProfileDifference> {
  const [baseline, candidate] = [
    await sideOf(database, opened, request.baseline, signal),
    await sideOf(database, opened, request.candidate, signal),
  ];
  const slowerResponses = isSlower(baseline.linked, candidate.linked);
  return compareProfiles(
    { profiles: baseline.profiles, cpus: null },
    { profiles: candidate.profiles, cpus: null },
    { ...request.options, slowerResponses },
    new Pace(signal),
  );
}

interface ReadSide {
  readonly profiles: readonly ComparedProfile[];
  /** Of profiles with a linked run. */
  readonly linked: readonly LinkedOperations[];
}

async function sideOf(
  database: Database,
  opened: OpenedProfiles,
  { profiles }: DifferenceSideRequest,
  signal: AbortSignal,
): Promise<ReadSide> {
  const compared: ComparedProfile[] = [];
  const linked: LinkedOperations[] = [];
  for (const { selection, operations } of profiles) {
    const info = await profileOf(database, selection.profileId);
    const own = await linkedOperations(database, info, selection, signal);
    if (own !== null) linked.push(own);
    const viewed = await opened.get(database, selection.profileId, signal);
    const selecting = selectedProfile(viewed, selection, operations ?? own?.count ?? null);
    compared.push(await inTurns(selecting, signal, 'The difference'));
  }
  return { profiles: compared, linked };
}

function isSlower(baseline: readonly LinkedOperations[], candidate: readonly LinkedOperations[]): boolean {
  const [a, b] = [meanOf(baseline), meanOf(candidate)];
  return a !== null && b !== null && b > a * SLOWER.ratio && b > a + SLOWER.ms;
}

function meanOf(linked: readonly LinkedOperations[]): number | null {
  const count = linked.reduce((sum, each) => sum + each.count, 0);
  return count === 0 ? null : linked.reduce((sum, each) => sum + each.meanMs * each.count, 0) / count;
}
