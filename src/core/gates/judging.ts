import type { GateEvidence, GateOutcome } from '#shared/model/gates.ts';
import type { Operator } from './rule.ts';

/** One thing that a clause was held against. */
export interface Judged extends GateEvidence {
  /** How close to the limit, or beyond it: the larger the worse. */
  readonly severity: number;
  /** For `cannot-tell`: why, and what would settle it; a sentence without its full stop. */
  readonly reason: string | null;
  /** Null: several transactions together; absent: it is not about transactions. */
  readonly transactionId?: number | null;
}

export interface ClauseResult {
  readonly outcome: GateOutcome;
  /** Ends with a full stop. */
  readonly sentence: string;
  /** Worst first. */
  readonly evidence: readonly Judged[];
  /** What is not in the run although it need not be: the name; null: the clause says something. */
  readonly absent: string | null;
}

export function holds(value: number, operator: Operator, limit: number): boolean {
  switch (operator) {
    case '<':
      return value < limit;
    case '<=':
      return value <= limit;
    case '>':
      return value > limit;
    case '>=':
      return value >= limit;
  }
}

export function isUpper(operator: Operator): boolean {
  return operator === '<' || operator === '<=';
}

/** 1 at the limit, more beyond it. */
export function severityOf(value: number, operator: Operator, limit: number): number {
  const [above, below] = isUpper(operator) ? [value, limit] : [limit, value];
  if (below > 0) return above / below;
  return above > below ? Infinity : above === below ? 1 : 0;
}

const order: Readonly<Record<GateOutcome, number>> = { failed: 0, 'cannot-tell': 1, passed: 2 };

export function worstFirst(judged: readonly Judged[]): Judged[] {
  return [...judged].sort(
    (a, b) =>
      order[a.outcome] - order[b.outcome] || b.severity - a.severity || (a.subject < b.subject ? -1 : 1),
  );
}

/** Failed before cannot tell before passed; of nothing, nothing can be told. */
export function worstOutcome(outcomes: readonly GateOutcome[]): GateOutcome {
  if (outcomes.includes('failed')) return 'failed';
  return outcomes.length === 0 || outcomes.includes('cannot-tell') ? 'cannot-tell' : 'passed';
}

/** Why nothing can be told of a whole clause. */
export function cannotTell(reason: string, evidence: readonly Judged[] = []): ClauseResult {
  return { outcome: 'cannot-tell', sentence: `Cannot tell: ${reason}.`, evidence, absent: null };
}

export interface Wording {
  /** `< 200 ms` */
  readonly limit: string;
  /** What there are several of: `transactions`. */
  readonly noun: string;
  /** What was judged: `steady phase, 2:00 to 40:00`. */
  readonly scope: string;
}

/** The result of a clause from everything that it was held against, which must be something. */
export function resultOf(judged: readonly Judged[], { limit, noun, scope }: Wording): ClauseResult {
  const evidence = worstFirst(judged);
  const outcome = worstOutcome(evidence.map((each) => each.outcome));
  const worst = evidence[0]!;
  const counted = (wanted: GateOutcome): number => evidence.filter((each) => each.outcome === wanted).length;
  const unknown = counted('cannot-tell');
  const several = evidence.length > 1;
  const sentences: string[] = [];
  if (outcome === 'failed') {
    sentences.push(`${worst.subject}: ${worst.measured}, limit ${limit}.`);
    if (several) sentences.push(`${counted('failed')} of ${evidence.length} ${noun} fail.`);
    if (unknown > 0) sentences.push(`Of ${unknown} nothing can be told.`);
  } else if (outcome === 'cannot-tell') {
    sentences.push(`${worst.subject}: ${worst.reason ?? worst.measured}.`);
    if (several)
      sentences.push(`Nothing can be told of ${unknown} of ${evidence.length} ${noun}; none fails.`);
  } else if (several) {
    sentences.push(
      `All ${evidence.length} ${noun} keep ${limit}. Closest: ${worst.subject}, ${worst.measured}.`,
    );
  } else {
    sentences.push(`${worst.subject}: ${worst.measured}, limit ${limit}.`);
  }
  sentences.push(`Judged: ${scope}.`);
  return { outcome, sentence: sentences.join(' '), evidence, absent: null };
}
