import type { ComparedData } from './compared-run.ts';
import { lengthMs, samplesOf, total, type Check, type ComparedSides, type Side } from './compared-sides.ts';
import { percent, points } from './sentences.ts';

/** Whether both sides did the same work under the same load (method A1). */

const MAX_LOAD_DIFFERENCE = 0.1;
const MAX_MIX_DISTANCE = 0.05;
const MAX_ERROR_DIFFERENCE = 0.01;

/** Mean over the runs of a side; null where one does not have the figure. */
function sideMean(
  sides: ComparedSides,
  side: Side,
  of: (data: ComparedData) => number | null,
): number | null {
  const figures = sides[side].map(of);
  return figures.every((figure) => figure !== null)
    ? figures.reduce((sum, figure) => sum + figure, 0) / figures.length
    : null;
}

/** The figure of both sides must not differ by more than a tenth. */
function loadCheck(
  sides: ComparedSides,
  code: string,
  name: string,
  of: (data: ComparedData) => number | null,
  words: (figure: number) => string,
  texts: { readonly ok: string; readonly failed: string; readonly unknown: string },
): Check {
  const [a, b] = (['baseline', 'candidate'] as const).map((side) => sideMean(sides, side, of)) as [
    number | null,
    number | null,
  ];
  const [baseline, candidate] = [a, b].map((figure) => (figure === null ? 'not known' : words(figure))) as [
    string,
    string,
  ];
  if (a === null || b === null)
    return { code, name, state: 'unknown', baseline, candidate, message: texts.unknown };
  const differs = a === 0 ? b !== 0 : Math.abs(b / a - 1) > MAX_LOAD_DIFFERENCE;
  const by = a === 0 ? '' : ` (${percent(b / a - 1)} ${b < a ? 'less' : 'more'})`;
  return {
    code,
    name,
    state: differs ? 'failed' : 'ok',
    baseline,
    candidate,
    message: differs ? `${texts.failed}${by}.` : texts.ok,
  };
}

export function rateCheck(sides: ComparedSides): Check {
  const closed = [...sides.loops.baseline, ...sides.loops.candidate].includes('closed');
  const coupled = closed
    ? ' In a closed loop slower answers make fewer requests: the difference may be the change itself'
    : '';
  return loadCheck(
    sides,
    'rate',
    'Achieved rate',
    (data) => {
      const samples = samplesOf(data, null);
      const seconds = lengthMs(data) / 1000;
      if (data.reported !== null) return data.reported.get(null)?.throughputPerSec ?? null;
      return data.run.startedAtUs === null || seconds <= 0 ? null : samples / seconds;
    },
    (rate) => `${rate >= 100 ? Math.round(rate).toLocaleString('en') : Number(rate.toPrecision(3))} per s`,
    {
      ok: 'Both sides made requests at about the same rate.',
      failed: `The sides were not under the same load.${coupled}`,
      unknown: 'The rate of a side is not known: its file has no time stamps.',
    },
  );
}

export function concurrencyCheck(sides: ComparedSides): Check {
  return loadCheck(
    sides,
    'concurrency',
    'Concurrency',
    ({ threads }) => threads,
    (threads) => {
      const users = Math.round(threads);
      return users === 1 ? '1 user' : `${users.toLocaleString('en')} users`;
    },
    {
      ok: 'About as many users were active on both sides.',
      failed: 'The sides did not have the same number of active users',
      unknown: 'A file does not say how many users were active.',
    },
  );
}

export function mixCheck({ baseline, candidate, matching }: ComparedSides): Check {
  const [a, b] = [sharesOf(baseline), sharesOf(candidate)];
  const base = { code: 'mix', name: 'Transaction mix' };
  if (a === null || b === null)
    return {
      ...base,
      state: 'unknown',
      baseline: 'not known',
      candidate: 'not known',
      message: 'A report does not say how many samples each transaction has.',
    };
  const labels = new Map(
    matching.matched.map(({ label, candidateLabel }) => [label, candidateLabel ?? label]),
  );
  let distance = 0;
  const met = new Set<string>();
  for (const [label, share] of a) {
    const other = labels.get(label);
    const otherShare = other === undefined ? 0 : (b.get(other) ?? 0);
    if (other !== undefined) met.add(other);
    distance += Math.abs(share - otherShare) / 2;
  }
  for (const [label, share] of b) if (!met.has(label)) distance += share / 2;
  const failed = distance > MAX_MIX_DISTANCE;
  return {
    ...base,
    state: failed ? 'failed' : 'ok',
    baseline: `${a.size} transactions`,
    candidate: `${b.size} transactions`,
    message: failed
      ? `${points(distance)} of the requests went to other transactions: figures of all requests together compare different work.`
      : `The shares of the transactions differ by ${points(distance)} in all.`,
  };
}

/** Share of each counted transaction in the samples of a side. */
function sharesOf(side: readonly ComparedData[]): Map<string, number> | null {
  const counts = new Map<string, number>();
  let all = 0;
  for (const data of side) {
    for (const { id, label, kind } of data.transactions) {
      if (kind !== data.run.countedKind) continue;
      const samples = data.reported === null ? samplesOf(data, id) : (data.reported.get(id)?.samples ?? null);
      if (samples === null) return null;
      if (samples > 0) counts.set(label, (counts.get(label) ?? 0) + samples);
      all += samples;
    }
  }
  return new Map([...counts].map(([label, n]) => [label, n / all]));
}

export function errorCheck({ baseline, candidate, errors }: ComparedSides): Check {
  const [a, b] = [baseline, candidate].map((side) => {
    const rates = side.map((data) => failureShare(data));
    return rates.every((rate) => rate !== null) ? rates.reduce((x, y) => x + y, 0) / rates.length : null;
  }) as [number | null, number | null];
  const words = (rate: number | null): string => (rate === null ? 'not known' : percent(rate));
  const base = { code: 'error-rate', name: 'Error rate', baseline: words(a), candidate: words(b) };
  if (a === null || b === null)
    return { ...base, state: 'unknown', message: 'A file does not say which samples failed.' };
  const differs = Math.abs(b - a) > MAX_ERROR_DIFFERENCE && errors?.tested?.excludesZero !== false;
  return {
    ...base,
    state: differs ? 'failed' : 'ok',
    message: differs
      ? `Failures differ by ${points(b - a)}: what fails is often faster or slower than what it replaces, so successful times compare other work.`
      : 'Failures do not differ by more than a point.',
  };
}

function failureShare(data: ComparedData): number | null {
  if (data.reported !== null) return data.reported.get(null)?.errorRate ?? null;
  const blocks = data.blocks.get(null);
  const samples = samplesOf(data, null);
  return !data.tellsFailures || blocks === undefined || samples === 0
    ? null
    : total(blocks.failures) / samples;
}
