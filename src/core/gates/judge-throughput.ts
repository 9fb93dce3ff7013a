import type { Database } from '../db/database.ts';
import type { Gates } from './gates-file.ts';
import {
  cannotTell,
  holds,
  isUpper,
  resultOf,
  severityOf,
  type ClauseResult,
  type Judged,
} from './judging.ts';
import type { JudgedRun } from './judge-samples.ts';
import { judgeWindows } from './judge-windows.ts';
import { baseValue, quantityText, type Quantity } from './quantity.ts';
import type { ThroughputClause } from './rule.ts';
import { findTargets } from './targets.ts';
import { countOf, limitWords, rateText } from './wording.ts';

/** How the gates that are the SLOs of the run came out: those about response times, errors and Apdex. */
export interface SloOutcome {
  readonly failed: readonly string[];
  readonly unknown: readonly string[];
  readonly passed: readonly string[];
}

/** Rate that the clause asks for, or why it is not known. */
function askedRate(clause: ThroughputClause, { expectedLoad }: Gates): Quantity | string {
  const load = clause.load === 'expected' ? expectedLoad : clause.load;
  if (load === null)
    return 'the expected load is not known, and it is not guessed. Write it into the gates, for example "expectedLoad: 150/s", or give --expected-load';
  return { value: load.value * (clause.factor ?? 1), unit: load.unit };
}

/**
 * Requests per second. With "within slo" the run must have reached the rate while the SLOs held: a run that was asked for
 * less does not tell what would have happened (method E5: shown, or not shown).
 */
export async function judgeThroughput(
  database: Database,
  judged: JudgedRun,
  clause: ThroughputClause,
  gates: Gates,
  slo: () => Promise<SloOutcome>,
  signal: AbortSignal,
): Promise<ClauseResult> {
  const asked = askedRate(clause, gates);
  if (typeof asked === 'string') return cannotTell(asked);
  const { window } = clause;
  const plain =
    window === null
      ? await judgeWhole(judged, clause, asked)
      : await judgeWindows(database, judged, { ...clause, window }, asked, signal);
  return clause.withinSlo ? withinSlo(plain, clause, asked, await slo()) : plain;
}

async function judgeWhole(
  { figures, scope, chosen }: JudgedRun,
  clause: ThroughputClause,
  asked: Quantity,
): Promise<ClauseResult> {
  const found = await findTargets(figures, chosen, clause.target ?? { kind: 'all' }, scope.time);
  if (found.missing !== null) return cannotTell(found.missing);
  const limit = baseValue(asked);
  const judged = found.targets.map(({ subject, figures: { throughputPerSec, samples } }): Judged => {
    if (throughputPerSec === null)
      return {
        subject,
        measured: 'no throughput',
        outcome: 'cannot-tell',
        severity: 0,
        reason: samples === 0 ? 'there are no samples' : 'the file does not tell how long the test took',
      };
    return {
      subject,
      measured: `${rateText(throughputPerSec, limit)}${samples === null ? '' : ` (${countOf(samples, 'sample')})`}`,
      outcome: holds(throughputPerSec, clause.operator, limit) ? 'passed' : 'failed',
      severity: severityOf(throughputPerSec, clause.operator, limit),
      reason: null,
    };
  });
  return resultOf(judged, {
    limit: limitWords(clause.operator, asked),
    noun: 'transactions',
    scope: scope.words,
  });
}

function withinSlo(
  plain: ClauseResult,
  clause: ThroughputClause,
  asked: Quantity,
  slo: SloOutcome,
): ClauseResult {
  const named = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');
  const of = (outcome: Judged['outcome'], names: readonly string[], measured: string): Judged[] =>
    names.map((subject) => ({ subject, measured, outcome, severity: 1, reason: null }));
  const evidence = [
    ...of('failed', slo.failed, 'this limit does not hold'),
    ...of('cannot-tell', slo.unknown, 'nothing can be told of this limit'),
    ...plain.evidence,
    ...of('passed', slo.passed, 'this limit holds'),
  ];
  const result = (outcome: ClauseResult['outcome'], sentence: string): ClauseResult => ({
    outcome,
    sentence,
    evidence,
    absent: null,
  });
  if (slo.failed.length + slo.unknown.length + slo.passed.length === 0)
    return cannotTell(
      'there is no other gate about response times or errors, so there are no SLOs to hold',
      plain.evidence,
    );
  if (slo.failed.length > 0)
    return result(
      'failed',
      `${named(slo.failed)} failed at the load of this run, so that more is not sustained. ${plain.sentence}`,
    );
  // Below what was asked, and everything held: the test did not try.
  if (plain.outcome === 'failed' && !isUpper(clause.operator))
    return {
      ...result(
        'cannot-tell',
        `Cannot tell: the run did not reach ${quantityText(asked)}, and the SLOs held up to where it came. A test with that load settles it. ${plain.sentence}`,
      ),
      evidence: evidence.map((each) =>
        each.outcome === 'failed' ? { ...each, outcome: 'cannot-tell' } : each,
      ),
    };
  if (plain.outcome === 'passed' && slo.unknown.length > 0)
    return result(
      'cannot-tell',
      `Cannot tell: nothing can be told of ${named(slo.unknown)}. ${plain.sentence}`,
    );
  if (plain.outcome === 'passed') return result('passed', `${plain.sentence} ${named(slo.passed)} held.`);
  return { ...plain, evidence };
}
