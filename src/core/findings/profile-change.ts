import { textAt } from '#shared/contract/columns.ts';
import { differenceVerdicts, type ProfileDifference } from '#shared/model/profile-difference.ts';
import type { ProfileInfo } from '#shared/model/profile.ts';
import type { AskEngine } from '../gates/run-figures.ts';
import { strongestDifference } from '../sharing/strongest-difference.ts';
import type { ProfileEvidence } from './evidence.ts';

type Change = NonNullable<ProfileEvidence['difference']>;

const MAX_FUNCTIONS = 6;

/**
 * Where the time of the candidate went (method P5).
 * @returns null where a side has no profile, or where they do not weigh the same thing
 */
export async function profileChange(
  ask: AskEngine,
  baseline: readonly ProfileInfo[],
  candidate: readonly ProfileInfo[],
): Promise<Change | null> {
  const scaled = await strongestDifference(ask, baseline, candidate);
  return scaled === null
    ? null
    : changeOf(scaled.difference, { method: 'profiles.difference', params: scaled.params });
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
