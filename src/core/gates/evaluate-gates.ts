import type {
  GateEvidence,
  GateLimit,
  GateOutcome,
  GateResult,
  GatesEvaluation,
} from '#shared/model/gates.ts';
import type { Run, Transaction } from '#shared/model/run.ts';
import type { Database } from '../db/database.ts';
import { ComparedRuns } from './compared-runs.ts';
import { percentilesOf, type Gate, type Gates } from './gates-file.ts';
import { judgeComparable, judgeRegression } from './judge-baseline.ts';
import { judgeChecks } from './judge-checks.ts';
import { judgeMetric } from './judge-metric.ts';
import { judgeApdex, judgeErrorRate, judgeLatency, type JudgedRun } from './judge-samples.ts';
import { judgeThroughput, type SloOutcome } from './judge-throughput.ts';
import { judgeTrend } from './judge-trend.ts';
import { judgeWindows } from './judge-windows.ts';
import { cannotTell, worstFirst, worstOutcome, type ClauseResult, type Judged } from './judging.ts';
import type { Clause } from './rule.ts';
import { RunFigures, type AskEngine } from './run-figures.ts';
import { figureText } from './rule-text.ts';
import { chosenTransactions } from './targets.ts';
import { limitWords, someOf } from './wording.ts';

export interface EvaluationRequest {
  readonly ask: AskEngine;
  readonly database: Database;
  readonly run: Run;
  readonly transactions: readonly Transaction[];
  readonly gates: Gates;
  readonly baselineRunIds: readonly number[];
  readonly signal: AbortSignal;
}

/** Lines of evidence that a result carries; its sentence and `counts` count all. */
const MAX_EVIDENCE = 200;

/** Holds a run against its gates, in their order. Figures are those of the engine's own methods. */
export async function evaluateGates(request: EvaluationRequest): Promise<GatesEvaluation> {
  const { gates, run } = request;
  const evaluation = new Evaluation(request);
  const results: GateResult[] = [];
  for (const gate of gates.gates) results.push(await evaluation.resultOf(gate));
  return {
    runId: run.id,
    results,
    limits: gates.gates.flatMap(({ id }) => evaluation.limitsOf(id)),
    outcome: overallOutcome(results),
  };
}

/** Failed when a blocking gate failed; cannot tell when none failed and a blocking one cannot tell. */
export function overallOutcome(results: readonly GateResult[]): GateOutcome {
  const blocking = results.filter(({ enforcement }) => enforcement === 'blocking');
  return blocking.length === 0 ? 'passed' : worstOutcome(blocking.map(({ outcome }) => outcome));
}

class Evaluation {
  private readonly request: EvaluationRequest;
  private readonly figures: RunFigures;
  private readonly compared: ComparedRuns;
  private readonly done = new Map<string, Promise<GateResult>>();
  private readonly limits = new Map<string, GateLimit[]>();

  constructor(request: EvaluationRequest) {
    const { ask, run, transactions, gates, baselineRunIds } = request;
    this.request = request;
    const clauses = gates.gates.flatMap(({ parsed }) => parsed.clauses);
    const percentiles = clauses.flatMap((clause) => (clause.kind === 'latency' ? percentilesOf(clause) : []));
    this.figures = new RunFigures(
      ask,
      run,
      transactions,
      [...new Set(percentiles)].sort((a, b) => a - b),
    );
    this.compared = new ComparedRuns(ask, gates, run.id, baselineRunIds);
  }

  resultOf(gate: Gate): Promise<GateResult> {
    const known = this.done.get(gate.id);
    if (known !== undefined) return known;
    const result = this.judge(gate);
    this.done.set(gate.id, result);
    return result;
  }

  /** Of a gate that was judged. */
  limitsOf(id: string): readonly GateLimit[] {
    return this.limits.get(id) ?? [];
  }

  private async judge(gate: Gate): Promise<GateResult> {
    const { run, transactions, signal } = this.request;
    const chosen = chosenTransactions(run, transactions, gate.transactions);
    const results: ClauseResult[] = [];
    const limits: GateLimit[] = [];
    for (const clause of gate.parsed.clauses) {
      signal.throwIfAborted();
      const result = await this.judgeClause(gate, clause, chosen);
      results.push(result);
      limits.push(...limitOf(gate, clause, result));
    }
    this.limits.set(gate.id, limits);
    return { ...resultOfClauses(results), ...described(gate) };
  }

