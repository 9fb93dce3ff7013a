import {
  verdicts,
  type ComparabilityCheck,
  type ComparedRun,
  type Comparison,
  type MetricVerdict,
  type Verdict,
} from '#shared/model/comparison.ts';
import type { Source } from '#shared/model/run.ts';
import { judgeable } from '../../core/compare/sentences.ts';

/** `compare --json`, version 1: fields may be added, never renamed or removed. See docs/cli.md. */
export interface CompareDocument {
  readonly schema: 'loadstone/compare/1';
  readonly baseline: readonly ComparedRunDocument[];
  readonly candidate: readonly ComparedRunDocument[];
  readonly comparability: readonly ComparabilityDocument[];
  readonly transactions: readonly VerdictDocument[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly verdict: Verdict;
  readonly sentence: string;
  readonly warnings: readonly { readonly code: string; readonly message: string }[];
}

interface ComparedRunDocument {
  readonly name: string;
  readonly tool: string;
  readonly window: { readonly kind: ComparedRun['windowIs']; readonly fromMs: number; readonly toMs: number };
  readonly samples: number;
}

interface ComparabilityDocument {
  readonly code: string;
  readonly severity: ComparabilityCheck['state'];
  readonly message: string;
  readonly caps: boolean;
  readonly name: string;
  readonly baseline: string;
  readonly candidate: string;
  readonly waived: string | null;
}

type VerdictDocument = Omit<MetricVerdict, 'degreesOfFreedom' | 'standardError'>;

/** Rows to keep: labels that the command line chose. */
export interface LabelChoice {
  readonly label: RegExp | null;
  readonly exclude: RegExp | null;
}

/** @param sources of all compared runs, for what was wrong with their files */
export function compareDocument(
  comparison: Comparison,
  choice: LabelChoice,
  sources: readonly Source[],
): CompareDocument {
  const all = choice.label === null && choice.exclude === null;
  const fits = (label: string): boolean =>
    (choice.label?.test(label) ?? true) && !(choice.exclude?.test(label) ?? false);
  // The headline stands for all transactions: it says nothing of a choice.
  const rows = all
    ? comparison.verdicts
    : comparison.verdicts.filter(({ label }) => label !== null && fits(label));
  const verdict = all ? comparison.verdict : worstVerdict(judgeable(rows));
  return {
    schema: 'loadstone/compare/1',
    baseline: comparison.baseline.map(runDocument),
    candidate: comparison.candidate.map(runDocument),
    comparability: comparison.checks.map(
      ({ code, state, message, caps, name, baseline, candidate, waived }) => ({
        code,
        severity: state,
        message,
        caps,
        name,
        baseline,
        candidate,
        waived,
      }),
    ),
    transactions: rows.map(verdictDocument),
    added: comparison.added.filter(fits),
    removed: comparison.removed.filter(fits),
    verdict,
    sentence: all ? comparison.sentence : choiceSentence(judgeable(rows)),
    warnings: sources.flatMap(({ name, warnings, rejectedRows }) => [
      ...warnings.map(({ code, message }) => ({ code, message: `${name}: ${message}` })),
      ...(rejectedRows === 0
        ? []
        : [{ code: 'rejected-rows', message: `${name}: ${rejectedRows} rows could not be read.` }]),
    ]),
  };
}

function runDocument({ name, tool, window, windowIs, samples }: ComparedRun): ComparedRunDocument {
  return { name, tool, window: { kind: windowIs, fromMs: window.fromMs, toMs: window.toMs }, samples };
}

function verdictDocument(verdict: MetricVerdict): VerdictDocument {
  return {
    label: verdict.label,
    candidateLabel: verdict.candidateLabel,
    metric: verdict.metric,
    baseline: verdict.baseline,
    candidate: verdict.candidate,
    deltaRatio: verdict.deltaRatio,
    deltaMs: verdict.deltaMs,
    ci95: verdict.ci95,
    ci95Ms: verdict.ci95Ms,
    verdict: verdict.verdict,
    reason: verdict.reason,
    sentence: verdict.sentence,
    confidence: verdict.confidence,
    samples: verdict.samples,
    blocks: verdict.blocks,
    mde: verdict.mde,
    minutesNeeded: verdict.minutesNeeded,
    minutesTested: verdict.minutesTested,
    pAdjusted: verdict.pAdjusted,
    margin: verdict.margin,
    identical: verdict.identical,
    shareOfOffered: verdict.shareOfOffered,
  };
}

/** Of nothing, nothing is known. */
export function worstVerdict(rows: readonly MetricVerdict[]): Verdict {
  return verdicts.find((verdict) => rows.some((row) => row.verdict === verdict)) ?? 'inconclusive';
}

function choiceSentence(rows: readonly MetricVerdict[]): string {
  if (rows.length === 0) return 'No transaction of both sides has a label that was chosen.';
  const parts = verdicts.flatMap((verdict) => {
    const count = rows.filter((row) => row.verdict === verdict).length;
    return count === 0 ? [] : [`${count} ${verdictWords[verdict]}`];
  });
  return `Of ${rows.length} comparisons: ${parts.join(', ')}.`;
}

export const verdictWords: Readonly<Record<Verdict, string>> = {
  regressed: 'regressed',
  inconclusive: 'inconclusive',
  improved: 'improved',
  'no-change': 'no change',
};
