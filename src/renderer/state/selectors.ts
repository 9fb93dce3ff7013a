import type { Condition, LatencyBand, Outcome, SampleFilter, TimeSpan } from '#shared/model/filter.ts';
import type { Run } from '#shared/model/run.ts';
import { spansOf } from '#shared/model/time-spans.ts';
import type { SelectionSnapshot } from './selection-slice.ts';

/** What the views ask the engine about; null while no run is open. */
export function sampleFilter(selection: SelectionSnapshot): SampleFilter | null {
  const { runId, time, transactions, outcome, latency, conditions } = selection;
  if (runId === null) return null;
  return {
    runId,
    time,
    transactions: transactions === null ? null : [...transactions],
    outcome,
    latency,
    conditions: [...conditions],
  };
}

/** For charts that show the whole run and only mark the span. */
export function filterWithoutTime(selection: SelectionSnapshot): SampleFilter | null {
  return sampleFilter({ ...selection, time: null });
}

export function isNarrowed(selection: SelectionSnapshot): boolean {
  const { time, transactions, outcome, latency, conditions } = selection;
  return (
    time !== null || transactions !== null || outcome !== 'all' || latency !== null || conditions.length > 0
  );
}

export function runById(runs: readonly Run[], runId: number | null): Run | null {
  return runs.find((run) => run.id === runId) ?? null;
}

/** Words for the parts of a selection; the formatting is the caller's, because it depends on the window's locale. */
export interface SelectionWords {
  readonly span: (span: TimeSpan) => string;
  readonly transactionName: (id: number) => string;
  readonly latency: (band: LatencyBand) => string;
  readonly condition: (condition: Condition) => string;
  readonly count: (value: number) => string;
}

/**
 * One sentence that says which samples are meant: `15:20–19:30 (4 m 10 s), Add to cart, failures only, 250–500 ms, code
 * not 503`.
 */
export function describeSelection(selection: SelectionSnapshot, words: SelectionWords): string {
  const parts: string[] = [];
  parts.push(selection.time === null ? 'Whole run' : spansOf(selection.time).map(words.span).join(' and '));
  parts.push(describeTransactions(selection.transactions, words));
  parts.push(describeOutcome(selection.outcome));
  if (selection.latency !== null) parts.push(words.latency(selection.latency));
  parts.push(...selection.conditions.map(words.condition));
  return parts.join(', ');
}

function describeTransactions(ids: readonly number[] | null, words: SelectionWords): string {
  if (ids === null) return 'all transactions';
  const [first, second] = ids;
  if (first === undefined) return 'no transactions';
  if (ids.length === 1) return words.transactionName(first);
  if (ids.length === 2 && second !== undefined) {
    return `${words.transactionName(first)} and ${words.transactionName(second)}`;
  }
  return `${words.count(ids.length)} transactions`;
}

function describeOutcome(outcome: Outcome): string {
  switch (outcome) {
    case 'all':
      return 'successes and failures together';
    case 'ok':
      return 'successes only';
    case 'failed':
      return 'failures only';
  }
}
