import type { DifferenceCheck, DifferenceMode } from '#shared/model/profile-difference.ts';
import type { ComparedProfile, ProfileSide } from './compared-profile.ts';
import { digits } from './figure-words.ts';
import type { SideTotals } from './node-weights.ts';
import { stackQuality } from './stack-quality.ts';

/** Whether what is compared was recorded alike (method P1). */

const MIN_SAMPLES = 1000;
const MOST_PERIOD_RATIO = 2;
const MOST_POINTS = 0.05;
const MOST_LOAD_RATIO = 1.1;
const MOST_WINDOW_RATIO = 1.1;
/** So many tell how often samples were taken. */
const MOST_DISTANCES = 100_000;

type Sides<T> = readonly [T, T];

export function comparabilityChecks(
  mode: DifferenceMode,
  sides: Sides<ProfileSide>,
  totals: Sides<SideTotals>,
): DifferenceCheck[] {
  return [
    samplesCheck(totals),
    weightCheck(sides),
    periodCheck(sides, totals),
    toolCheck(sides),
    cpusCheck(sides),
    ...qualityChecks(sides),
    windowCheck(mode, sides),
    loadCheck(mode, sides),
  ];
}

function samplesCheck([a, b]: Sides<SideTotals>): DifferenceCheck {
  const few = Math.min(a.samples, b.samples) < MIN_SAMPLES;
  const empty = a.samples === 0 ? 'A' : b.samples === 0 ? 'B' : null;
  return {
    code: 'samples',
    name: 'Samples',
    state: few ? 'failed' : 'ok',
    baseline: digits(a.samples),
    candidate: digits(b.samples),
    message:
      empty !== null
        ? `There are no samples in ${empty}. Look at what is selected: threads, time, and changes of the tree.`
        : few
          ? 'A side has fewer than 1,000 samples: only large changes can be told.'
          : 'Each side has 1,000 samples or more.',
  };
}

function weightCheck(sides: Sides<ProfileSide>): DifferenceCheck {
  const [a, b] = sides.map((side) =>
    distinct(side, ({ weightTypes, weight }) => weightTypes[weight]!.name),
  ) as [string[], string[]];
  const same = new Set([...a, ...b]).size === 1;
  return {
    code: 'weight',
    name: 'What samples weigh',
    state: same ? 'ok' : 'failed',
    baseline: a.join(', '),
    candidate: b.join(', '),
    message: same
      ? 'Both sides weigh the same.'
      : 'The weights have the same unit, but another name: they may not be the same thing.',
  };
}

function periodCheck(sides: Sides<ProfileSide>, totals: Sides<SideTotals>): DifferenceCheck {
  const [a, b] = sides.map(periodUs) as [number | null, number | null];
  const base = {
    code: 'period',
    name: 'Time between samples',
    baseline: microseconds(a),
    candidate: microseconds(b),
  };
  if (a === null || b === null || totals.some(({ samples }) => samples === 0))
    return { ...base, state: 'unknown', message: 'The files do not say how often samples were taken.' };
  const alike = Math.max(a, b) <= MOST_PERIOD_RATIO * Math.min(a, b);
  return {
    ...base,
    state: alike ? 'ok' : 'failed',
    message: alike
      ? 'Samples were taken about as often.'
      : 'One side was sampled more than twice as often: counts do not compare, and short functions are seen on one side only.',
  };
}

function toolCheck(sides: Sides<ProfileSide>): DifferenceCheck {
  const [a, b] = sides.map((side) => distinct(side, ({ tool }) => tool ?? '')) as [string[], string[]];
  const base = {
    code: 'tool',
    name: 'Recorded by',
    baseline: a.join(', ') || 'not known',
    candidate: b.join(', ') || 'not known',
  };
  const all = [...a, ...b];
  if (all.includes(''))
    return {
      ...base,
      state: 'unknown',
      message: 'The files do not say what recorded them, or in which runtime.',
    };
  const versions = new Set(all.map(majorVersion));
  if (versions.size > 1)
    return {
      ...base,
      state: 'failed',
      message: 'The sides were recorded by different tools or versions: what they see differs.',
    };
  const versioned = all.every((tool) => /\d/u.test(tool));
  return {
    ...base,
    state: versioned ? 'ok' : 'unknown',
    message: versioned
      ? 'Both sides were recorded by the same tool, of the same major version.'
      : 'Both sides were recorded by the same tool; the files do not say which version of it.',
  };
}

function cpusCheck([{ cpus: a }, { cpus: b }]: Sides<ProfileSide>): DifferenceCheck {
  const base = {
    code: 'cpus',
    name: 'Processors',
    baseline: a === null ? 'not known' : String(a),
    candidate: b === null ? 'not known' : String(b),
  };
  if (a === null || b === null)
    return { ...base, state: 'unknown', message: 'It is not known how many processors the machines have.' };
  return {
    ...base,
    state: a === b ? 'ok' : 'failed',
    message:
      a === b
        ? 'The machines have as many processors.'
        : 'The machines have a different number of processors.',
  };
}

