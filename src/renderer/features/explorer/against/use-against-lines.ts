import { useMemo } from 'react';
import { timeSeriesModel, type TimeSeriesModel } from '../../../charts/time-series/model.ts';
import { spanToAsk } from '../../../charts/time-zoom/zoom.ts';
import { useEngineQuery } from '../../../data/use-query.ts';
import type { Against } from '../../../panels/against/use-against.ts';
import { natureOf } from '../../../panels/run-nature/run-nature.ts';
import { MAX_BUCKETS } from '../../../panels/timeline/use-timeline.ts';
import { useAppState } from '../../../state/use-store.ts';
import type { TimeSpan } from '#shared/model/filter.ts';

/**
 * The explored run over time with the lines of the run that it is held against, from each run's own start.
 * @param zoom the part that is looked at: it gets the buckets alone
 */
export function useWithAgainst(
  model: TimeSeriesModel | null,
  against: Against | null,
  zoom: TimeSpan | null,
): TimeSeriesModel | null {
  const percentiles = useAppState((state) => state.layout.charts.percentiles);
  const filter = against?.filter ?? null;
  const timed =
    against !== null &&
    against.run.startedAtUs !== null &&
    natureOf(against.run) !== 'none' &&
    filter !== null;
  const { data } = useEngineQuery(
    'latency.series',
    timed
      ? {
          filter: { ...filter, time: zoom === null ? null : spanToAsk(zoom) },
          percentiles: [...percentiles],
          maxBuckets: MAX_BUCKETS,
        }
      : null,
  );
  return useMemo(() => {
    if (model === null || against === null) return model;
    // Without lines of A yet, B already looks as it will beside them.
    const lines = data === null || !timed ? [] : timeSeriesModel(against.run, data, percentiles).lines;
    return { ...model, against: lines };
  }, [model, against, data, timed, percentiles]);
}
