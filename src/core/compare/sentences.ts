import type { ComparedMetric, InconclusiveReason, MetricVerdict } from '#shared/model/comparison.ts';

/** Verdicts in words (method A4). */

const MINUS = '−';

/** `24 %`, `2.4 %`, `0.24 %`: two digits are what an interval can carry. */
export function percent(ratio: number): string {
  return `${digits(Math.abs(ratio) * 100)} %`;
}

function signedPercent(ratio: number): string {
  return `${sign(ratio)}${percent(ratio)}`;
}

export function milliseconds(ms: number): string {
  const size = Math.abs(ms);
  return size >= 10_000 ? `${digits(size / 1000)} s` : `${digits(size)} ms`;
}

export function points(share: number): string {
  const value = digits(Math.abs(share) * 100);
  return `${value} ${value === '1' ? 'point' : 'points'}`;
}

function digits(value: number): string {
  if (value >= 9.95) return Math.round(value).toLocaleString('en');
  if (value === 0) return '0';
  return String(Number(value.toFixed(value >= 0.095 ? 1 : 2)));
}

function sign(value: number): string {
  return value < 0 ? MINUS : '+';
}

/** A metric, or for open-loop tests achieved ÷ offered in the place of throughput. */
type ComparedFigure = ComparedMetric | 'achievedShare';

const NAMES: Readonly<Record<ComparedFigure, string>> = {
  p50: 'p50',
  p95: 'p95',
  p99: 'p99',
  errorRate: 'The error rate',
  throughput: 'Throughput',
  achievedShare: 'The share of the offered load that was achieved',
};

interface Words {
  readonly up: string;
  readonly down: string;
}

function wordsOf(metric: ComparedFigure): Words {
  if (metric === 'errorRate' || metric === 'throughput' || metric === 'achievedShare')
    return { up: 'higher', down: 'lower' };
  return { up: 'slower', down: 'faster' };
}

/** What the sentence is about, in the unit in which it was decided. */
export interface Change {
  readonly metric: ComparedFigure;
  readonly delta: number;
  readonly interval: readonly [number, number];
  readonly unit: 'ratio' | 'ms' | 'points';
  readonly limit: number;
}

function amount(unit: Change['unit'], value: number): string {
  return { ratio: percent, ms: milliseconds, points }[unit](value);
}

function range({ interval: [low, high], unit }: Change): string {
  // On one side of zero the words say the direction.
  if (low >= 0 && high >= 0) return `${amount(unit, low)} to ${amount(unit, high)}`;
  if (low <= 0 && high <= 0) return `${amount(unit, high)} to ${amount(unit, low)}`;
  const signed = (value: number): string => `${sign(value)}${amount(unit, value)}`;
  return `${signed(low)} to ${signed(high)}`;
}

/** `p95 is 24 % slower (95 % confidence: 13 % to 36 %)`, without a full stop. */
function measured(change: Change, verb = 'is'): string {
  const { metric, delta, unit } = change;
  const words = wordsOf(metric);
  const how = delta === 0 ? 'unchanged' : `${amount(unit, delta)} ${delta < 0 ? words.down : words.up}`;
  return `${NAMES[metric]} ${verb} ${how} (95 % confidence: ${range(change)})`;
}

function limitOf({ unit, limit }: Change): string {
  return amount(unit, limit);
}

export function decidedSentence(change: Change): string {
  return `${measured(change)}. More than your ${limitOf(change)} limit.`;
}

export function noChangeSentence(change: Change): string {
  const { unit, interval } = change;
  const [low, high] = interval.map((value) =>
    unit === 'ratio' ? signedPercent(value) : `${sign(value)}${amount(unit, value)}`,
  );
  return `No change beyond ${limitOf(change)} (${low} to ${high}).`;
}

export const IDENTICAL_SENTENCE = 'Identical data: both sides hold the very same samples.';

