import { useMemo } from 'react';
import type { Transaction } from '#shared/model/run.ts';
import { useEngineQuery } from '../../data/use-query.ts';

/** Names and kinds of a run's transactions by id; empty until they are there. */
export function useTransactions(runId: number): ReadonlyMap<number, Transaction> {
  const { data } = useEngineQuery('runs.transactions', { runId });
  return useMemo(() => new Map((data ?? []).map((transaction) => [transaction.id, transaction])), [data]);
}
