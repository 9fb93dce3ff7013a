import {
  DEFAULT_ALIGNMENT,
  DEFAULT_DESIGN_EFFECT,
  differenceReasons,
  differenceVerdicts,
  type ProfileDifference,
} from '#shared/model/profile-difference.ts';
import { textAt } from '#shared/contract/columns.ts';
import type { NewProfile } from '../../model/profile.ts';
import { compareProfiles, type CompareOptions } from '../compare-profiles.ts';
import { wholeProfile, type ProfileSide } from '../compared-profile.ts';
import { Pace } from '../pace.ts';

/** A side of whole profiles; `operations` of each of them. */
export function sideOf(
  profiles: NewProfile | readonly NewProfile[],
  operations: number | null = null,
  cpus: number | null = null,
): ProfileSide {
  const list = 'frames' in profiles ? [profiles] : profiles;
  return { profiles: list.map((profile) => wholeProfile(profile, { operations })), cpus };
}

export function compare(
  baseline: ProfileSide,
  candidate: ProfileSide,
  options: Partial<CompareOptions> = {},
): Promise<ProfileDifference> {
  return compareProfiles(
    baseline,
    candidate,
    {
      mode: 'raw',
      alignment: [...DEFAULT_ALIGNMENT],
      renames: [],
      order: 'name',
      floor: null,
      designEffect: DEFAULT_DESIGN_EFFECT,
      ...options,
    },
    new Pace(new AbortController().signal),
  );
}

/** Names of the rows of functions. */
export function functionNames({ functions: { functions } }: ProfileDifference): string[] {
  return Array.from({ length: functions.count }, (_, row) => textAt(functions.name, row) ?? '');
}

/** One function by its name. */
export function functionRow(difference: ProfileDifference, name: string, which: 'self' | 'total' = 'self') {
  const row = functionNames(difference).indexOf(name);
  if (row < 0) throw new Error(`There is no function ${name}`);
  const columns = difference.functions[which];
  return {
    row,
    baselineRaw: columns.baselineRaw[row]!,
    candidateRaw: columns.candidateRaw[row]!,
    baseline: columns.baseline[row]!,
    candidate: columns.candidate[row]!,
    change: columns.candidate[row]! - columns.baseline[row]!,
    low: columns.low[row]!,
    high: columns.high[row]!,
    p: columns.p[row]!,
    mde: columns.mde[row]!,
    mdeInList: columns.mdeInList[row]!,
    verdict: differenceVerdicts[columns.verdict[row]!]!,
    reason: differenceReasons[columns.reason[row]!] ?? null,
  };
}

/** Functions whose self is more or less. */
export function changedNames(difference: ProfileDifference): string[] {
  return functionNames(difference).filter((name) => /more|less/u.test(functionRow(difference, name).verdict));
}

/** `a;b;c`: the path of every node. */
export function nodePaths(difference: ProfileDifference): string[] {
  const names = functionNames(difference);
  const { count, parent, function: own } = difference.nodes;
  const paths: string[] = [];
  for (let node = 0; node < count; node++) {
    const above = parent[node]!;
    paths.push(above < 0 ? names[own[node]!]! : `${paths[above]!};${names[own[node]!]!}`);
  }
  return paths;
}
