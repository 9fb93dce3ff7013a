import {
  differenceReasons,
  differenceVerdicts,
  NO_REASON,
  type AlignmentStep,
  type DifferenceMode,
  type DifferenceReason,
  type DifferenceUnit,
  type DifferenceVerdict,
  type DifferenceWidth,
  type JudgedColumns,
  type ProfileDifference,
} from '#shared/model/profile-difference.ts';
import { signed } from '../../../ui/signed-format.ts';
import { UNDIVIDED, weightFormat, type WeightFormat } from '../weight-format.ts';

export const modeNames: Readonly<Record<DifferenceMode, string>> = {
  'per-operation': 'per request',
  rate: 'per second',
  share: 'share of the total',
  raw: 'as recorded',
};

export const modeHints: Readonly<Record<DifferenceMode, string>> = {
  'per-operation': 'What one request costs: for load tests',
  rate: 'What a second costs: for the same offered load',
  share: 'What the mix is: where one grows, all others shrink',
  raw: 'Weights as they are: for the same window and load only',
};

export const widthNames: Readonly<Record<DifferenceWidth, string>> = {
  max: 'Larger',
  baseline: 'A',
  candidate: 'B',
  change: 'Change',
};

export const widthWords: Readonly<Record<DifferenceWidth, string>> = {
  max: 'the larger of A and B',
  baseline: 'A',
  candidate: 'B',
  change: 'sum of the changes below',
};

export const verdictNames: Readonly<Record<DifferenceVerdict, string>> = {
  more: 'more',
  less: 'less',
  'no-change': 'no change',
  'cannot-tell': 'cannot tell',
};

const reasonSentences: Readonly<Record<DifferenceReason, string>> = {
  'too-noisy': 'The interval reaches beyond what counts as a change: more samples or runs would settle it.',
  'few-samples': 'Fewer than 20 samples on both sides together.',
  'small-but-real': 'There is a change, but it may be too small to count.',
  drifting: 'Neighbouring blocks of time are alike: there are too few independent ones.',
  'not-tested': 'Nothing could be tested.',
};

export const alignmentNames: Readonly<Record<AlignmentStep, string>> = {
  addresses: 'Addresses in names do not count',
  'generated-ids': 'Numbers of generated classes do not count',
  'content-hashes': 'Hashes in file names do not count',
  'thread-numbers': 'Numbers of threads do not count',
  'type-arguments': 'Arguments of templates and generics do not count',
  'anonymous-by-place': 'Functions without a name go by their place',
  'ignore-lines': 'Lines do not count for functions with a name',
  folders: 'Folders above a path do not count',
};

export function verdictAt({ verdict }: Pick<JudgedColumns, 'verdict'>, row: number): DifferenceVerdict {
  return differenceVerdicts[verdict[row]!] ?? 'cannot-tell';
}

/** Why a verdict is not more, less or no change; null where it is. */
export function reasonAt({ reason }: Pick<JudgedColumns, 'reason'>, row: number): string | null {
  const place = reason[row]!;
  const known = place === NO_REASON ? undefined : differenceReasons[place];
  return known === undefined ? null : reasonSentences[known];
}

/** Changes of a difference: with sign, in one unit. */
export interface ChangeFormat extends WeightFormat {
  /** Without unit. */
  readonly change: (scaled: number) => string;
  readonly changeWithUnit: (scaled: number) => string;
  readonly briefChange: (scaled: number) => string;
  /** `+1.8 to +2.0`; empty where it is not known. */
  readonly interval: (low: number, high: number) => string;
}

const perWords: Readonly<Record<DifferenceUnit['per'], string>> = {
  profile: '',
  total: '',
  second: 'per second',
  operation: 'per request',
};

/** How scaled figures of a difference are written. */
export function changeFormat({
  unit,
  baseline,
  candidate,
}: Pick<ProfileDifference, 'unit' | 'baseline' | 'candidate'>): ChangeFormat {
  const largest = Math.max(baseline.scaledTotal, candidate.scaledTotal);
  const format = unit.per === 'total' ? percentFormat() : scaledFormat(unit, largest);
  const change = (scaled: number): string => signed(rounded(scaled * format.factor));
  const brief = format.unit.split(' ')[0] ?? '';
  return {
    ...format,
    change,
    changeWithUnit: (scaled) => `${change(scaled)} ${format.unit}`,
    briefChange: (scaled) => `${change(scaled)} ${brief}`,
    interval: (low, high) =>
      Number.isNaN(low) || Number.isNaN(high) ? '' : `${change(low)} to ${change(high)}`,
  };
}

/** Three digits: what is beyond them is no sign of a change. */
function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

function scaledFormat(unit: DifferenceUnit, largest: number): WeightFormat {
  return weightFormat(unit.unit, largest, { ...UNDIVIDED, words: perWords[unit.per] });
}

function percentFormat(): WeightFormat {
  const format = weightFormat('count', 1, UNDIVIDED);
  const text = (scaled: number): string => format.text(scaled * 100);
  const withUnit = (scaled: number): string => `${text(scaled)} %`;
  return { unit: '%', factor: 100, text, withUnit, brief: withUnit };
}
