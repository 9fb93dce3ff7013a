import type { ComparedMetric, InconclusiveReason, Margin, MetricVerdict } from '#shared/model/comparison.ts';
import { changeText, changeUnit, intervalText, verdictNames } from '../../panels/comparison/verdict-words.ts';
import { ERROR_RATE_MARGIN } from '../../charts/forest/axis.ts';
import { formatRound } from '../../charts/round-number.ts';
import { formatDuration, type DurationScale } from '../../ui/duration-format.ts';
import { numberFormat } from '../../ui/number-format.ts';
import { signed } from '../../ui/signed-format.ts';

export { changeText, changeUnit, intervalText, verdictNames };

export const metricNames: Readonly<Record<ComparedMetric, string>> = {
  p50: 'p50',
  p95: 'p95',
  p99: 'p99',
  errorRate: 'Errors',
  throughput: 'Throughput',
};

export const reasonNames: Readonly<Record<InconclusiveReason, string>> = {
  'leaning-slower': 'leaning slower',
  'leaning-faster': 'leaning faster',
  'small-but-real': 'small but real',
  'too-noisy': 'too noisy',
  'too-few-samples': 'too few samples',
  'not-comparable': 'not comparable',
  input: 'input of an open-loop test',
  drifting: 'drifting',
};

export function isTime(metric: ComparedMetric): boolean {
  return metric === 'p50' || metric === 'p95' || metric === 'p99';
}

/** Unit that headers name. */
export function unitOf(metric: ComparedMetric, duration: DurationScale): string {
  if (metric === 'errorRate') return '%';
  return metric === 'throughput' ? '/s' : duration.unit;
}

/** What a verdict is about: throughput of an open-loop test is judged by what was achieved of the offered load (method A6). */
export function metricNameOf({
  metric,
  shareOfOffered,
}: Pick<MetricVerdict, 'metric' | 'shareOfOffered'>): string {
  return shareOfOffered ? 'Achieved ÷ offered' : metricNames[metric];
}

/** A value of a side, without the unit of its metric; a share of the offered load has its own. */
export function valueText(
  { metric, shareOfOffered }: Pick<MetricVerdict, 'metric' | 'shareOfOffered'>,
  value: number | null,
  duration: DurationScale,
): string {
  if (value === null) return '';
  if (shareOfOffered) return numberFormat.percent(value);
  if (metric === 'errorRate') return numberFormat.percentNumber(value);
  return metric === 'throughput' ? numberFormat.short(value) : formatDuration(value, duration);
}

/** `≈ 27 more min`: what is missing to settle a change as large as the margin; null where that cannot be said. */
export function minutesText({ minutesNeeded, minutesTested }: MetricVerdict): string | null {
  if (minutesNeeded === null) return null;
  const more = minutesNeeded - minutesTested;
  if (more <= 0) return null;
  return more < 1 ? '< 1 more min' : `≈ ${numberFormat.count(Math.round(more))} more min`;
}

/**
 * How the minutes that are missing come about (method A4), with its figures: the standard error falls with the square root of
 * the time. Null where nothing can be said.
 */
function settlingFormula(verdict: MetricVerdict): string | null {
  const { minutesNeeded, minutesTested, standardError, margin } = verdict;
  if (minutesText(verdict) === null || minutesNeeded === null || standardError === null) return null;
  const target = standardError * Math.sqrt(minutesTested / minutesNeeded);
  const minutes = numberFormat.short(minutesTested);
  return (
    `T·((SE/SE_target)² − 1) = ${minutes} min × ((${numberFormat.percent(standardError)} ÷ ${numberFormat.percent(target)})² − 1)` +
    ` = ${numberFormat.short(minutesNeeded - minutesTested)} min, where a change of ${formatRound(margin.ratio * 100)} % can be told; assumes the same load`
  );
}

