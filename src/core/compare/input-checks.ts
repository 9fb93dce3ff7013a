import { MIN_PLATEAU_MS } from '#shared/model/phases.ts';
import type { Run } from '#shared/model/run.ts';
import { roundsToTwoDigits } from '../diagnostics/honesty/tool-facts.ts';
import { grainOf } from '../diagnostics/honesty/value-grain.ts';
import { valuesOf, type ComparedData } from './compared-run.ts';
import type { DifferentlyCleaned } from './label-cleaning.ts';
import { lengthMs, type Check, type ComparedSides, type Loop, type Side } from './compared-sides.ts';

/** Whether what is compared was measured alike: windows, labels, times (method A1). */

const MIN_WINDOW_MS = 5 * 60_000;
const MAX_WINDOW_RATIO = 2;

export function lengthCheck(sides: ComparedSides): Check {
  const shortest = (side: Side): number => Math.min(...sides[side].map(lengthMs));
  const [a, b] = [shortest('baseline'), shortest('candidate')];
  const failed = a < MIN_WINDOW_MS || b < MIN_WINDOW_MS;
  return {
    code: 'window-length',
    name: 'Window length',
    state: failed ? 'failed' : 'ok',
    baseline: duration(a),
    candidate: duration(b),
    message: failed
      ? 'Less than 5 minutes are compared: slow changes within a run cannot be told from a change of the system.'
      : 'Each side has 5 minutes or more.',
  };
}

export function ratioCheck(sides: ComparedSides): Check {
  const all = [...sides.baseline, ...sides.candidate].map(lengthMs);
  const ratio = Math.max(...all) / Math.min(...all);
  const failed = !(ratio <= MAX_WINDOW_RATIO);
  const words = `${Number.isFinite(ratio) ? ratio.toFixed(ratio < 100 ? 2 : 0) : '–'}, limit ${MAX_WINDOW_RATIO}`;
  return {
    code: 'window-ratio',
    name: 'Window ratio',
    state: failed ? 'failed' : 'ok',
    baseline: words,
    candidate: words,
    message: failed ? 'One window is more than twice as long as another.' : 'The windows are of like length.',
  };
}

export function labelsCheck({ baseline, candidate, matching }: ComparedSides): Check {
  const { alike, differentlyCleaned, added, removed } = matching;
  const count = (side: readonly ComparedData[]): string =>
    `${new Set(side.flatMap(({ transactions }) => transactions.map(({ label }) => label))).size} labels`;
  const base = { code: 'labels', name: 'Labels', baseline: count(baseline), candidate: count(candidate) };
  if (differentlyCleaned.length > 0) {
    return {
      ...base,
      state: 'failed',
      message: cleaningMessage(differentlyCleaned),
    };
  }
  if (alike.length > 0) {
    const [label, other] = alike[0]!;
    const more = alike.length === 1 ? '' : ` and ${alike.length - 1} more`;
    return {
      ...base,
      state: 'note',
      message: `Taken for the same: ${quoted(label)} and ${quoted(other)}${more}. Map them yourself if that is wrong.`,
    };
  }
  if (added.length + removed.length > 0)
    return {
      ...base,
      state: 'note',
      message: `${added.length} only in the candidate, ${removed.length} only in the baseline.`,
    };
  return { ...base, state: 'ok', message: 'Both sides have the same labels.' };
}

function cleaningMessage([first, ...others]: readonly DifferentlyCleaned[]): string {
  const { cleaned, raw, rawSide } = first!;
  const many = raw.length === 1 ? '' : `, one of ${raw.length.toLocaleString('en')} such labels`;
  const more = others.length === 0 ? '' : ` ${others.length.toLocaleString('en')} more are like that.`;
  return `Labels were not cleaned alike: ids stand in names of the ${rawSide} (${quoted(raw[0]!)}${many}) that the other side has as ${quoted(cleaned)}.${more} Set label rules for the workspace, then compare.`;
}

export function roundedCheck(sides: ComparedSides): Check {
  const words = (side: Side): [boolean, string] => {
    const rounded = sides[side].some(isRounded);
    return [rounded, rounded ? 'two digits' : 'not rounded'];
  };
  const [[a, baseline], [b, candidate]] = [words('baseline'), words('candidate')];
  return {
    code: 'rounded',
    name: 'Rounded times',
    state: a || b ? 'failed' : 'ok',
    baseline,
    candidate,
    message:
      a || b
        ? 'Response times were rounded to two digits before they were written: up to 5 % off, which a margin of 10 % does not leave room for.'
        : 'Response times are not rounded beyond the clock.',
  };
}