/** @param minutes of test on each side that would settle it; null where that cannot be said */
export function openSentence(
  change: Change,
  reason: Exclude<InconclusiveReason, 'not-comparable' | 'too-few-samples' | 'input'>,
  minutes: number | null,
): string {
  const limit = limitOf(change);
  const settle = minutes === null ? '' : ` ${settling(minutes, limit)}`;
  switch (reason) {
    case 'leaning-slower':
    case 'leaning-faster':
      return `${measured(change, 'looks')}, but that it is beyond your ${limit} limit is not sure.${settle}`;
    case 'small-but-real':
      return `${measured(change)}: a small change is there, and whether it is beyond your ${limit} limit is not sure.${settle}`;
    case 'drifting':
      return `Cannot tell: figures drift over minutes, and any change from ${range(change)} fits what was measured.${settle}`;
    case 'too-noisy':
      return `Cannot tell: any change from ${range(change)} fits what was measured.${settle}`;
  }
}

function settling(minutes: number, limit: string): string {
  if (minutes >= 24 * 60) return `It would take more than a day of test on each side to settle ${limit}.`;
  return `About ${Math.max(1, Math.ceil(minutes)).toLocaleString('en')} minutes of test on each side would settle ${limit}.`;
}

export function tooFewSentence(metric: ComparedMetric, lacking: string): string {
  return `Too few samples for ${metric === 'errorRate' ? 'the error rate' : metric}: ${lacking}.`;
}

/** Why throughput is not judged (method A6). @param label null: all requests together */
export function inputSentence(label: string | null): string {
  const because =
    'Throughput is an input of an open-loop test: requests are sent at their rate whatever the system does';
  return label === null
    ? `${because}. How much of it was achieved cannot be judged, since the files do not tell what was offered.`
    : `${because}, and files do not tell the offered rate of a single transaction.`;
}

/** @param change null where no interval is known */
export function notComparableSentence(change: Change | null, checks: readonly string[]): string {
  const figures = change === null ? '' : `${measured(change)}, but `;
  const list = checks.length === 0 ? '' : `: ${checks.join(', ').toLowerCase()}`;
  // Names of percentiles are written small, also at the start of a sentence.
  return `${figures}${change === null ? 'The' : 'the'} runs are not comparable${list}.`;
}

/** Rows that a verdict can be expected of: an input of the test is none (method A6). */
export function judgeable(rows: readonly MetricVerdict[]): readonly MetricVerdict[] {
  return rows.filter(({ reason }) => reason !== 'input');
}

/** The outcome of all in one sentence. */
export function overallSentence(all: readonly MetricVerdict[], failedChecks: readonly string[]): string {
  const rows = judgeable(all);
  if (rows.length === 0 && all.length > 0) return all[0]!.sentence;
  const count = (verdict: MetricVerdict['verdict']): MetricVerdict[] =>
    rows.filter((row) => row.verdict === verdict);
  const regressed = count('regressed');
  const capped = rows.some(({ reason }) => reason === 'not-comparable');
  const limits = capped ? ` Not comparable otherwise (${failedChecks.join(', ').toLowerCase()}).` : '';
  if (regressed.length > 0) {
    const worst = [...regressed].sort((a, b) => severity(b) - severity(a))[0]!;
    const others = regressed.length - 1;
    const more = others === 0 ? '' : ` ${others} more ${others === 1 ? 'figure' : 'figures'} regressed.`;
    return `${subject(worst)}: ${worst.sentence}${more}${limits}`;
  }
  if (capped)
    return `Cannot tell: the runs are not comparable (${failedChecks.join(', ').toLowerCase()}). Repeat the test, or waive the check with a reason.`;
  const open = count('inconclusive').length;
  if (open > 0)
    return `Cannot tell for ${open} of ${rows.length} figures; ${count('improved').length} improved, ${count('no-change').length} did not change, none regressed.`;
  if (rows.length === 0) return 'There is no transaction that both sides have.';
  if (rows.every(({ identical }) => identical)) return IDENTICAL_SENTENCE;
  const improved = count('improved').length;
  return improved > 0
    ? `${improved} of ${rows.length} figures improved, none regressed.`
    : `No change beyond the margin in any of ${rows.length} figures.`;
}

function severity({ deltaRatio, metric }: MetricVerdict): number {
  return Math.abs(deltaRatio ?? 0) * (metric === 'errorRate' ? 10 : 1);
}

function subject({ label }: MetricVerdict): string {
  return label ?? 'All requests';
}
