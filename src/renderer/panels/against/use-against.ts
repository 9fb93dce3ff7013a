import { useMemo } from 'react';
import type { SampleFilter } from '#shared/model/filter.ts';
import type { Run, Transaction } from '#shared/model/run.ts';
import { useEngineQuery } from '../../data/use-query.ts';
import type { AgainstPair } from '../../state/against-slice.ts';
import { natureOf, selectionLimits } from '../run-nature/run-nature.ts';
import { runById } from '../../state/selectors.ts';
import type { SelectionSnapshot } from '../../state/selection-slice.ts';
import { useAppState } from '../../state/use-store.ts';

/** The run that the explored one is held against, with the same selection. */
export interface Against {
  /** Side A. */
  readonly run: Run;
  /** The selection as it is on side A; null: not known yet, or nothing of it is there. */
  readonly filter: SampleFilter | null;
  /** None of the chosen transactions is on side A. */
  readonly absent: boolean;
  /** Where side A is not the same selection: how it differs. */
  readonly note: string | null;
}

/** The run beside the explored one; null: it is explored alone. */
export function useAgainstRun(run: Run): Run | null {
  const pair = useAppState((state) => state.against.pair);
  const runs = useAppState((state) => state.workspace.runs);
  return pair?.runId === run.id ? runById(runs, pair.baselineRunId) : null;
}

/**
 * What is selected of the run beside the explored one: the same span of elapsed time, and its transactions of the same names.
 * It follows the selection when that rests. @returns null: the run is explored alone
 */
export function useAgainst(run: Run): Against | null {
  const baseline = useAgainstRun(run);
  const mapping = useAppState((state) => state.against.pair?.mapping);
  const selection = useAppState((state) => state.selection.settled);
  const asked = baseline !== null && selection.transactions !== null;
  const own = useEngineQuery('runs.transactions', asked ? { runId: run.id } : null).data;
  const theirs = useEngineQuery('runs.transactions', asked ? { runId: baseline.id } : null).data;
  return useMemo(() => {
    if (baseline === null || mapping === undefined) return null;
    if (selection.transactions === null) return againstOf(baseline, selection, null);
    if (own === null || theirs === null) return { run: baseline, filter: null, absent: false, note: null };
    return againstOf(baseline, selection, sameTransactions(selection.transactions, own, theirs, mapping));
  }, [baseline, mapping, selection, own, theirs]);
}

/**
 * Transactions of side A that are the same as those chosen on side B: by label, or by the label that a person has paired it with.
 * @returns their ids, ascending
 */
export function sameTransactions(
  chosen: readonly number[],
  own: readonly Pick<Transaction, 'id' | 'label'>[],
  theirs: readonly Pick<Transaction, 'id' | 'label'>[],
  mapping: AgainstPair['mapping'],
): number[] {
  const paired = new Map(mapping.map(({ baseline, candidate }) => [candidate, baseline]));
  const wanted = new Set(chosen);
  const labels = new Set(
    own.filter(({ id }) => wanted.has(id)).map(({ label }) => paired.get(label) ?? label),
  );
  return theirs
    .filter(({ label }) => labels.has(label))
    .map(({ id }) => id)
    .sort((a, b) => a - b);
}

/** A run of which single samples are not known has nothing to choose from but its transactions. */
function againstOf(run: Run, selection: SelectionSnapshot, transactions: number[] | null): Against {
  if (transactions?.length === 0)
    return { run, filter: null, absent: true, note: 'A has none of these transactions' };
  const { time, outcome, latency, conditions } = selection;
  const limits = selectionLimits(run);
  const sampled = natureOf(run) === 'samples';
  const filter: SampleFilter = {
    runId: run.id,
    time: limits.time === null ? time : null,
    transactions,
    outcome: limits.outcome === null ? outcome : 'all',
    latency: sampled ? latency : null,
    conditions: sampled ? [...conditions] : [],
  };
  const same =
    filter.time === time &&
    filter.outcome === outcome &&
    filter.latency === latency &&
    filter.conditions.length === conditions.length;
  return {
    run,
    filter,
    absent: false,
    note: same ? null : 'A cannot be narrowed like this: all of it is shown',
  };
}
