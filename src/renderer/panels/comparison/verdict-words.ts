import type { ComparedMetric, MetricVerdict, Verdict } from '#shared/model/comparison.ts';
import { signedFixed } from '../../ui/signed-format.ts';

/** Words of verdicts, wherever they are shown. */

export const verdictNames: Readonly<Record<Verdict, string>> = {
  regressed: 'regressed',
  inconclusive: 'inconclusive',
  improved: 'improved',
  'no-change': 'no change',
};

/** Percent, or percentage points of an error rate; without unit. */
export function changeText(metric: ComparedMetric, change: number | null): string {
  if (change === null) return '';
  return signedFixed(change * 100, metric === 'errorRate' ? 2 : 1);
}

export function changeUnit(metric: ComparedMetric): string {
  return metric === 'errorRate' ? 'points' : '%';
}

/** `+16 to +31 %`. */
export function intervalText({ metric, ci95 }: Pick<MetricVerdict, 'metric' | 'ci95'>): string {
  if (ci95 === null) return 'no interval';
  const decimals = metric === 'errorRate' ? 2 : Math.max(Math.abs(ci95[0]), Math.abs(ci95[1])) < 0.05 ? 1 : 0;
  const [low, high] = ci95.map((end) => signedFixed(end * 100, decimals));
  return `${low} to ${high} ${changeUnit(metric)}`;
}
