import type { ComparedMetric, MetricVerdict } from '#shared/model/comparison.ts';
import type {
  FindingEvidence,
  FindingFigure,
  FindingQuery,
  FindingSettings,
  FindingTransaction,
} from '#shared/model/finding.ts';
import { count, duration, percent } from '../../diagnostics/honesty/words.ts';
import { change, evidence, type FindingDraft } from '../draft.ts';
import type { EvidenceBundle, RowFigures, SpanFigures } from '../evidence.ts';

/** What findings about a changed transaction have in common: its verdicts, figures, and what the change costs. */
export interface ChangedSubject {
  /** Of the baseline; null: all requests together. */
  readonly label: string | null;
  readonly name: string;
  /** By metric. */
  readonly verdicts: ReadonlyMap<ComparedMetric, MetricVerdict>;
}

/** Transactions first, in the order of the comparison; all requests together last. */
export function changedSubjects({ compared }: EvidenceBundle): ChangedSubject[] {
  const subjects = new Map<string | null, Map<ComparedMetric, MetricVerdict>>();
  for (const verdict of compared?.comparison.verdicts ?? []) {
    const known = subjects.get(verdict.label) ?? new Map<ComparedMetric, MetricVerdict>();
    subjects.set(verdict.label, known.set(verdict.metric, verdict));
  }
  return [...subjects]
    .map(([label, verdicts]) => ({ label, name: label ?? 'All requests', verdicts }))
    .sort((a, b) => Number(a.label === null) - Number(b.label === null));
}

const UNITS = { p50: 'ms', p95: 'ms', p99: 'ms', errorRate: 'ratio', throughput: 'per-second' } as const;
const NAMES = {
  p50: 'p50',
  p95: 'p95',
  p99: 'p99',
  errorRate: 'error rate',
  throughput: 'throughput',
} as const;

/** One row per metric, as the comparison shows it. */
export function comparisonEvidence(
  bundle: EvidenceBundle,
  { label, verdicts }: ChangedSubject,
): FindingEvidence[] {
  const query = comparisonQuery(bundle);
  return [...verdicts.values()].map((verdict) => {
    const { metric, baseline, candidate, samples, shareOfOffered } = verdict;
    const name = shareOfOffered ? 'achieved ÷ offered' : NAMES[metric];
    const figure: FindingFigure = {
      ...change(name, shareOfOffered ? 'ratio' : UNITS[metric], baseline, candidate, verdict.ci95),
      change: verdict.deltaRatio,
    };
    const shown = (value: number | null): string =>
      value === null ? 'unknown' : shownFigure(verdict, value);
    return evidence(
      `comparison:${label ?? '*'}:${metric}`,
      'comparison',
      `${name} ${shown(baseline)} → ${shown(candidate)}, n ${count(samples[0])} and ${count(samples[1])}`,
      [figure],
      query,
    );
  });
}

export function shownFigure({ metric, shareOfOffered }: MetricVerdict, value: number): string {
  if (metric === 'errorRate' || shareOfOffered) return percent(value);
  return metric === 'throughput' ? `${Number(value.toPrecision(3))}/s` : duration(value);
}

export function comparisonQuery({ compared }: EvidenceBundle): FindingQuery {
  return { method: 'compare.run', params: { request: compared?.request, token: 'finding' } };
}

/** The rows of the candidate that a label of the baseline stands for, by run. */
export function candidateRows(bundle: EvidenceBundle, { label, verdicts }: ChangedSubject): RowOfRun[] {
  const wanted = [...verdicts.values()][0]?.candidateLabel ?? label;
  return bundle.candidate.map(({ run, figures }) => ({ runId: run.id, row: rowOf(figures, wanted) }));
}

export interface RowOfRun {
  readonly runId: number;
  readonly row: RowFigures | null;
}

function rowOf(figures: SpanFigures, label: string | null): RowFigures | null {
  if (label === null) return figures.overall;
  return [...figures.rows.values()].find((row) => row.counted && row.label === label) ?? null;
}

export function affectedTransactions(rows: readonly RowOfRun[]): FindingTransaction[] {
  return rows.flatMap(({ runId, row }) => (row?.id == null ? [] : [{ id: row.id, runId, label: row.label }]));
}

/**
 * Milliseconds that the samples of the candidate took longer than those of the baseline on average, and failures that
 * came on top; 0 where it got better.
 */
export function costOf(
  bundle: EvidenceBundle,
  subject: ChangedSubject,
  { failureCostMs }: Pick<FindingSettings, 'failureCostMs'>,
): { readonly ms: number; readonly failures: number; readonly impact: number } {
  const before = bundle.baseline.flatMap(({ figures }) => rowOf(figures, subject.label) ?? []);
  const meanMs = weighted(before, ({ meanMs: mean }) => mean);
  const rate = weighted(before, ({ errorRate }) => errorRate);
  let [ms, failures] = [0, 0];
  for (const { row } of candidateRows(bundle, subject)) {
    const samples = row?.samples ?? 0;
    if (row?.meanMs != null && meanMs !== null) ms += (row.meanMs - meanMs) * samples;
    if (row?.errorRate != null && rate !== null) failures += (row.errorRate - rate) * samples;
  }
  return { ms, failures, impact: Math.max(0, ms) + Math.max(0, failures) * failureCostMs };
}

function weighted(rows: readonly RowFigures[], of: (row: RowFigures) => number | null): number | null {
  let [sum, samples] = [0, 0];
  for (const row of rows) {
    const value = of(row);
    if (value === null) continue;
    sum += value * (row.samples ?? 0);
    samples += row.samples ?? 0;
  }
  return samples === 0 ? null : sum / samples;
}

/** Confidence in words: what the interval rests on. */
export function verdictConfidence(
  bundle: EvidenceBundle,
  { confidence, samples, blocks, pAdjusted }: MetricVerdict,
): Pick<FindingDraft, 'confidence' | 'confidenceReason'> {
  const [a, b] = [bundle.baseline.length, bundle.candidate.length];
  const basis =
    blocks[0] === null || blocks[1] === null
      ? `${count(a)} and ${count(b)} runs`
      : `time blocks of one run a side (${blocks[0]} and ${blocks[1]})`;
  const p =
    pAdjusted === null ? '' : `, adjusted p ${pAdjusted < 0.001 ? '< 0.001' : pAdjusted.toPrecision(2)}`;
  return {
    confidence,
    confidenceReason: `Interval from ${basis}, n ${count(samples[0])} and ${count(samples[1])}${p}.`,
  };
}

/** What one run a side cannot show. */
export function spreadUnknown({ baseline, candidate }: EvidenceBundle): string[] {
  return baseline.length >= 3 && candidate.length >= 3
    ? []
    : [
        'Run-to-run spread: with fewer than three runs a side, deploy, placement and time of day are not covered.',
      ];
}

/** `23 % slower`, `12 ms slower` where there is no ratio. */
export function howMuch({ metric, deltaRatio, deltaMs, shareOfOffered }: MetricVerdict): string {
  const worse = (deltaRatio ?? deltaMs ?? 0) > 0;
  const amount =
    deltaRatio === null
      ? duration(Math.abs(deltaMs ?? 0))
      : `${Number((Math.abs(deltaRatio) * 100).toPrecision(2))} %`;
  if (shareOfOffered) return `${amount} ${worse ? 'closer to' : 'further below'} the offered load`;
  if (metric === 'throughput') return `${amount} ${worse ? 'higher' : 'lower'} throughput`;
  return `${amount} ${worse ? 'slower' : 'faster'} at ${metric}`;
}
