import { AppError } from '#shared/contract/errors.ts';
import {
  DEFAULT_ALIGNMENT,
  DEFAULT_DESIGN_EFFECT,
  differenceVerdicts,
  type DifferenceMode,
  type ProfileDifference,
} from '#shared/model/profile-difference.ts';
import type { EngineParams } from '#shared/contract/engine.ts';
import { textAt } from '#shared/contract/columns.ts';
import type { ProfileInfo, ProfileSelection } from '#shared/model/profile.ts';
import type { AskEngine } from '../gates/run-figures.ts';
import type { ProfileEvidence } from './evidence.ts';

type Change = NonNullable<ProfileEvidence['difference']>;

const MAX_FUNCTIONS = 6;

/** All of a profile but the time in which the processor had nothing to do. */
export function wholeProfile(profileId: number, weight: number): ProfileSelection {
  return { profileId, weight, threads: null, fromMs: null, toMs: null, withIdle: false, transforms: [] };
}

/**
 * Where the time of the candidate went (method P5), by the strongest scaling that the profiles allow: per operation of
 * their runs, per second, or as shares.
 * @returns null where a side has no profile, or where they do not weigh the same thing
 */
export async function profileChange(
  ask: AskEngine,
  baseline: readonly ProfileInfo[],
  candidate: readonly ProfileInfo[],
): Promise<Change | null> {
  const weight = baseline[0]?.weights[baseline[0].defaultWeight];
  if (weight === undefined) return null;
  const side = (profiles: readonly ProfileInfo[]) => ({
    profiles: profiles.flatMap(({ id, weights }) => {
      const place = weights.findIndex(({ name, unit }) => name === weight.name && unit === weight.unit);
      return place < 0 ? [] : [{ selection: wholeProfile(id, place), operations: null }];
    }),
  });
  const [a, b] = [side(baseline), side(candidate)];
  if (a.profiles.length === 0 || b.profiles.length === 0) return null;
  const all = [...baseline, ...candidate];
  const modes: DifferenceMode[] = [
    ...(all.every(({ link }) => link !== null) ? (['per-operation'] as const) : []),
    ...(all.every(({ durationMs }) => durationMs !== null) ? (['rate'] as const) : []),
    'share',
  ];
  for (const mode of modes) {
    const params: EngineParams<'profiles.difference'> = {
      baseline: a,
      candidate: b,
      options: {
        mode,
        alignment: [...DEFAULT_ALIGNMENT],
        renames: [],
        order: 'heaviest',
        floor: null,
        designEffect: DEFAULT_DESIGN_EFFECT,
      },
    };
    try {
      return changeOf(await ask('profiles.difference', params), { method: 'profiles.difference', params });
    } catch (error) {
      // The operations or the time that this scaling needs are not known after all: the next one needs less.
      if (!(error instanceof AppError) || error.code !== 'bad-request') throw error;
    }
  }
  return null;
}

const NORMALISED = {
  profile: 'total',
  total: 'share',
  second: 'per second',
  operation: 'per operation',
} as const;

/** What a difference says, with the functions that surely changed by their own weight. */
export function changeOf(difference: ProfileDifference, query: Change['query']): Change {
  const { attribution, functions: compared, method, unit, checks } = difference;
  const { self, functions } = compared;
  const isShare = unit.per === 'total';
  const scale = !isShare && unit.unit === 'ns' ? 1e-6 : 1;
  const changed: Change['functions'][number][] = [];
  for (let row = 0; row < functions.count && changed.length < MAX_FUNCTIONS; row++) {
    const verdict = differenceVerdicts[self.verdict[row]!];
    if (verdict !== 'more' && verdict !== 'less') continue;
    const [before, after] = [self.baseline[row]!, self.candidate[row]!];
    // Intervals are of the change; shown are ratios, of shares differences.
    const per = isShare ? 1 : before;
    const ratio = (value: number): number | null => (per > 0 && Number.isFinite(value) ? value / per : null);
    changed.push({
      name: textAt(functions.name, row) ?? '(unknown)',
      baseline: before * scale,
      candidate: after * scale,
      low: ratio(self.low[row]!),
      high: ratio(self.high[row]!),
    });
  }
  const failed = checks.filter(({ state }) => state === 'failed');
  const tested = method.kind === 'runs' || method.kind === 'blocks';
  return {
    sentence: attribution.sentence,
    confidence: !tested ? 'low' : failed.length > 0 ? 'medium' : 'high',
    confidenceReason: [method.sentence, ...failed.map(({ message }) => message)].join(' '),
    unit: isShare ? 'ratio' : unit.unit === 'ns' ? 'ms' : unit.unit === 'bytes' ? 'bytes' : 'count',
    normalised: NORMALISED[unit.per],
    functions: changed,
    query,
  };
}
