import type { ComparedMetric, MetricVerdict } from '#shared/model/comparison.ts';
import type { FindingEvidence, FindingOption } from '#shared/model/finding.ts';
import { duration } from '../../diagnostics/honesty/words.ts';
import {
  change,
  evidence,
  figure,
  found,
  option,
  SILENT,
  type BundleRule,
  type FindingDraft,
} from '../draft.ts';
import type { EvidenceBundle, ProfileEvidence } from '../evidence.ts';
import { bytes, withoutStop } from '../words.ts';
import {
  affectedTransactions,
  candidateRows,
  changedSubjects,
  comparisonEvidence,
  costOf,
  howMuch,
  spreadUnknown,
  verdictConfidence,
  type ChangedSubject,
} from './change.ts';

/** Which metric a finding is named after. */
const ORDER: readonly ComparedMetric[] = ['p95', 'p50', 'p99', 'throughput'];

/** Transactions that the comparison judged as regressed (methods A1 to A6), with where the time went as far as it is known. */
export const regressionRule: BundleRule = (bundle, settings) => {
  if (bundle.compared === null) return SILENT;
  const regressed = changedSubjects(bundle).flatMap((subject) => {
    const worst = ORDER.flatMap((metric) => subject.verdicts.get(metric) ?? []).find(
      ({ verdict }) => verdict === 'regressed',
    );
    return worst === undefined ? [] : [{ subject, worst }];
  });
  // All requests together say nothing more than the transactions that regressed.
  const single = regressed.filter(({ subject }) => subject.label !== null);
  const told = single.length > 0 ? single : regressed;
  return found(
    ...told.map(({ subject, worst }): FindingDraft => {
      const rows = candidateRows(bundle, subject);
      const cost = costOf(bundle, subject, settings);
      const profile = worst.metric === 'throughput' ? null : bundle.profile;
      return {
        rule: 'regression',
        subject: subject.label ?? '*',
        title: `${subject.name} ${subject.label === null ? 'are' : 'is'} ${howMuch(worst)}`,
        statement: statementOf(bundle, subject, worst, profile),
        severity: worst.metric === 'p99' ? 'medium' : 'high',
        ...verdictConfidence(bundle, worst),
        affected: {
          runIds: bundle.candidate.map(({ run }) => run.id),
          transactions: affectedTransactions(rows),
          span: bundle.candidate.length === 1 ? (bundle.candidate[0]?.judged ?? null) : null,
        },
        evidence: [
          ...comparisonEvidence(bundle, subject),
          ...profileEvidence(profile),
          ...(worst.metric === 'throughput' ? [] : heapEvidence(bundle)),
        ],
        unknowns: [...spreadUnknown(bundle), ...causeUnknown(profile)],
        options: optionsOf(worst, profile),
        impact: cost.impact,
        gates: regressionGates(bundle),
      };
    }),
  );
};

function statementOf(
  bundle: EvidenceBundle,
  { verdicts }: ChangedSubject,
  worst: MetricVerdict,
  profile: ProfileEvidence | null,
): string {
  const rose =
    worst.baseline === null || worst.candidate === null || worst.metric === 'throughput'
      ? ''
      : `${worst.metric} rose from ${duration(worst.baseline)} to ${duration(worst.candidate)}. `;
  const p50 = verdicts.get('p50');
  const median =
    worst.metric !== 'p50' && p50?.verdict === 'no-change'
      ? ' The median did not change beyond the margin.'
      : '';
  const cause = profile?.difference == null ? '' : ` ${profile.difference.sentence}`;
  const leaks = bundle.heap.flatMap(({ growing }) => growing.filter(({ verdict }) => verdict === 'leak'));
  const heap =
    leaks.length === 0 || worst.metric === 'throughput'
      ? ''
      : ` ${leaks[0]!.name} keeps growing in the heap snapshots beside it; if they are of this build, garbage collection gets dearer as well.`;
  return `${rose}${worst.sentence}${median}${cause}${heap}`;
}

function profileEvidence(profile: ProfileEvidence | null): FindingEvidence[] {
  const difference = profile?.difference;
  if (difference == null) return [];
  return [
    evidence(
      'profile:difference',
      'profile',
      `${withoutStop(difference.sentence)} (${difference.normalised}; ${difference.confidence} confidence)`,
      difference.functions
        .slice(0, 6)
        .map(({ name, baseline, candidate, low, high }) =>
          change(
            name,
            difference.unit,
            baseline,
            candidate,
            low === null || high === null ? null : [low, high],
          ),
        ),
      difference.query,
    ),
  ];
}

function heapEvidence({ heap }: EvidenceBundle): FindingEvidence[] {
  return heap.flatMap(({ seriesId, growing, query }) => {
    const leaks = growing.filter(({ verdict }) => verdict === 'leak');
    if (leaks.length === 0) return [];
    return [
      evidence(
        `heap:${seriesId}`,
        'heap',
        `${leaks[0]!.name} grows by ${bytes(leaks[0]!.perOperation)} ${leaks[0]!.operationsKnown ? 'per operation' : 'per snapshot'}`,
        leaks
          .slice(0, 3)
          .map(({ name, perOperation, low, high }) =>
            figure(name, 'bytes-per-operation', perOperation, [low, high]),
          ),
        query,
      ),
    ];
  });
}

function causeUnknown(profile: ProfileEvidence | null): string[] {
  if (profile?.difference == null)
    return ['Why: no CPU profile of both sides was attached, so that the cause is not located.'];
  return [
    'Waiting (locks, queues, other services) is in no CPU profile: the part of the change that is waiting has no name here.',
  ];
}

function optionsOf(worst: MetricVerdict, profile: ProfileEvidence | null): FindingOption[] {
  const grown = profile?.difference?.functions.find(({ baseline, candidate }) => candidate > baseline);
  const back =
    worst.baseline === null || worst.metric === 'throughput'
      ? null
      : `${worst.metric} back at ${duration(worst.baseline)}`;
  return [
    ...(grown === undefined
      ? []
      : [
          option(
            `Look at what calls ${grown.name} more often than before`,
            'The profile names where, not whether it is needed.',
          ),
        ]),
    option(
      'Take the change back that came with this build',
      'Whatever the change was made for goes with it.',
      {
        expected: back,
      },
    ),
    ...(profile?.difference == null
      ? [
          option(
            'Record a CPU profile of both builds under this load',
            'Settles where CPU time goes, not waiting.',
            { effort: 'two runs' },
          ),
        ]
      : []),
    option('Accept it and raise the limit', 'The next change starts from here.', { effort: 'none' }),
  ];
}

/** Gates of nothing but regressions. */
function regressionGates({ candidate }: EvidenceBundle): string[] {
  return candidate.flatMap(({ gates }) =>
    gates
      .filter(
        ({ result, clauses }) =>
          result.outcome === 'failed' && clauses.every(({ kind }) => kind === 'regression'),
      )
      .map(({ result }) => result.id),
  );
}
