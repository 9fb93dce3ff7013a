import type { ComparedMetric } from '#shared/model/comparison.ts';
import { duration, percent } from '../../diagnostics/honesty/words.ts';
import { found, option, SILENT, type BundleRule, type FindingDraft } from '../draft.ts';
import {
  affectedTransactions,
  candidateRows,
  changedSubjects,
  comparisonEvidence,
  costOf,
  howMuch,
  spreadUnknown,
  verdictConfidence,
} from './change.ts';

const ORDER: readonly ComparedMetric[] = ['p95', 'p50', 'p99', 'errorRate', 'throughput'];

/** Transactions that got better beyond the margin, and in nothing worse. Throughput counts where nothing else changed. */
export const improvementRule: BundleRule = (bundle, settings) => {
  if (bundle.compared === null) return SILENT;
  const improved = changedSubjects(bundle).flatMap((subject) => {
    const verdicts = ORDER.flatMap((metric) => subject.verdicts.get(metric) ?? []);
    if (verdicts.some(({ verdict }) => verdict === 'regressed')) return [];
    const best = verdicts.find(({ verdict }) => verdict === 'improved');
    return best === undefined ? [] : [{ subject, best }];
  });
  const single = improved.filter(({ subject }) => subject.label !== null);
  return found(
    ...(single.length > 0 ? single : improved).map(({ subject, best }): FindingDraft => {
      const cost = costOf(bundle, subject, settings);
      const how =
        best.metric === 'errorRate'
          ? `fails ${percent(Math.abs(best.deltaRatio ?? 0))} of the time less`
          : null;
      return {
        rule: 'improvement',
        subject: subject.label ?? '*',
        title: `${subject.name} ${how ?? `${subject.label === null ? 'are' : 'is'} ${howMuch(best)}`}`,
        statement: `${
          best.baseline === null || best.candidate === null || !best.metric.startsWith('p')
            ? ''
            : `${best.metric} fell from ${duration(best.baseline)} to ${duration(best.candidate)}. `
        }${best.sentence.replace(/ More than your (.+) limit\.$/u, ' That is more than the margin of $1.')}`,
        severity: 'good',
        ...verdictConfidence(bundle, best),
        affected: {
          runIds: bundle.candidate.map(({ run }) => run.id),
          transactions: affectedTransactions(candidateRows(bundle, subject)),
          span: bundle.candidate.length === 1 ? (bundle.candidate[0]?.judged ?? null) : null,
        },
        evidence: comparisonEvidence(bundle, subject),
        unknowns: spreadUnknown(bundle),
        options: [
          option('Make this run the baseline', 'Later runs have to hold what was gained.', {
            effort: 'none',
          }),
        ],
        // Time that is saved: the largest gain comes first.
        impact: Math.max(0, -cost.ms) + Math.max(0, -cost.failures) * settings.failureCostMs,
      };
    }),
  );
};