  private async judgeClause(
    gate: Gate,
    clause: Clause,
    chosen: readonly Transaction[] | null,
  ): Promise<ClauseResult> {
    const { ask, database, run, gates, signal } = this.request;
    const { figures, compared } = this;
    // A comparison finds the phases of both sides itself, and checks are of the whole run.
    const needsScope = !['regression', 'comparable', 'checks'].includes(clause.kind);
    const scope = needsScope
      ? await figures.scope(gate.phase)
      : { time: null, words: 'whole run', missing: null };
    if (scope.missing !== null) return cannotTell(scope.missing);
    const judged: JudgedRun = { figures, gate, scope, chosen };
    const metricJudge = { ask, database, judged, signal };
    switch (clause.kind) {
      case 'latency':
      case 'error-rate': {
        const { window } = clause;
        if (window !== null)
          return judgeWindows(database, judged, { ...clause, window }, clause.limit, signal);
        return clause.kind === 'latency' ? judgeLatency(judged, clause) : judgeErrorRate(judged, clause);
      }
      case 'throughput':
        return judgeThroughput(database, judged, clause, gates, () => this.slo(gate), signal);
      case 'apdex':
        return judgeApdex(judged, clause);
      case 'checks':
        return judgeChecks(ask, run.id, clause);
      case 'metric':
        return judgeMetric(metricJudge, clause);
      case 'metric-trend':
        return judgeTrend(metricJudge, clause);
      case 'regression':
        return judgeRegression(judged, clause, compared);
      case 'comparable':
        return judgeComparable(judged, compared);
    }
  }

  /** The blocking gates that hold nothing but response times, errors and Apdex. */
  private async slo(asking: Gate): Promise<SloOutcome> {
    const names: Record<GateOutcome, string[]> = { failed: [], 'cannot-tell': [], passed: [] };
    for (const gate of this.request.gates.gates) {
      const isSlo = gate.parsed.clauses.every(({ kind }) =>
        ['latency', 'error-rate', 'apdex'].includes(kind),
      );
      if (!isSlo || gate.enforcement !== 'blocking' || gate.id === asking.id) continue;
      const { name, outcome } = await this.resultOf(gate);
      names[outcome].push(name);
    }
    return { failed: names.failed, unknown: names['cannot-tell'], passed: names.passed };
  }
}

function described({
  id,
  name,
  rule,
  enforcement,
  proposed,
}: Gate): Pick<GateResult, 'id' | 'name' | 'rule' | 'enforcement' | 'proposed'> {
  return { id, name: name ?? id, rule: rule.trim(), enforcement, proposed };
}

/** All clauses must hold. What is not in the run, and need not be, counts only where nothing else is there. */
function resultOfClauses(
  results: readonly ClauseResult[],
): Pick<GateResult, 'outcome' | 'sentence' | 'evidence' | 'counts'> {
  const present = results.filter(({ absent }) => absent === null);
  if (present.length === 0) {
    const names = results.flatMap(({ absent }) => absent ?? []);
    return {
      outcome: 'cannot-tell',
      sentence: `Cannot tell: the run has no metric ${someOf(names, 10)}. Record it during the test, and add its file to the run.`,
      evidence: [],
      counts: countsOf([]),
    };
  }
  const outcome = worstOutcome(present.map((result) => result.outcome));
  // What decides comes first; clauses that passed need no words beside one that did not.
  const deciding = outcome === 'passed' ? present : present.filter((result) => result.outcome === outcome);
  const judged = worstFirst(present.flatMap((result) => result.evidence));
  return {
    outcome,
    counts: countsOf(judged),
    sentence: deciding.map(({ sentence }) => sentence).join(' '),
    evidence: judged.slice(0, MAX_EVIDENCE).map(({ subject, measured, outcome: each }): GateEvidence => ({
      subject,
      measured,
      outcome: each,
    })),
  };
}

function countsOf(judged: readonly Judged[]): Record<GateOutcome, number> {
  const counts = { passed: 0, failed: 0, 'cannot-tell': 0 };
  for (const { outcome } of judged) counts[outcome]++;
  return counts;
}

/** The limit that a clause sets to transactions; clauses about anything else set none. */
function limitOf(gate: Gate, clause: Clause, result: ClauseResult): GateLimit[] {
  if (clause.kind !== 'latency' && clause.kind !== 'error-rate' && clause.kind !== 'apdex') return [];
  const { id, name, enforcement } = described(gate);
  return [
    {
      gateId: id,
      gateName: name,
      enforcement,
      figure: clause.kind === 'latency' ? figureText(clause.figure) : clause.kind.replace('-', ' '),
      operator: clause.operator,
      limit: limitWords('', clause.limit).trim(),
      windowed: clause.kind !== 'apdex' && clause.window !== null,
      outcome: result.outcome,
      sentence: result.sentence,
      outcomes: result.evidence.flatMap(({ transactionId, measured, outcome }) =>
        transactionId === undefined ? [] : [{ transactionId, measured, outcome }],
      ),
    },
  ];
}
