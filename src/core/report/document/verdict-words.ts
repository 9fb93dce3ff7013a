import type { ComparedMetric, MetricVerdict, Verdict } from '#shared/model/comparison.ts';
import type { FigureFormat } from './figure-format.ts';
import type { Inline, Tone } from './report-document.ts';

/** Verdicts and their figures as tables of a report write them. */

export const metricNames: Readonly<Record<ComparedMetric, string>> = {
  p50: 'Median',
  p95: 'p95',
  p99: 'p99',
  errorRate: 'Error rate',
  throughput: 'Throughput',
};

export const verdictTones: Readonly<Record<Verdict, Tone>> = {
  regressed: 'bad',
  inconclusive: 'unknown',
  improved: 'good',
  'no-change': 'quiet',
};

export function verdictInline(verdict: Verdict): Inline {
  return {
    text: verdict.replace('-', ' '),
    sign: verdict,
    tone: verdictTones[verdict],
    strong: verdict === 'regressed' || verdict === 'improved',
  };
}

/** Throughput of an open-loop test is judged by what was achieved of the offered load (method A6). */
export function metricNameOf({ metric, shareOfOffered }: MetricVerdict): string {
  return shareOfOffered ? 'Achieved ÷ offered' : metricNames[metric];
}

export function metricValue(
  { metric, shareOfOffered }: MetricVerdict,
  value: number | null,
  format: FigureFormat,
): string {
  if (value === null) return '–';
  if (metric === 'errorRate' || shareOfOffered) return format.ratio(value);
  return metric === 'throughput' ? `${format.number(value)}/s` : format.milliseconds(value);
}

/** `+23 %`; of shares `+0.4 points`. */
export function changeText({ metric, deltaRatio }: MetricVerdict, format: FigureFormat): string {
  return format.change(deltaRatio, metric === 'errorRate' ? 'ratio' : 'number');
}

/** `+16 % to +31 %` */
export function intervalText({ metric, ci95 }: MetricVerdict, format: FigureFormat): string {
  if (ci95 === null) return '–';
  const unit = metric === 'errorRate' ? 'ratio' : 'number';
  const [low, high] = [format.change(ci95[0], unit), format.change(ci95[1], unit)];
  // The unit once, or the interval would not fit into its column.
  return `${unit === 'ratio' ? low.replace(/\spoints$/u, '') : low} to ${high}`;
}

/** Change and verdict, for a note below a figure. */
export function changeInlines(row: MetricVerdict, format: FigureFormat): readonly Inline[] {
  return [{ text: `${changeText(row, format)}, `, tone: 'quiet' }, verdictInline(row.verdict)];
}

/** `inconclusive, about 27 more min` */
export function verdictWords(
  { verdict, minutesNeeded, minutesTested }: MetricVerdict,
  format: FigureFormat,
): string {
  const words = verdict.replace('-', ' ');
  if (verdict !== 'inconclusive' || minutesNeeded === null) return words;
  const more = minutesNeeded - minutesTested;
  return more < 1 ? words : `${words}, ≈ ${format.number(Math.ceil(more))} more min`;
}
