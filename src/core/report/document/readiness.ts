import type { GateOutcome, GateResult, GatesEvaluation } from '#shared/model/gates.ts';
import type { Readiness } from '#shared/model/report.ts';
import type { ReportData } from '../gather/report-data.ts';

/** What the gates say of all runs of the candidate together. */
export interface Judgement {
  readonly readiness: Readiness;
  /** `Not ready: 2 blocking gates failed, 1 cannot tell` */
  readonly title: string;
  /** Each gate once: with the result of the run in which it came out worst. */
  readonly gates: readonly GateResult[];
}

const READY: Readonly<Record<GateOutcome, Readiness>> = {
  passed: 'ready',
  failed: 'not-ready',
  'cannot-tell': 'cannot-tell',
};
export const readinessWords: Readonly<Record<Readiness, string>> = {
  ready: 'Ready',
  'not-ready': 'Not ready',
  'cannot-tell': 'Cannot tell',
};
const WORST: readonly GateOutcome[] = ['failed', 'cannot-tell', 'passed'];

export function judgementOf({ gates }: Pick<ReportData, 'gates'>): Judgement {
  const worst = worstResults(gates);
  const blocking = worst.filter(({ enforcement }) => enforcement === 'blocking');
  const failed = blocking.filter(({ outcome }) => outcome === 'failed').length;
  const open = blocking.filter(({ outcome }) => outcome === 'cannot-tell').length;
  const outcome =
    WORST.find((each) => gates.some((evaluation) => evaluation.outcome === each)) ?? 'cannot-tell';
  const readiness = READY[outcome];
  const said =
    worst.length === 0
      ? 'no gate was judged'
      : [
          failed > 0 ? `${failed} blocking ${failed === 1 ? 'gate' : 'gates'} failed` : null,
          open === 0
            ? null
            : failed > 0
              ? `${open} cannot tell`
              : `${open} of ${blocking.length} blocking gates could not be judged`,
          failed + open === 0 ? `${blocking.length} of ${blocking.length} blocking gates passed` : null,
        ]
          .filter((part) => part !== null)
          .join(', ');
  return { readiness, title: `${readinessWords[readiness]}: ${said}`, gates: worst };
}

function worstResults(evaluations: readonly GatesEvaluation[]): GateResult[] {
  const worst = new Map<string, GateResult>();
  for (const { results } of evaluations)
    for (const result of results) {
      const known = worst.get(result.id);
      if (known === undefined || WORST.indexOf(result.outcome) < WORST.indexOf(known.outcome))
        worst.set(result.id, result);
    }
  return [...worst.values()];
}

/** What was measured, short enough for one line of a table. */
export function measuredText({ outcome, evidence, counts, sentence }: GateResult): string {
  const total = counts.passed + counts.failed + counts['cannot-tell'];
  if (total === 0 || evidence.length === 0) return firstClause(sentence);
  if (total === 1) return evidence[0]!.measured;
  const deciding = evidence.filter((each) => each.outcome === outcome);
  if (outcome === 'passed') return `all ${total} pass`;
  const said = outcome === 'failed' ? 'fail' : 'cannot be told';
  const first = deciding[0];
  const example = first === undefined ? '' : `: ${first.subject} ${shortMeasure(first.measured)}`;
  return `${counts[outcome]} of ${total} ${said}${example}`;
}

/** `p95 211 ms` of `p95 211 ms (95 % interval …), 1,851 samples`. */
function shortMeasure(measured: string): string {
  return measured.replace(/\s*\(.*$/su, '');
}

function firstClause(sentence: string): string {
  const [first = sentence] = sentence.replace(/^Cannot tell: /u, '').split(/(?<=[^.\d])[.;:] /u);
  return first.replace(/\.$/u, '');
}
