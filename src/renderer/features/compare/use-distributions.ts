import type { ComparedDistributions } from '#shared/model/comparison.ts';
import type { WireError } from '#shared/contract/errors.ts';
import type { TimeSpan } from '#shared/model/filter.ts';
import { useEngineQuery } from '../../data/use-query.ts';
import type { DistributionSideParams } from '#shared/contract/compare-methods.ts';
import type { ShownSide } from './shown-side.ts';

export interface DistributionsAnswer {
  readonly data: ComparedDistributions | null;
  readonly loading: boolean;
  readonly error: WireError | null;
  readonly retry: () => void;
}

/** @param span brushed span of elapsed time; null: the windows of the runs */
export function useDistributions(
  sideA: ShownSide,
  sideB: ShownSide,
  margin: number,
  span: TimeSpan | null,
): DistributionsAnswer {
  const side = ({ one, all }: ShownSide): DistributionSideParams | null => {
    if (all !== null) return { runs: [...all.runs], label: all.label };
    if (one === null) return null;
    return { runId: one.run.id, transactionId: one.transactionId, window: span ?? one.window };
  };
  const [baseline, candidate] = [side(sideA), side(sideB)];
  const answer = useEngineQuery(
    'compare.distributions',
    baseline !== null && candidate !== null ? { baseline, candidate, margin } : null,
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
