import type { ComparabilityCheck, ComparedMetric, ComparisonRequest } from '#shared/model/comparison.ts';
import type { ComparedSides } from './compared-sides.ts';
import {
  aggregatedCheck,
  labelsCheck,
  lengthCheck,
  loopCheck,
  ratioCheck,
  roundedCheck,
  runsCheck,
  steadyCheck,
} from './input-checks.ts';
import { concurrencyCheck, errorCheck, mixCheck, rateCheck } from './load-checks.ts';

/** Whether two sides may be compared at all (method A1). */

/** A figure that is judged is not held back by the check that asks about this very figure. */
const ABOUT: Readonly<Partial<Record<string, ComparedMetric>>> = {
  rate: 'throughput',
  'error-rate': 'errorRate',
};

/** Failed checks that hold back the verdict on a metric. */
export function capping(
  checks: readonly ComparabilityCheck[],
  metric: ComparedMetric,
): readonly ComparabilityCheck[] {
  return checks.filter(
    ({ code, state, caps, waived }) =>
      state === 'failed' && caps && waived === null && ABOUT[code] !== metric,
  );
}

export function comparabilityChecks(
  sides: ComparedSides,
  waivers: ComparisonRequest['waivers'],
): ComparabilityCheck[] {
  const checks = [
    rateCheck(sides),
    concurrencyCheck(sides),
    mixCheck(sides),
    errorCheck(sides),
    lengthCheck(sides),
    ratioCheck(sides),
    labelsCheck(sides),
    roundedCheck(sides),
    aggregatedCheck(sides),
    steadyCheck(sides),
    loopCheck(sides),
    runsCheck(sides),
  ];
  const reasons = new Map(waivers.map(({ code, reason }) => [code, reason]));
  return checks.map((check) => ({
    ...check,
    caps: check.code !== 'runs',
    waived: check.state === 'failed' ? (reasons.get(check.code) ?? null) : null,
  }));
}