function isRounded(data: ComparedData): boolean {
  if (roundsToTwoDigits(data.run.format)) return true;
  // Finer clocks give values that only a rounding tool would make equal; of those not all values are read.
  if (data.run.clockTickMs < 1) return false;
  return grainOf(valuesOf(data, null), data.run.clockTickMs).significantDigits !== null;
}

export function aggregatedCheck(sides: ComparedSides): Check {
  const reports = (side: Side): boolean => sides[side].some(({ reported }) => reported !== null);
  const failed = reports('baseline') || reports('candidate');
  const words = (side: Side): string => (reports(side) ? 'a report' : 'every sample');
  return {
    code: 'aggregated',
    name: 'Samples',
    state: failed ? 'failed' : 'ok',
    baseline: words('baseline'),
    candidate: words('candidate'),
    message: failed
      ? 'A report has figures but no samples: nothing tells how sure they are. Open the results that it was made from.'
      : 'Every sample of both sides is there.',
  };
}

/** No steady phase can be found in so short a run, whatever its load does (method E2). */
function isTooShort({ granularity, startedAtUs, durationMs }: Run): boolean {
  return granularity === 'samples' && startedAtUs !== null && durationMs < MIN_PLATEAU_MS;
}

export function steadyCheck(sides: ComparedSides): Check {
  const words = (side: Side): string =>
    sides[side]
      .map(({ window, run }) => {
        if (run.startedAtUs === null) return 'no time stamps';
        return window.steadyMissing
          ? isTooShort(run)
            ? 'too short to judge'
            : 'not found'
          : { steady: 'steady phase', all: 'whole run', set: 'set by hand' }[window.is];
      })
      .join(', ');
  const all = [...sides.baseline, ...sides.candidate];
  const failed = all.some(({ window, run }) => window.steadyMissing || run.startedAtUs === null);
  const tooShort = all.some(({ window, run }) => window.steadyMissing && isTooShort(run));
  return {
    code: 'steady',
    name: 'Steady state',
    state: failed ? 'failed' : all.some(({ window }) => window.is === 'all') ? 'note' : 'ok',
    baseline: words('baseline'),
    candidate: words('candidate'),
    message: tooShort
      ? `A run is too short to judge: ${MIN_PLATEAU_MS / 60_000} min of constant load are needed to find a steady phase. The whole run is compared, with what ramp and warm-up it has. Repeat the test with a longer plateau, or set the window by hand.`
      : failed
        ? 'A run has no steady phase, so ramp and warm-up are compared as well. Set the window by hand, or repeat the test with a longer plateau.'
        : 'The compared windows are as asked for.',
  };
}

export function loopCheck({ loops }: ComparedSides): Check {
  const words = (side: readonly Loop[]): string =>
    [...new Set(side.map((loop) => (loop === null ? 'not known' : `${loop} loop`)))].join(', ');
  const all = new Set([...loops.baseline, ...loops.candidate]);
  const failed = all.has('closed') && all.has('open');
  const state = failed ? 'failed' : all.has(null) ? 'unknown' : 'ok';
  const messages = {
    failed:
      'One side waited for answers before it sent more, the other did not: the same system looks different under each.',
    unknown: 'A file does not tell whether requests waited for answers.',
    ok: all.has('closed')
      ? 'Both sides waited for answers: throughput and response time move together.'
      : 'Both sides sent at their rate whatever the answers took.',
  };
  return {
    code: 'loop',
    name: 'Load model',
    state,
    baseline: words(loops.baseline),
    candidate: words(loops.candidate),
    message: messages[state],
  };
}

export function runsCheck({ baseline, candidate }: ComparedSides): Check {
  const words = (side: readonly ComparedData[]): string =>
    side.length === 1 ? '1 run' : `${side.length} runs`;
  const few = Math.min(baseline.length, candidate.length) < 3;
  return {
    code: 'runs',
    name: 'Runs per side',
    state: few ? 'note' : 'ok',
    baseline: words(baseline),
    candidate: words(candidate),
    message: few
      ? 'This compares these very runs. How much runs of the same system differ (deployment, machine, time of day) only three or more runs per side show.'
      : 'What runs of one side differ by is part of the uncertainty.',
  };
}

function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 120) return `${seconds} s`;
  const rest = seconds % 60;
  return `${Math.floor(seconds / 60)} m${rest === 0 ? '' : ` ${rest} s`}`;
}

function quoted(label: string): string {
  return `“${label.length <= 60 ? label : `${label.slice(0, 59)}…`}”`;
}