/** Noise alone would be settled: what keeps the verdict open is that the change lies at the edge of the margin. */
function isOnMargin({ verdict, reason, minutesNeeded, minutesTested }: MetricVerdict): boolean {
  if (verdict !== 'inconclusive' || minutesNeeded === null || minutesNeeded > minutesTested) return false;
  return reason !== 'not-comparable' && reason !== 'input';
}

/** What would settle it, in full: the minutes with their formula, or that minutes would not; null: nothing is missing, or unknown. */
export function settlingWords(verdict: MetricVerdict): string | null {
  const more = minutesText(verdict);
  if (more === null) return isOnMargin(verdict) ? 'on the margin: more time will not settle it' : null;
  const formula = settlingFormula(verdict);
  return formula === null ? more : `${more}: ${formula}`;
}

/** The last column: the interval of a decision, and of none what it would take. */
export function settlingText(verdict: MetricVerdict): string {
  if (verdict.identical) return 'identical data';
  if (verdict.verdict === 'inconclusive') {
    const reason = verdict.reason === null ? 'not settled' : reasonNames[verdict.reason];
    // More time settles noise, not a difference of what was measured.
    const more = verdict.reason === 'not-comparable' ? null : minutesText(verdict);
    if (verdict.reason === 'input') return reason;
    return more === null ? `${reason}, ${intervalText(verdict)}` : `${reason}, ${more}`;
  }
  const { ci95, ci95Ms, margin } = verdict;
  const withinRatio = ci95 !== null && ci95[0] > -margin.ratio && ci95[1] < margin.ratio;
  if (verdict.verdict === 'no-change' && isTime(verdict.metric) && !withinRatio && ci95Ms !== null)
    return `within ${formatRound(margin.ms)} ms (${signed(ci95Ms[0])} to ${signed(ci95Ms[1])})`;
  return intervalText(verdict);
}

/** `±10 % and 5 ms`; of error rates one percentage point, which nobody sets (method A6). */
export function marginText(margin: Margin, metric: ComparedMetric): string {
  if (metric === 'errorRate') return `±${ERROR_RATE_MARGIN * 100} point`;
  const percent = `±${formatRound(margin.ratio * 100)} %`;
  return metric === 'throughput' ? percent : `${percent} and ${formatRound(margin.ms)} ms`;
}

/** All that is known of a verdict, as rows of name and value: the tooltip of its row, and its exact copy. */
export function verdictFacts(
  verdict: MetricVerdict,
  duration: DurationScale,
): readonly (readonly [name: string, value: string])[] {
  const { metric, deltaRatio, deltaMs, ci95Ms, pAdjusted, samples, blocks, mde, margin } = verdict;
  const count = (value: number | null): string => (value === null ? 'none' : numberFormat.count(value));
  const rows: readonly (readonly [string, string | null])[] = [
    [
      'Change',
      deltaRatio === null
        ? null
        : `${changeText(metric, deltaRatio)} ${changeUnit(metric)}${deltaMs === null ? '' : `, ${signed(deltaMs * duration.perMs)} ${duration.unit}`}`,
    ],
    [
      '95 % interval',
      `${intervalText(verdict)}${ci95Ms === null ? '' : `, ${signed(ci95Ms[0] * duration.perMs)} to ${signed(ci95Ms[1] * duration.perMs)} ${duration.unit}`}`,
    ],
    ['Margin', marginText(margin, metric)],
    ['p (Holm)', pAdjusted === null ? null : pAdjusted < 0.0001 ? '< 0.0001' : numberFormat.short(pAdjusted)],
    ['Samples', `${count(samples[0])} and ${count(samples[1])}`],
    ['Time blocks', `${count(blocks[0])} and ${count(blocks[1])}`],
    ['Smallest detectable', mde === null ? null : numberFormat.percent(mde)],
    ['To settle it', settlingWords(verdict)],
    ['Confidence', verdict.confidence],
  ];
  return rows.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
}