function qualityChecks(sides: Sides<ProfileSide>): DifferenceCheck[] {
  const [a, b] = sides.map(stackQuality) as [
    ReturnType<typeof stackQuality>,
    ReturnType<typeof stackQuality>,
  ];
  const check = (code: string, name: string, own: number, other: number, what: string): DifferenceCheck => {
    const alike = Math.abs(own - other) < MOST_POINTS;
    return {
      code,
      name,
      state: alike ? 'ok' : 'failed',
      baseline: percent(own),
      candidate: percent(other),
      message: alike
        ? `As many ${what} on both sides.`
        : `One side has more ${what}, by 5 points or more: functions seem to grow that were only not seen.`,
    };
  };
  return [
    check('truncated', 'Stacks that were cut', a.truncated, b.truncated, 'stacks that were cut'),
    check('symbols', 'Samples without a name', a.unnamed, b.unnamed, 'samples in functions without a name'),
  ];
}

function windowCheck(mode: DifferenceMode, sides: Sides<ProfileSide>): DifferenceCheck {
  const [a, b] = sides.map(meanSeconds) as [number | null, number | null];
  const base = { code: 'window', name: 'Length', baseline: seconds(a), candidate: seconds(b) };
  if (a === null || b === null)
    return {
      ...base,
      state: mode === 'raw' ? 'unknown' : 'ok',
      message: 'The files do not say how long they were recorded.',
    };
  const alike = Math.max(a, b) <= MOST_WINDOW_RATIO * Math.min(a, b);
  const matters = mode === 'raw' && !alike;
  return {
    ...base,
    state: matters ? 'note' : 'ok',
    message: matters
      ? 'Raw weights of windows of different length: what lasts longer weighs more. Right only where both sides did the same work.'
      : alike
        ? 'The windows are about as long.'
        : 'The windows differ in length; weights are divided by what was done in them.',
  };
}

function loadCheck(mode: DifferenceMode, sides: Sides<ProfileSide>): DifferenceCheck {
  const [a, b] = sides.map(operationsPerSecond) as [number | null, number | null];
  const base = { code: 'load', name: 'Load', baseline: perSecond(a), candidate: perSecond(b) };
  if (mode === 'per-operation')
    return {
      ...base,
      state: 'ok',
      message:
        'Weights are per operation: the load may differ, as long as the mix of operations is the same.',
    };
  if (a === null || b === null)
    return {
      ...base,
      state: 'unknown',
      message: 'It is not known how many operations were completed: a higher load looks like a regression.',
    };
  const alike = Math.max(a, b) <= MOST_LOAD_RATIO * Math.min(a, b);
  return {
    ...base,
    state: alike ? 'ok' : 'failed',
    message: alike
      ? 'The load differs by less than 10 %.'
      : 'The load differs by more than 10 %: compare per operation.',
  };
}

function distinct({ profiles }: ProfileSide, of: (profile: ComparedProfile) => string): string[] {
  return [...new Set(profiles.map(of))];
}

/** "py-spy 0.4.2" is "py-spy 0", "Firefox 153.7" is "Firefox 153". */
function majorVersion(tool: string): string {
  return tool.replace(/(\d+)[.\d]*.*$/u, '$1').toLowerCase();
}

/** As the tool aimed at, else as the samples of the busiest thread lie. */
function periodUs({ profiles }: ProfileSide): number | null {
  const periods = profiles.map(({ intervalUs, unflattened: { samples } }) => {
    if (intervalUs !== null && intervalUs > 0) return intervalUs;
    const { time, thread, count } = samples;
    if (time === null || count < 2) return null;
    const busiest = busiestThread(thread, count);
    const distances = new Float64Array(count);
    let found = 0;
    let before: number | null = null;
    for (let i = 0; i < count && found < MOST_DISTANCES; i++) {
      if (thread[i] !== busiest) continue;
      if (before !== null) distances[found++] = time[i]! - before;
      before = time[i]!;
    }
    const sorted = distances.subarray(0, found).sort();
    const median = sorted[found >> 1] ?? 0;
    return median > 0 ? median : null;
  });
  const known = periods.filter((period) => period !== null);
  return known.length < periods.length || known.length === 0 ? null : mean(known);
}

function busiestThread(thread: Int32Array, count: number): number {
  const samples = new Map<number, number>();
  for (let i = 0; i < count; i++) samples.set(thread[i]!, (samples.get(thread[i]!) ?? 0) + 1);
  return [...samples].reduce((most, own) => (own[1] > most[1] ? own : most))[0];
}

function meanSeconds({ profiles }: ProfileSide): number | null {
  const known = profiles.map((profile) => profile.seconds).filter((value) => value !== null);
  return known.length < profiles.length ? null : mean(known);
}

function operationsPerSecond({ profiles }: ProfileSide): number | null {
  const known = profiles
    .map(({ operations, seconds: own }) =>
      operations === null || own === null || own <= 0 ? null : operations / own,
    )
    .filter((value) => value !== null);
  return known.length < profiles.length ? null : mean(known);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function microseconds(value: number | null): string {
  return value === null ? 'not known' : value >= 1000 ? `${digits(value / 1000)} ms` : `${digits(value)} µs`;
}

function seconds(value: number | null): string {
  return value === null ? 'not known' : value >= 1 ? `${digits(value)} s` : `${digits(value * 1000)} ms`;
}

function perSecond(value: number | null): string {
  return value === null ? 'not known' : `${digits(value)} operations/s`;
}

function percent(share: number): string {
  return `${digits(share * 100)} %`;
}
