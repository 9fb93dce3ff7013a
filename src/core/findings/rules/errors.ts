import type { FindingSettings } from '#shared/model/finding.ts';
import { count, percent } from '../../diagnostics/honesty/words.ts';
import { baseValue } from '../../gates/quantity.ts';
import { wilsonInterval } from '../../statistics/wilson.ts';
import {
  countedRows,
  evidence,
  figure,
  found,
  option,
  SILENT,
  transactionOf,
  type FindingDraft,
  type RunRule,
} from '../draft.ts';
import type { JudgedGate, RowFigures, RunEvidence } from '../evidence.ts';
import { failureName, someOf } from '../words.ts';

const Z_95 = 1.959963984540054;
/** High from this multiple of the threshold on. */
const MANY = 10;
const MIN_FAILURES = 5;

/**
 * Too many requests fail in the judged part: of all together, or, where those are within bounds, of single transactions.
 * A gate about the error rate of everything decides where there is one.
 */
export const errorsRule: RunRule = (run, settings, { compared }) => {
  const gate = run.gates.find(({ clauses }) => clauses.every(({ kind }) => kind === 'error-rate'));
  const { overall } = run.figures;
  if (overall.errorRate === null)
    return { findings: [], notMeasured: ['Error rate: the file does not say which requests failed.'] };
  const byGate = gate?.result.outcome === 'failed';
  if (byGate || (gate?.result.outcome !== 'passed' && surelyAbove(overall, settings.errorRate)))
    return found({
      ...draft(run, overall, settings, byGate),
      ...(gate === undefined ? {} : { gates: [gate.result.id] }),
    });
  // What got worse against the baseline is told as that.
  const told = new Set(
    compared?.comparison.verdicts.flatMap(({ metric, verdict, label, candidateLabel }) =>
      metric === 'errorRate' && verdict === 'regressed' ? [candidateLabel ?? label] : [],
    ),
  );
  // A project that allows more of all together does not ask for less of one.
  const limit = Math.max(settings.errorRate, gate?.result.outcome === 'passed' ? allowedBy(gate) : 0);
  const failing = countedRows(run.figures).filter((row) => !told.has(row.label) && surelyAbove(row, limit));
  if (failing.length === 0) return SILENT;
  return found(...failing.map((row) => draft(run, row, settings, false)));
};

function allowedBy({ clauses }: JudgedGate): number {
  return Math.max(
    ...clauses.flatMap((clause) => (clause.kind === 'error-rate' ? [baseValue(clause.limit)] : [])),
  );
}

/** The rate, and the lower end of its 95 % interval, lie above the limit. */
function surelyAbove({ samples, failures }: RowFigures, limit: number): boolean {
  if (samples === null || failures === null || failures < MIN_FAILURES || samples === 0) return false;
  return wilsonInterval(failures / samples, samples, Z_95).low > limit;
}

function draft(run: RunEvidence, row: RowFigures, settings: FindingSettings, byGate: boolean): FindingDraft {
  const [samples, failures] = [row.samples ?? 0, row.failures ?? 0];
  const rate = samples === 0 ? 0 : failures / samples;
  const groups = run.errors.filter(({ transaction }) => row.id === null || transaction === row.label);
  const [most] = groups;
  const interval = wilsonInterval(rate, samples, Z_95);
  const named = groups
    .slice(0, 3)
    .map(({ code, message, count: times }) => `${failureName(code, message)} (${count(times)})`);
  const few = failures < 50;
  return {
    rule: 'errors',
    subject: row.id === null ? '*' : row.label,
    title:
      row.id === null ? `${percent(rate)} of all requests fail` : `${percent(rate)} of ${row.label} fails`,
    statement: `${count(failures)} of ${count(samples)} requests failed (${percent(rate)}).${named.length === 0 ? '' : ` Most frequent: ${someOf(named)}.`}`,
    severity: byGate || rate >= MANY * settings.errorRate ? 'high' : 'medium',
    confidence: few ? 'medium' : 'high',
    confidenceReason: few
      ? `${count(failures)} failures were counted: the rate itself is uncertain by a third or more.`
      : `All requests of the judged part were counted, ${count(failures)} failures among them.`,
    affected: { runIds: [run.run.id], transactions: transactionOf(run, row), span: run.judged },
    evidence: [
      evidence(
        'errors:rate',
        'load',
        `${count(failures)} of ${count(samples)} failed`,
        [
          figure('error rate', 'ratio', rate, [interval.low, interval.high]),
          figure('failures', 'count', failures),
          figure('samples', 'count', samples),
        ],
        run.figures.query,
      ),
      ...(most === undefined
        ? []
        : [
            evidence(
              'errors:groups',
              'load',
              `Most frequent: ${named[0]!}`,
              groups
                .slice(0, 10)
                .map(({ transaction, code, message, count: times }) =>
                  figure(
                    `${transaction || 'other transactions'}, ${failureName(code, message)}`,
                    'count',
                    times,
                  ),
                ),
              { method: 'latency.errors', params: { filter: run.figures.filter, limit: 100 } },
            ),
          ]),
    ],
    unknowns: ['Why they failed: the file has codes and messages, not what happened on the server.'],
    options: [
      option('Look up the most frequent message in the log of the server', 'Takes its log of the same time.'),
      option(
        'Exclude failures that the test itself causes, and judge again',
        'Real failures must not be among them.',
      ),
    ],
    impact: failures * settings.failureCostMs,
  };
}
