import type {
  ComparabilityCheck,
  ComparedMetric,
  InconclusiveReason,
  MetricVerdict,
  Verdict,
} from '#shared/model/comparison.ts';
import { holm } from '../statistics/holm.ts';
import { capping } from './comparability.ts';
import { decide } from './decision.ts';
import {
  decidedSentence,
  IDENTICAL_SENTENCE,
  inputSentence,
  noChangeSentence,
  notComparableSentence,
  openSentence,
  tooFewSentence,
} from './sentences.ts';
import { MIN_RUNS } from './side-estimate.ts';
import { confidenceOf, type Measured, type Subject } from './subject-estimates.ts';

export interface MeasuredRow {
  readonly subject: Subject;
  readonly metric: ComparedMetric;
  readonly measured: Measured;
  readonly minutesTested: number;
}

/** Verdicts of all rows (every metric of every transaction that both sides have), their tests adjusted for each other by Holm in each direction (method A4). */
export function verdictRows(
  rows: readonly MeasuredRow[],
  checks: readonly ComparabilityCheck[],
): MetricVerdict[] {
  const tested = rows.flatMap(({ measured }) => measured.judged?.tested ?? []);
  const worse = holm(tested.map(({ pRegressed }) => pRegressed));
  const better = holm(tested.map(({ pImproved }) => pImproved));
  let next = 0;
  return rows.map((row) => {
    if (row.measured.judged?.tested == null) return verdictRow(row, { pRegressed: 1, pImproved: 1 }, checks);
    const adjusted = { pRegressed: worse[next]!, pImproved: better[next]! };
    next += 1;
    return verdictRow(row, adjusted, checks);
  });
}

/** The verdict of one row alone, before it is adjusted for the others. */
export function unadjustedRow(row: MeasuredRow, checks: readonly ComparabilityCheck[]): MetricVerdict {
  return verdictRow(row, row.measured.judged?.tested ?? { pRegressed: 1, pImproved: 1 }, checks);
}

interface PValues {
  readonly pRegressed: number;
  readonly pImproved: number;
}

function verdictRow(
  { subject, metric, measured, minutesTested }: MeasuredRow,
  adjusted: PValues,
  checks: readonly ComparabilityCheck[],
): MetricVerdict {
  const { baseline, candidate, judged, identical, basis } = measured;
  const figures = judged?.figures;
  const { verdict, reason, sentence } = outcome(subject.label, metric, measured, adjusted, checks);
  const fromRuns = subject.baseline.of >= MIN_RUNS || subject.candidate.of >= MIN_RUNS;
  const tested = judged?.tested ?? null;
  return {
    label: subject.label,
    candidateLabel: subject.candidateLabel,
    metric,
    baseline: baseline?.value ?? null,
    candidate: candidate?.value ?? null,
    deltaRatio: figures?.deltaRatio ?? null,
    deltaMs: figures?.deltaMs ?? null,
    ci95: identical ? NO_DIFFERENCE : (figures?.ci95 ?? null),
    ci95Ms: identical && figures?.deltaMs != null ? NO_DIFFERENCE : (figures?.ci95Ms ?? null),
    verdict,
    reason,
    sentence,
    confidence: confidenceOf(measured),
    samples: [baseline?.samples ?? 0, candidate?.samples ?? 0],
    blocks: [baseline?.blocks ?? null, candidate?.blocks ?? null],
    standardError: identical ? 0 : (figures?.standardError ?? null),
    degreesOfFreedom: figures?.degreesOfFreedom ?? null,
    mde: figures?.mde ?? null,
    // More runs, not longer ones, are what several runs a side lack.
    minutesNeeded: fromRuns ? null : (figures?.minutesNeeded ?? null),
    minutesTested,
    pAdjusted: tested === null ? null : tested.worse ? adjusted.pRegressed : adjusted.pImproved,
    margin: judged?.margin ?? subject.margin,
    identical,
    shareOfOffered: basis === 'offered',
  };
}

const NO_DIFFERENCE = [0, 0] as const;

interface Outcome {
  readonly verdict: Verdict;
  readonly reason: InconclusiveReason | null;
  readonly sentence: string;
}

function outcome(
  label: string | null,
  metric: ComparedMetric,
  { baseline, candidate, judged, identical, basis }: Measured,
  adjusted: PValues,
  checks: readonly ComparabilityCheck[],
): Outcome {
  if (identical) return { verdict: 'no-change', reason: null, sentence: IDENTICAL_SENTENCE };
  if (basis === 'input') return { verdict: 'inconclusive', reason: 'input', sentence: inputSentence(label) };
  const held = capping(checks, metric).map(({ name }) => name);
  if (held.length > 0) {
    const sentence = notComparableSentence(judged?.change ?? null, held);
    return { verdict: 'inconclusive', reason: 'not-comparable', sentence };
  }
  const tested = judged?.tested ?? null;
  const change = judged?.change ?? null;
  if (judged === null || tested === null || change === null) {
    const lacking = baseline?.lacking ?? candidate?.lacking ?? 'a side has none';
    return { verdict: 'inconclusive', reason: 'too-few-samples', sentence: tooFewSentence(metric, lacking) };
  }
  const { verdict, reason } = decide(tested, adjusted);
  if (verdict === 'regressed' || verdict === 'improved')
    return { verdict, reason, sentence: decidedSentence(change) };
  if (verdict === 'no-change') return { verdict, reason, sentence: noChangeSentence(change) };
  if (reason === null || reason === 'not-comparable' || reason === 'too-few-samples' || reason === 'input')
    throw new Error('An open decision has a reason of its own');
  const minutes = judged.figures.minutesNeeded;
  return { verdict, reason, sentence: openSentence(change, reason, minutes) };
}
