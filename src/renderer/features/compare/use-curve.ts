import type { WireError } from '#shared/contract/errors.ts';
import type { LatencyCurve } from '#shared/model/latency.ts';
import { useEngineQuery } from '../../data/use-query.ts';
import type { DetailRun } from './use-detail-run.ts';

/** Points of a curve: finer than a pixel on 500 of them. */
const MAX_POINTS = 400;

export interface CurveAnswer {
  readonly data: LatencyCurve | null;
  readonly loading: boolean;
  readonly error: WireError | null;
  readonly retry: () => void;
}

/** The percentile curve of one side of the details; views that ask share one answer. */
export function useCurve(side: DetailRun | null): CurveAnswer {
  const { data, status, error, retry } = useEngineQuery(
    'latency.curve',
    side === null ? null : { filter: side.filter, maxPoints: MAX_POINTS },
    { keepPrevious: false },
  );
  return { data, loading: status === 'loading', error, retry };
}
