import type { WireError } from '#shared/contract/errors.ts';
import type { LatencyCurve } from '#shared/model/latency.ts';
import { useEngineQuery } from '../../data/use-query.ts';
import type { ShownSide } from './shown-side.ts';

/** Points of a curve: finer than a pixel on 500 of them. */
const MAX_POINTS = 400;

export interface CurveAnswer {
  readonly data: LatencyCurve | null;
  readonly loading: boolean;
  readonly error: WireError | null;
  readonly retry: () => void;
}

/** The percentile curve of one side of the details; views that ask share one answer. */
export function useCurve({ one, all }: ShownSide): CurveAnswer {
  const alone = useEngineQuery(
    'latency.curve',
    one === null || all !== null ? null : { filter: one.filter, maxPoints: MAX_POINTS },
    { keepPrevious: false },
  );
  const together = useEngineQuery(
    'compare.curve',
    all === null ? null : { side: { runs: [...all.runs], label: all.label }, maxPoints: MAX_POINTS },
    { keepPrevious: false },
  );
  const { data, status, error, retry } = all === null ? alone : together;
  return { data, loading: status === 'loading', error, retry };
}
