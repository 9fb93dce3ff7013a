import type { GateLimit, GateOutcome, LimitOutcome } from '#shared/model/gates.ts';
import { numberFormat } from '../../ui/number-format.ts';
import { compareOutcomes, missedWords, outcomeWords } from './gate-words.ts';

/** Limits of gates beside the figures that they are about. */

/** How one transaction keeps its limits. */
export interface TransactionSlo {
  /** The worst of all. */
  readonly outcome: GateOutcome;
  /** One line for each limit: `p95 < 200 ms: failed, p95 738 ms, 11,791 samples`. */
  readonly lines: readonly string[];
}

/** By transaction; one without limits is not in it. */
export function transactionSlos(limits: readonly GateLimit[]): ReadonlyMap<number, TransactionSlo> {
  const found = new Map<number, TransactionSlo>();
  for (const limit of limits) {
    for (const { transactionId, outcome, measured } of limit.outcomes) {
      if (transactionId === null) continue;
      const before = found.get(transactionId);
      const line = `${limitText(limit)}: ${outcomeWords[outcome]}, ${measured}`;
      found.set(transactionId, {
        outcome: before === undefined ? outcome : worse(before.outcome, outcome),
        lines: [...(before?.lines ?? []), line],
      });
    }
  }
  return found;
}

/** The one limit that all transactions have; null where they differ, or there are none. */
export function commonLimit(limits: readonly GateLimit[]): string | null {
  const texts = new Set(
    limits
      .filter(({ outcomes }) => outcomes.some(({ transactionId }) => transactionId !== null))
      .map(limitText),
  );
  const [only] = texts;
  return texts.size === 1 && only !== undefined ? only : null;
}

export interface HeadlineLimit {
  readonly outcome: GateOutcome;
  /** `3 of 14 over 200 ms`, `passed, limit 1 %` */
  readonly text: string;
  /** What was judged, and of which part of the run: that of the gate, not what is selected. */
  readonly title: string;
}

/**
 * How the limits of one figure are kept; null: no limit is set.
 * @param figure as rules write it: `p95`, `error rate`
 * @param chosen transactions that the figure is of; null: all
 */
export function headlineLimit(
  limits: readonly GateLimit[],
  figure: string,
  chosen: readonly number[] | null,
): HeadlineLimit | null {
  const named = limits.filter((limit) => limit.figure === figure);
  const ids = chosen === null ? null : new Set(chosen);
  const own = ids === null ? named : named.flatMap((limit) => limitOf(limit, ids));
  const [first] = own;
  if (first === undefined) return null;
  const outcome = own.map((limit) => limit.outcome).reduce(worse);
  const title = own
    .slice(0, 10)
    .map((limit) => `${limit.gateName}, ${limitText(limit)}: ${limit.sentence}`)
    .join('\n');
  const texts = new Set(own.map(limitText));
  const judged = own.flatMap((limit) => limit.outcomes);
  return { outcome, title, text: limitWords(outcome, judged, texts.size === 1 ? first : null) };
}

/** What of a limit is about these transactions; nothing where it is about others, or about all together. */
function limitOf(limit: GateLimit, chosen: ReadonlySet<number>): GateLimit[] {
  const outcomes = limit.outcomes.filter(
    ({ transactionId }) => transactionId !== null && chosen.has(transactionId),
  );
  if (outcomes.length === 0) return [];
  return [{ ...limit, outcomes, outcome: outcomes.map(({ outcome }) => outcome).reduce(worse) }];
}

/** @param limit null: there are several */
function limitWords(outcome: GateOutcome, judged: readonly LimitOutcome[], limit: GateLimit | null): string {
  const limitedBy = limit === null ? 'several limits' : `limit ${limit.limit}`;
  if (judged.length <= 1) return `${outcomeWords[outcome]}, ${limitedBy}`;
  const total = numberFormat.count(judged.length);
  const count = numberFormat.count(judged.filter((each) => each.outcome === outcome).length);
  switch (outcome) {
    case 'failed':
      return `${count} of ${total} ${limit === null ? 'beyond their limit' : missedWords(limit)}`;
    case 'cannot-tell':
      return `${count} of ${total} cannot tell, ${limitedBy}`;
    case 'passed':
      return `all ${total} passed, ${limitedBy}`;
  }
}

/** `p95 < 200 ms`; limits of stretches say so. */
function limitText({ figure, operator, limit, windowed }: GateLimit): string {
  return `${figure} ${operator} ${limit}${windowed ? ' in windows' : ''}`;
}

function worse(a: GateOutcome, b: GateOutcome): GateOutcome {
  return compareOutcomes(a, b) <= 0 ? a : b;
}
