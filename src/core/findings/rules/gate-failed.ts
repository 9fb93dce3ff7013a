import type { FindingSeverity } from '#shared/model/finding.ts';
import { baseValue } from '../../gates/quantity.ts';
import { percentileOfFigure, type Clause } from '../../gates/rule.ts';
import { count, duration } from '../../diagnostics/honesty/words.ts';
import {
  countedRows,
  evidence,
  figure,
  option,
  transactionOf,
  type FindingDraft,
  type RuleOutcome,
} from '../draft.ts';
import type { JudgedGate, RowFigures, RunEvidence } from '../evidence.ts';
import { WEB_VITAL } from '../metric-evidence.ts';
import { withoutStop } from '../words.ts';

/** Findings that say already what a gate is about, and metrics that they are about. */
export interface ToldGates {
  readonly gates: ReadonlySet<string>;
  readonly metrics: ReadonlySet<string>;
}

/**
 * Gates that failed and that no finding of another rule tells, and gates of which nothing can be told.
 * @param told by the findings of this run and of the comparison
 * @param compared there is a baseline; without one, that is told already
 */
export function gateRule(run: RunEvidence, told: ToldGates, compared: boolean): RuleOutcome {
  const findings: FindingDraft[] = [];
  const notMeasured: string[] = [];
  for (const gate of run.gates) {
    const { result } = gate;
    if (result.outcome === 'cannot-tell' && isMissed(run, gate, compared))
      notMeasured.push(`${result.name}: ${result.sentence.replace(/^Cannot tell: /u, '')}`);
    if (result.outcome === 'failed' && !isTold(gate, told)) findings.push(draft(run, gate));
  }
  return { findings, notMeasured };
}

/** A gate about browsers is missed by tests of browsers only, one about changes where there is a baseline. */
function isMissed({ metrics }: RunEvidence, { clauses }: JudgedGate, compared: boolean): boolean {
  const needsBaseline = clauses.every(({ kind }) => kind === 'regression' || kind === 'comparable');
  const isBrowser = clauses.every(
    (clause) => clause.kind === 'metric' && clause.ifPresent && WEB_VITAL.test(clause.name),
  );
  return !(needsBaseline && !compared) && !(isBrowser && !metrics.some(({ name }) => WEB_VITAL.test(name)));
}

function isTold({ result, clauses }: JudgedGate, { gates, metrics }: ToldGates): boolean {
  if (gates.has(result.id)) return true;
  // Comparability is told check by check.
  if (clauses.every(({ kind }) => kind === 'comparable')) return true;
  const failed = result.evidence.filter(({ outcome }) => outcome === 'failed');
  return failed.length > 0 && failed.every(({ subject }) => isOfMetric(subject, metrics));
}

/** `CPU`, `CPU of web1`. */
function isOfMetric(subject: string, metrics: ReadonlySet<string>): boolean {
  return [...metrics].some((name) => subject === name || subject.startsWith(`${name} of `));
}

function draft(run: RunEvidence, gate: JudgedGate): FindingDraft {
  const { result, clauses } = gate;
  const { failed, passed } = result.counts;
  const all = failed + passed + result.counts['cannot-tell'];
  const rows = failingRows(run, clauses);
  const [worst] = result.evidence;
  const severity: FindingSeverity = result.proposed
    ? 'low'
    : result.enforcement === 'blocking'
      ? 'high'
      : 'medium';
  const unsure = result.counts['cannot-tell'];
  return {
    rule: 'gate-failed',
    subject: result.id,
    title: titleOf(gate, rows, { failed, all }),
    statement: `${result.sentence} The rule is: ${withoutStop(result.rule)}.`,
    severity,
    confidence: 'high',
    confidenceReason: `The limit lies outside of the 95 % interval, or the figure was counted; ${count(failed)} of ${count(all)} judged${unsure > 0 ? `, ${count(unsure)} could not be` : ''}.`,
    affected: {
      runIds: [run.run.id],
      transactions: rows.flatMap(({ row }) => transactionOf(run, row)),
      span: run.judged,
    },
    evidence: [
      evidence(
        `gate:${result.id}`,
        'gate',
        worst === undefined ? withoutStop(result.sentence) : `${worst.subject}: ${worst.measured}`,
        rows
          .slice(0, 20)
          .map(({ row, name, valueMs }) =>
            figure(
              `${row.label}, ${name}`,
              'ms',
              valueMs,
              name === 'p95' ? (run.p95Intervals.get(row.id) ?? null) : null,
            ),
          ),
        { method: 'gates.evaluate', params: { runId: run.run.id, baselineRunIds: [], yaml: null } },
      ),
    ],
    unknowns: result.proposed ? ['Nobody has agreed to this limit: Loadstone proposed it from a run.'] : [],
    options: [
      option('Bring what fails below its limit before the release', 'Takes the time that it takes.'),
      option('Make the gate conditional, with a reason', 'The limit holds nobody back any longer.', {
        effort: 'none',
      }),
      option('Change the limit', 'What it was set for is given up.', { effort: 'none' }),
    ],
    impact: rows.reduce((total, { excessMs }) => total + excessMs, 0),
  };
}

interface FailingRow {
  readonly row: RowFigures;
  /** `p95` */
  readonly name: string;
  readonly valueMs: number;
  readonly limitMs: number;
  /** What the slowest samples take beyond the limit, at least. */
  readonly excessMs: number;
}

/** Rows over the limits of clauses about percentiles that findings have figures of. */
function failingRows(run: RunEvidence, clauses: readonly Clause[]): FailingRow[] {
  const out: FailingRow[] = [];
  for (const clause of clauses) {
    if (clause.kind !== 'latency' || clause.window !== null) continue;
    const percentile = percentileOfFigure(clause.figure);
    const limitMs = baseValue(clause.limit);
    const { target } = clause;
    const rows = target?.kind === 'all' ? [run.figures.overall] : countedRows(run.figures);
    for (const row of rows) {
      if (target?.kind === 'label' && target.label !== row.label) continue;
      const valueMs = valueOf(row, percentile);
      if (percentile === null || valueMs === null || valueMs <= limitMs) continue;
      const beyond = (row.samples ?? 0) * (1 - percentile / 100);
      out.push({ row, name: `p${percentile}`, valueMs, limitMs, excessMs: beyond * (valueMs - limitMs) });
    }
  }
  return out.sort((a, b) => b.valueMs / b.limitMs - a.valueMs / a.limitMs);
}

function valueOf(row: RowFigures, percentile: number | null): number | null {
  if (percentile === 50) return row.p50Ms;
  if (percentile === 95) return row.p95Ms;
  return percentile === 99 ? row.p99Ms : null;
}

function titleOf(
  { result, clauses }: JudgedGate,
  rows: readonly FailingRow[],
  { failed, all }: { readonly failed: number; readonly all: number },
): string {
  const [worst] = rows;
  if (worst !== undefined && rows.length === failed && clauses.length === 1) {
    const times = worst.valueMs / worst.limitMs;
    if (failed === 1)
      return `${worst.row.label}: ${worst.name} is ${duration(worst.valueMs)}, ${Number(times.toPrecision(2))} times the limit`;
    return `${count(failed)} of ${count(all)} transactions over ${duration(worst.limitMs)} at ${worst.name}`;
  }
  const [first] = result.evidence;
  if (failed === 1 && first !== undefined)
    return `${result.name}: ${first.subject}, ${withoutStop(first.measured)}`;
  return `${result.name}: ${failed === 0 ? 'failed' : `${count(failed)} of ${count(all)} fail`}`;
}
