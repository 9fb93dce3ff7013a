import type { EngineResult } from '#shared/contract/engine.ts';
import type { HeapSeries } from '#shared/model/heap.ts';
import type { GrowthGrouping, GrowthKind } from '#shared/model/heap-growth.ts';
import { useAppState } from '../../../state/use-store.ts';
import { useHeapQuery, type HeapAnswer } from '../use-heap-query.ts';

/** What is growing in a series, with the floor, the limit and the grouping that were chosen. */
export function useGrowth(series: HeapSeries | null): HeapAnswer<EngineResult<'heap.growth'>> {
  const floorBytes = useAppState((state) => state.heap.floorBytes);
  const plan = useAppState((state) => state.heap.plan);
  const grouping = useAppState((state) => state.heap.grouping);
  return useHeapQuery(
    'heap.growth',
    series === null
      ? null
      : {
          seriesId: series.id,
          floorBytes,
          bandsBy: bandsBy(grouping),
          ...(plan === null ? {} : { plan }),
        },
  );
}

/** Containers are single objects: the chart shows the paths that they are on. */
export function bandsBy(grouping: GrowthKind): GrowthGrouping {
  if (grouping === 'class' || grouping === 'owner') return grouping;
  return 'owner-path';
}
