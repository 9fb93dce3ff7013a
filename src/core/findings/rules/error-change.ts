import { count, percent } from '../../diagnostics/honesty/words.ts';
import { found, option, SILENT, type BundleRule, type FindingDraft } from '../draft.ts';
import {
  affectedTransactions,
  candidateRows,
  changedSubjects,
  comparisonEvidence,
  costOf,
  spreadUnknown,
  verdictConfidence,
} from './change.ts';

/** More requests fail than in the baseline (method A6). */
export const errorChangeRule: BundleRule = (bundle, settings) => {
  if (bundle.compared === null) return SILENT;
  const worse = changedSubjects(bundle).flatMap((subject) => {
    const verdict = subject.verdicts.get('errorRate');
    return verdict?.verdict === 'regressed' ? [{ subject, verdict }] : [];
  });
  const single = worse.filter(({ subject }) => subject.label !== null);
  return found(
    ...(single.length > 0 ? single : worse).map(({ subject, verdict }): FindingDraft => {
      const cost = costOf(bundle, subject, settings);
      const [before, after] = [verdict.baseline ?? 0, verdict.candidate ?? 0];
      return {
        rule: 'error-change',
        subject: subject.label ?? '*',
        title: `${subject.name} fail${subject.label === null ? '' : 's'} more often: ${percent(after)} instead of ${percent(before)}`,
        statement: `${verdict.sentence} In the candidate about ${count(Math.round(Math.max(0, cost.failures)))} more requests failed than at the rate of the baseline.`,
        severity: 'high',
        ...verdictConfidence(bundle, verdict),
        affected: {
          runIds: bundle.candidate.map(({ run }) => run.id),
          transactions: affectedTransactions(candidateRows(bundle, subject)),
          span: bundle.candidate.length === 1 ? (bundle.candidate[0]?.judged ?? null) : null,
        },
        evidence: comparisonEvidence(bundle, subject),
        unknowns: [
          ...spreadUnknown(bundle),
          'Response times of both sides compare successful samples: what failed may have been the slow part.',
        ],
        options: [
          option(
            'Look at the failures by message in the log of the server',
            'Takes its log of the same time.',
          ),
          option(
            'Take the change back that came with this build',
            'Whatever the change was made for goes with it.',
            {
              expected: `error rate back at ${percent(before)}`,
            },
          ),
        ],
        impact: Math.max(0, cost.failures) * settings.failureCostMs,
      };
    }),
  );
};
