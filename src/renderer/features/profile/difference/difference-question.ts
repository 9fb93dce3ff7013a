import type { EngineParams } from '#shared/contract/engine.ts';
import { textAt } from '#shared/contract/columns.ts';
import {
  DEFAULT_DESIGN_EFFECT,
  type DifferenceAround,
  type DifferenceMode,
} from '#shared/model/profile-difference.ts';
import type { ProfileFunctions, ProfileInfo } from '#shared/model/profile.ts';
import type { DifferenceDraft } from '../../../state/profile-slice.ts';
import { threadPlaces } from './difference-threads.ts';

/** The profiles of both sides, in the order in which they were chosen; those that are gone are not in it. */
export interface ComparedProfiles {
  readonly baseline: readonly ProfileInfo[];
  readonly candidate: readonly ProfileInfo[];
}

export function comparedProfiles(draft: DifferenceDraft, profiles: readonly ProfileInfo[]): ComparedProfiles {
  const of = (ids: readonly number[]): readonly ProfileInfo[] =>
    ids.flatMap((id) => profiles.filter((profile) => profile.id === id));
  return { baseline: of(draft.baseline), candidate: of(draft.candidate) };
}

export function sideNames(profiles: readonly ProfileInfo[]): string {
  return profiles.map(({ name }) => name).join(', ');
}

/** What can be compared with what is known of the profiles (method P1). */
export function modesOf({ baseline, candidate }: ComparedProfiles): readonly DifferenceMode[] {
  const all = [...baseline, ...candidate];
  return [
    ...(all.every(({ link }) => link !== null) ? (['per-operation'] as const) : []),
    ...(all.every(({ durationMs }) => durationMs !== null && durationMs > 0) ? (['rate'] as const) : []),
    'share',
    'raw',
  ];
}

/** What one operation costs where runs are linked; else what a second costs; else the mix. */
export function modeOf(draft: DifferenceDraft, compared: ComparedProfiles): DifferenceMode {
  return draft.mode ?? modesOf(compared)[0]!;
}

/** Names of weights that every profile has. */
export function commonWeights({ baseline, candidate }: ComparedProfiles): readonly string[] {
  const [first, ...others] = [...candidate, ...baseline];
  return (first?.weights ?? [])
    .filter(({ name, unit }) =>
      others.every(({ weights }) => weights.some((other) => other.name === name && other.unit === unit)),
    )
    .map(({ name }) => name);
}

/** Place of the weight that stands for the chosen one: of the same name and unit, else of the same unit. */
function weightPlace(info: ProfileInfo, name: string | null, like: ProfileInfo): number {
  const wanted = like.weights.find((weight) => weight.name === name) ?? like.weights[like.defaultWeight];
  const same = info.weights.findIndex(
    (weight) => weight.name === wanted?.name && weight.unit === wanted.unit,
  );
  if (same >= 0) return same;
  const alike = info.weights.findIndex(({ unit }) => unit === wanted?.unit);
  return alike >= 0 ? alike : info.defaultWeight;
}

/** Null: a side has no profile. Operations are left to the engine, which knows the linked runs. */
export function differenceQuestion(
  draft: DifferenceDraft,
  compared: ComparedProfiles,
): EngineParams<'profiles.difference'> | null {
  const [like] = compared.candidate;
  if (like === undefined || compared.baseline.length === 0) return null;
  const side = (profiles: readonly ProfileInfo[]) => ({
    profiles: profiles.map((info) => ({
      selection: {
        profileId: info.id,
        weight: weightPlace(info, draft.weight, like),
        threads: threadPlaces(info, draft.threads),
        fromMs: draft.span?.fromMs ?? null,
        toMs: draft.span?.toMs ?? null,
        withIdle: draft.withIdle,
        transforms: [...draft.transforms],
      },
      operations: null,
    })),
  });
  return {
    baseline: side(compared.baseline),
    candidate: side(compared.candidate),
    options: {
      mode: modeOf(draft, compared),
      alignment: [...draft.alignment],
      renames: [...draft.renames],
      order: draft.view === 'left-heavy' ? 'heaviest' : 'name',
      floor: null,
      designEffect: DEFAULT_DESIGN_EFFECT,
    },
  };
}

/** A function of an answer as the next question names it: as both sides call it after alignment. */
export function functionIn(functions: ProfileFunctions, row: number): DifferenceAround['function'] {
  return {
    name: textAt(functions.name, row) ?? '',
    file: textAt(functions.file, row),
    line: functions.line[row]!,
    column: functions.column[row]!,
  };
}

/** The function of an answer that was named so; -1: it is not in it. */
export function rowOfFunction(functions: ProfileFunctions, wanted: DifferenceAround['function']): number {
  for (let row = 0; row < functions.count; row++)
    if (
      functions.line[row] === wanted.line &&
      functions.column[row] === wanted.column &&
      textAt(functions.name, row) === wanted.name &&
      textAt(functions.file, row) === wanted.file
    )
      return row;
  return -1;
}
