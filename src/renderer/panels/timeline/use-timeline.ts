import { useMemo } from 'react';
import type { WireError } from '#shared/contract/errors.ts';
import type { TimeSpan } from '#shared/model/filter.ts';
import type { Run } from '#shared/model/run.ts';
import { timeSeriesModel, type TimeSeriesModel } from '../../charts/time-series/model.ts';
import { spanToAsk } from '../../charts/time-zoom/zoom.ts';
import { useEngineQuery } from '../../data/use-query.ts';
import { useAppState, useFilterWithoutTime } from '../../state/use-store.ts';
import { natureOf } from '../run-nature/run-nature.ts';

/** At three pixels each they fill a lane of 900 px. */
export const MAX_BUCKETS = 300;

export interface TimelineAnswer {
  readonly model: TimeSeriesModel | null;
  readonly loading: boolean;
  readonly error: WireError | null;
  readonly retry: () => void;
  /** True of a report that says nothing of intervals. */
  readonly hasNoHistory: boolean;
}

/**
 * The run over time for the chosen transactions and outcome. The span is left out of the question: a brush must not
 * cut off the chart that it is drawn on.
 * @param zoom the part of the run that is looked at: it gets the buckets alone, which are finer then
 */
export function useTimeline(run: Run, zoom: TimeSpan | null = null): TimelineAnswer {
  const whole = useFilterWithoutTime();
  const filter = whole === null || zoom === null ? whole : { ...whole, time: spanToAsk(zoom) };
  const percentiles = useAppState((state) => state.layout.charts.percentiles);
  const { data, status, error, retry } = useEngineQuery(
    'latency.series',
    filter === null || run.startedAtUs === null || natureOf(run) === 'none'
      ? null
      : { filter, percentiles: [...percentiles], maxBuckets: MAX_BUCKETS },
  );
  const model = useMemo(
    () => (data === null ? null : timeSeriesModel(run, data, percentiles)),
    [run, data, percentiles],
  );
  const hasNoHistory =
    natureOf(run) === 'report' && (run.startedAtUs === null || model?.buckets.startMs.length === 0);
  return { model, loading: status === 'loading', error, retry, hasNoHistory };
}
