import type { ProfileInfo, WeightType, WeightUnit } from '#shared/model/profile.ts';
import type { WeightDisplay } from '../../state/profile-slice.ts';
import { numberFormat } from '../../ui/number-format.ts';

/** How weights of one screen are written: one unit for all of them. */
export interface WeightFormat {
  /** Stands in headers: `ms`, `ms per request`, `%`. */
  readonly unit: string;
  /** Multiply a weight by this. */
  readonly factor: number;
  /** Without unit. */
  readonly text: (weight: number) => string;
  /** With unit, for sentences. */
  readonly withUnit: (weight: number) => string;
  /** With as much of the unit as a box has room for. */
  readonly brief: (weight: number) => string;
}

interface Step {
  readonly unit: string;
  readonly from: number;
}

const timeSteps: readonly Step[] = [
  { unit: 'ns', from: 1 },
  { unit: 'µs', from: 1e3 },
  { unit: 'ms', from: 1e6 },
  { unit: 's', from: 1e9 },
];
const byteSteps: readonly Step[] = [
  { unit: 'B', from: 1 },
  { unit: 'kB', from: 1e3 },
  { unit: 'MB', from: 1e6 },
  { unit: 'GB', from: 1e9 },
];

function countSteps(name: string): readonly Step[] {
  return [
    { unit: name, from: 1 },
    { unit: `k ${name}`, from: 1e5 },
    { unit: `M ${name}`, from: 1e8 },
    { unit: `G ${name}`, from: 1e11 },
  ];
}

function stepsOf(unit: WeightUnit): readonly Step[] {
  if (unit === 'ns') return timeSteps;
  if (unit === 'bytes') return byteSteps;
  return countSteps(unit === 'count' ? 'times' : unit);
}

/**
 * The unit in which the whole is a readable number: seconds only where it is at least ten of them, so that small parts
 * keep their digits.
 */
function chosenStep(unit: WeightUnit, total: number): Step {
  const steps = stepsOf(unit);
  const size = Math.abs(total);
  const readable = unit === 'ns' || unit === 'bytes' ? size / 10 : size;
  return steps.findLast(({ from }) => from <= readable) ?? steps[0]!;
}

/** By what weights are divided before they are shown. */
export interface WeightDivisor {
  readonly by: number;
  /** Follows the unit: `per request`; empty for nothing. */
  readonly words: string;
}

export const UNDIVIDED: WeightDivisor = { by: 1, words: '' };

/** @param total of everything that is shown, before it is divided; where there is nothing, of what there could be */
export function weightFormat(
  unit: WeightUnit,
  total: number,
  divisor: WeightDivisor = UNDIVIDED,
): WeightFormat {
  const step = chosenStep(unit, total / divisor.by);
  const factor = 1 / (step.from * divisor.by);
  const words = divisor.words === '' ? step.unit : `${step.unit} ${divisor.words}`;
  // What is counted one by one has no digits after the point: "2 samples", not "2.00".
  const counts = unit !== 'ns' && unit !== 'bytes' && factor === 1;
  const text = (weight: number): string =>
    counts && Number.isInteger(weight) ? numberFormat.count(weight) : numberFormat.short(weight * factor);
  return {
    unit: words,
    factor,
    text,
    withUnit: (weight) => `${text(weight)} ${words}`,
    brief: (weight) => `${text(weight)} ${step.unit}`,
  };
}

export function shareFormat(total: number): WeightFormat {
  const factor = total > 0 ? 100 / total : 0;
  const text = (weight: number): string => numberFormat.short(weight * factor);
  const withUnit = (weight: number): string => `${text(weight)} %`;
  return { unit: '%', factor, text, withUnit, brief: withUnit };
}

export function shareOf(weight: number, total: number): number {
  return total > 0 ? weight / total : 0;
}

/** What samples of a type weigh, in words: `CPU`, `allocated`, `samples`. */
export function weightName({ name, unit }: WeightType): string {
  if (name === '' || name === 'samples') return unit === 'ns' ? 'time' : name === '' ? unit : name;
  return name
    .replaceAll('_', ' ')
    .replace(/^cpu\b/u, 'CPU')
    .replace(/^wall\b/u, 'wall clock');
}

/** What samples weigh and what that is shown in: `CPU, ms`; once where both have one word. */
export function weightTitle(type: WeightType, unit: string): string {
  const name = weightName(type);
  return name === unit ? name : `${name}, ${unit}`;
}

/** Displays that make sense of a profile. */
export function displaysOf(
  info: Pick<ProfileInfo, 'durationMs' | 'hasTimes' | 'link'>,
): readonly WeightDisplay[] {
  return [
    'absolute',
    'share',
    ...(info.durationMs !== null && info.durationMs > 0 ? (['per-second'] as const) : []),
    ...(info.link !== null ? (['per-operation'] as const) : []),
  ];
}

export const displayNames: Readonly<Record<WeightDisplay, string>> = {
  absolute: 'as it is',
  share: 'share of what is shown',
  'per-second': 'per second',
  'per-operation': 'per request',
};
