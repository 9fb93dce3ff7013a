import type { ComparedMetric, MetricVerdict } from '#shared/model/comparison.ts';

/** Figures for people, as tables of terminals and pull requests show them: three significant digits, whole numbers in full. */

export function figureText(value: number | null): string {
  if (value === null) return '–';
  if (Number.isInteger(value) || Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en');
  return String(Number(value.toPrecision(3)));
}

export function metricName(metric: ComparedMetric): string {
  return metric === 'errorRate' ? 'error rate' : metric;
}

/** The metric of a verdict: throughput of an open-loop test is judged by what was achieved of the offered load. */
export function verdictMetricName({
  metric,
  shareOfOffered,
}: Pick<MetricVerdict, 'metric' | 'shareOfOffered'>): string {
  return shareOfOffered ? 'achieved ÷ offered' : metricName(metric);
}

/** A figure of a compared metric in its unit. */
export function metricFigure(
  { metric, shareOfOffered }: Pick<MetricVerdict, 'metric' | 'shareOfOffered'>,
  value: number | null,
): string {
  if (value === null) return '–';
  if (metric === 'errorRate' || shareOfOffered) return `${figureText(value * 100)} %`;
  return metric === 'throughput' ? `${figureText(value)}/s` : `${figureText(value)} ms`;
}

/** `+24 %`; of error rates in percentage points. */
export function changeText(metric: ComparedMetric, ratio: number | null): string {
  if (ratio === null) return '–';
  const per100 = ratio * 100;
  const digits = Math.abs(per100) >= 10 ? 0 : Math.abs(per100) >= 1 || per100 === 0 ? 1 : 2;
  const rounded = Number(per100.toFixed(digits));
  const sign = rounded > 0 ? '+' : '';
  return `${sign}${rounded.toLocaleString('en')} ${metric === 'errorRate' ? 'pts' : '%'}`;
}
