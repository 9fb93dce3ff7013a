import type { ComparedDistributions } from '#shared/model/comparison.ts';
import type { WireError } from '#shared/contract/errors.ts';
import type { TimeSpan } from '#shared/model/filter.ts';
import { useEngineQuery } from '../../data/use-query.ts';
import type { DetailRun } from './use-detail-run.ts';

export interface DistributionsAnswer {
  readonly data: ComparedDistributions | null;
  readonly loading: boolean;
  readonly error: WireError | null;
  readonly retry: () => void;
}

/** @param span brushed span of elapsed time; null: the windows of the runs */
export function useDistributions(
  sideA: DetailRun | null,
  sideB: DetailRun | null,
  margin: number,
  span: TimeSpan | null,
): DistributionsAnswer {
  const ready = sideA !== null && sideB !== null;
  const side = ({ run, transactionId, window }: DetailRun) => ({
    runId: run.id,
    transactionId,
    window: span ?? window,
  });
  const answer = useEngineQuery(
    'compare.distributions',
    ready ? { baseline: side(sideA), candidate: side(sideB), margin } : null,
    // Of another transaction, it would be a wrong picture and no old one.
    { keepPrevious: false },
  );
  return {
    data: answer.data,
    loading: answer.status === 'loading',
    error: answer.error,
    retry: answer.retry,
  };
}
