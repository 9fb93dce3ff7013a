import type { ComparabilityCheck, MetricVerdict } from '#shared/model/comparison.ts';
import { count, percent } from '../../diagnostics/honesty/words.ts';
import { evidence, found, option, SILENT, type BundleRule, type FindingDraft } from '../draft.ts';
import type { EvidenceBundle } from '../evidence.ts';
import { someOf } from '../words.ts';
import {
  affectedTransactions,
  candidateRows,
  comparisonQuery,
  type ChangedSubject,
  changedSubjects,
  howMuch,
} from './change.ts';

/** Checks about what was done to the system; the others are about what was recorded of it. */
const LOAD: ReadonlySet<string> = new Set(['rate', 'concurrency', 'mix', 'loop', 'labels', 'window-ratio']);

/** Sides that were not under the same load, or did not do the same work. */
export const mismatchRule: BundleRule = (bundle) =>
  found(
    ...failedChecks(bundle)
      .filter(({ code }) => LOAD.has(code))
      .map((check) => checkDraft(bundle, check, 'mismatch')),
  );

/**
 * What keeps a verdict from being given: too little, too short or too coarse data; transactions that nothing can be told
 * of by their p95, above all those that look slower.
 */
export const blockedRule: BundleRule = (bundle) => {
  if (bundle.compared === null) return SILENT;
  // Failures that differ are told by their own rule.
  const checks = failedChecks(bundle).filter(
    ({ code, caps }) => caps && !LOAD.has(code) && code !== 'error-rate',
  );
  const findings = checks.map((check) => checkDraft(bundle, check, 'blocked-conclusion'));
  const open = changedSubjects(bundle).flatMap((subject) => {
    const verdict = subject.verdicts.get('p95');
    const isOpen =
      subject.label !== null && verdict?.verdict === 'inconclusive' && verdict.reason !== 'not-comparable';
    return isOpen ? [{ subject, verdict }] : [];
  });
  if (open.length > 0) findings.push(openDraft(bundle, open));
  return { findings, notMeasured: [] };
};

function failedChecks({ compared }: EvidenceBundle): readonly ComparabilityCheck[] {
  return (compared?.comparison.checks ?? []).filter(
    ({ state, waived }) => state === 'failed' && waived === null,
  );
}

function checkDraft(
  bundle: EvidenceBundle,
  check: ComparabilityCheck,
  rule: 'mismatch' | 'blocked-conclusion',
): FindingDraft {
  const { code, name, baseline, candidate, message, caps } = check;
  return {
    rule,
    subject: code,
    title:
      baseline === candidate ? `${name}: ${baseline}` : `${name} differs: ${baseline} against ${candidate}`,
    statement: `${message}${caps ? ' As long as it stands, no verdict on response times is given.' : ''}`,
    severity: caps ? 'medium' : 'low',
    confidence: 'high',
    confidenceReason: 'Counted on both sides.',
    affected: {
      runIds: [...bundle.baseline, ...bundle.candidate].map(({ run }) => run.id),
      transactions: [],
      span: null,
    },
    evidence: [
      evidence(
        `check:${code}`,
        'comparison',
        `${name}: ${baseline} and ${candidate}`,
        [],
        comparisonQuery(bundle),
      ),
    ],
    unknowns: ['How the sides would compare under the same conditions.'],
    options: [
      option('Repeat the run under the conditions of the other side', 'Takes another run.'),
      option('Waive the check with a reason', 'The difference may be the cause of what is found.', {
        effort: 'none',
      }),
    ],
    impact: 0,
  };
}

interface Open {
  readonly subject: ChangedSubject;
  readonly verdict: MetricVerdict;
}

function openDraft(bundle: EvidenceBundle, open: readonly Open[]): FindingDraft {
  const slower = open.filter(({ verdict }) => verdict.reason === 'leaning-slower');
  const told = slower.length > 0 ? slower : open;
  const minutes = Math.max(0, ...told.flatMap(({ verdict }) => verdict.minutesNeeded ?? []));
  const names = someOf(told.map(({ subject }) => subject.name));
  const [worst] = [...told].sort((a, b) => (b.verdict.deltaRatio ?? 0) - (a.verdict.deltaRatio ?? 0));
  return {
    rule: 'blocked-conclusion',
    subject: 'inconclusive',
    title:
      slower.length > 0
        ? `${slower.length === 1 ? `${slower[0]!.subject.name} looks` : `${count(slower.length)} transactions look`} slower, but it is not sure`
        : `${open.length === 1 ? 'One transaction' : `${count(open.length)} transactions`} cannot be judged yet`,
    statement: `${names}: ${worst?.verdict.sentence ?? ''}`,
    severity: slower.length > 0 ? 'medium' : 'info',
    confidence: slower.length > 0 ? 'medium' : 'low',
    confidenceReason:
      slower.length > 0
        ? 'The interval excludes no change; that the change is beyond the margin is not sure.'
        : 'The intervals reach beyond the margin in both directions.',
    affected: {
      runIds: bundle.candidate.map(({ run }) => run.id),
      transactions: told.flatMap(({ subject }) => affectedTransactions(candidateRows(bundle, subject))),
      span: null,
    },
    evidence: told.slice(0, 20).map(({ subject, verdict }) =>
      evidence(
        `comparison:${subject.label ?? '*'}:p95`,
        'comparison',
        `${subject.name}: ${howMuch(verdict)}${verdict.mde === null ? '' : `, smallest change that this test could see ${percent(verdict.mde)}`}`,
        [
          {
            name: 'p95',
            unit: 'ms',
            baseline: verdict.baseline,
            value: verdict.candidate,
            change: verdict.deltaRatio,
            low: verdict.ci95?.[0] ?? null,
            high: verdict.ci95?.[1] ?? null,
          },
        ],
        comparisonQuery(bundle),
      ),
    ),
    unknowns: ['Whether they changed by more than the margin.'],
    options: [
      option(
        minutes > 0
          ? `Test about ${count(Math.ceil(minutes))} minutes on each side`
          : 'Repeat with three runs a side',
        'Takes the time of the test.',
      ),
    ],
    impact: 0,
  };
}
