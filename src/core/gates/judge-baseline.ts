import type { ComparabilityCheck, MetricVerdict, Verdict } from '#shared/model/comparison.ts';
import type { GateOutcome } from '#shared/model/gates.ts';
import { MOST_SAMPLED } from '../compare/most-sampled.ts';
import type { ComparedRuns } from './compared-runs.ts';
import { cannotTell, resultOf, worstFirst, worstOutcome, type ClauseResult, type Judged } from './judging.ts';
import type { JudgedRun } from './judge-samples.ts';
import { quantityText } from './quantity.ts';
import type { RegressionClause, Target } from './rule.ts';
import { metricText } from './rule-text.ts';
import { wantedTransactions } from './targets.ts';

/** Clauses that hold a run against its baseline, by the verdicts of the comparison (methods A1 to A6). */

const outcomes: Readonly<Record<Verdict, GateOutcome>> = {
  regressed: 'failed',
  inconclusive: 'cannot-tell',
  improved: 'passed',
  'no-change': 'passed',
};

export async function judgeRegression(
  { figures, gate, chosen }: JudgedRun,
  clause: RegressionClause,
  compared: ComparedRuns,
): Promise<ClauseResult> {
  if (compared.missing !== null) return cannotTell(compared.missing);
  const comparison = await compared.regression(clause, gate.phase);
  const target: Target = clause.target ?? { kind: 'each' };
  if (target.kind === 'all' && chosen !== null)
    return cannotTell('transactions that a gate chooses are compared each by itself: leave out "of all"');
  // The verdict is about the label in the run; the baseline may have another one.
  const wanted = new Set(wantedTransactions(figures, chosen, target).map(({ label }) => label));
  const verdicts = comparison.verdicts.filter(({ label, candidateLabel, metric }) => {
    if (!clause.metrics.includes(metric)) return false;
    if (target.kind === 'all' || label === null) return target.kind === 'all' && label === null;
    return wanted.has(candidateLabel ?? label);
  });
  const leftOut = comparison.checks.find(({ code }) => code === MOST_SAMPLED);
  if (verdicts.length === 0) return cannotTell(whyNothing(target, leftOut));
  const several = clause.metrics.length > 1;
  const floor = clause.floor === null ? '' : ` or ${quantityText(clause.floor)}`;
  const result = resultOf(
    verdicts.map((verdict) => judgeVerdict(verdict, several)),
    {
      limit: `at most ${quantityText(clause.limit)}${floor} worse`,
      noun: several ? 'comparisons' : target.kind === 'all' ? 'runs' : 'transactions',
      scope: `against ${comparison.baseline.map(({ name }) => name).join(', ')}, ${gate.phase === 'steady' ? 'steady phases' : 'whole runs'}`,
    },
  );
  // Whoever names one transaction, or all together, has nothing left out.
  if (leftOut === undefined || target.kind !== 'each') return result;
  return { ...result, evidence: [...result.evidence, judgeCheck(leftOut)] };
}

function whyNothing(target: Target, leftOut: ComparabilityCheck | undefined): string {
  if (target.kind !== 'label')
    return 'no transaction of the run is in both runs, so that nothing can be compared';
  return leftOut === undefined
    ? `"${target.label}" is not in both runs, so that nothing can be compared`
    : `"${target.label}" is not in both runs, or not among the transactions that are judged (${leftOut.baseline}, those with the most samples)`;
}

function judgeVerdict(verdict: MetricVerdict, several: boolean): Judged {
  const label = verdict.label ?? 'All';
  const sentence = verdict.sentence.replace(/\.$/u, '');
  const outcome = outcomes[verdict.verdict];
  const worse = (verdict.metric === 'throughput' ? -1 : 1) * (verdict.deltaRatio ?? 0);
  return {
    subject: several ? `${label}, ${metricText(verdict.metric)}` : label,
    measured: sentence,
    outcome,
    severity: worse,
    reason: outcome === 'cannot-tell' ? `${sentence}${settling(verdict)}` : null,
  };
}

function settling({ minutesNeeded, minutesTested }: MetricVerdict): string {
  if (minutesNeeded === null || minutesNeeded <= minutesTested) return '';
  return `; about ${Math.ceil(minutesNeeded)} min of test would settle it, ${Math.floor(minutesTested)} min were tested`;
}

export async function judgeComparable({ gate }: JudgedRun, compared: ComparedRuns): Promise<ClauseResult> {
  if (compared.missing !== null) return cannotTell(compared.missing);
  const comparison = await compared.comparable(gate.phase);
  const names = comparison.baseline.map(({ name }) => name).join(', ');
  const judged = comparison.checks.map(judgeCheck);
  const evidence = worstFirst(judged);
  const outcome = evidence.length === 0 ? 'passed' : worstOutcome(evidence.map((each) => each.outcome));
  const failed = evidence.filter((each) => each.outcome === 'failed');
  const unknown = evidence.filter((each) => each.outcome === 'cannot-tell');
  const said = (list: readonly Judged[]): string =>
    list.map((each) => `${each.subject} (${each.measured})`).join('; ');
  const sentence =
    outcome === 'failed'
      ? `Not comparable with ${names}: ${said(failed)}. Test under the same conditions, or waive it with a reason.`
      : outcome === 'cannot-tell'
        ? `Cannot tell whether ${names} is comparable: ${said(unknown)}.`
        : `${names} is comparable: ${judged.length} checks, none failed.`;
  return { outcome, sentence, evidence, absent: null };
}

/** Checks that do not cap verdicts are notes: they fail nothing. */
function judgeCheck(check: ComparabilityCheck): Judged {
  const { code, name, baseline, candidate, waived, caps, state } = check;
  const sides =
    code === MOST_SAMPLED
      ? `${baseline}, those with the most samples`
      : baseline === candidate
        ? baseline
        : `${baseline} against ${candidate}`;
  const counts = caps && waived === null;
  return {
    subject: name,
    measured: waived === null ? sides : `${sides}; waived: ${waived}`,
    outcome:
      counts && state === 'failed' ? 'failed' : counts && state === 'unknown' ? 'cannot-tell' : 'passed',
    severity: state === 'note' ? 1 : 0,
    reason: check.message,
  };
}
