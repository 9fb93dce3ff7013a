import { useMemo } from 'react';
import { wholeRun } from '#shared/model/filter.ts';
import { spansOf } from '#shared/model/time-spans.ts';
import { rowCounts, type HistogramModel } from '../../../charts/histogram/model.ts';
import { percentileCurve } from '../../../charts/percentile/model.ts';
import { binsOfSpan } from '../../../data/latency-cube.ts';
import { cubeHistogram } from '../../../data/latency-cube-grid.ts';
import { useEngineQuery, useQueryLayer } from '../../../data/use-query.ts';
import { measureCompute } from '../../../panels/run-figures/brush-timing.ts';
import { isNarrowed, sampleFilter } from '../../../state/selectors.ts';
import { useAppState } from '../../../state/use-store.ts';
import { useExplorer } from '../explorer-context.ts';
import type { ChosenCells } from './use-chosen-cells.ts';

/** Points of the curve, as the panel of percentiles asks for them. */
const MAX_POINTS = 400;

/**
 * The histogram of the selected span, from the cube: counts of whole bins and buckets are exact. The cumulative line is exact once the
 * selection rests. A chosen band of response times is marked and cuts nothing off.
 */
export function useHistogram(cells: ChosenCells | null): HistogramModel | null {
  const { run, data } = useExplorer();
  const { time, moving, settled } = useAppState((state) => state.selection);
  const mode = useAppState((state) => state.layout.charts.latencyScale);
  const resting = { ...settled, latency: null };
  const filter = isNarrowed(resting) ? sampleFilter(resting) : wholeRun(run.id);
  const params = filter === null ? null : { filter, maxPoints: MAX_POINTS };
  const layer = useQueryLayer();
  useEngineQuery('latency.curve', params);
  const exact = params === null || moving ? null : (layer.peek('latency.curve', params) ?? null);
  const estimator = data.cube?.estimator ?? null;
  return useMemo(() => {
    if (cells?.rows == null) return null;
    const { cube, chosen, rows } = cells;
    return measureCompute(() => {
      const ranges = (time === null ? [null] : spansOf(time)).map((span) => binsOfSpan(cube, span));
      const perBucket = countsOf(ranges.map((range) => cubeHistogram(cube, chosen, range)));
      const counts = rowCounts(rows, perBucket);
      const samples = counts.reduce((sum, count) => sum + count, 0);
      const ecdf =
        exact !== null
          ? percentileCurve(exact)
          : estimator === null || ranges.length !== 1
            ? null
            : estimator.curve({ ...chosen, range: ranges[0]! });
      return { mode, clockTickMs: run.clockTickMs, rows, counts, samples, ecdf, estimated: exact === null };
    });
  }, [run.clockTickMs, cells, time, exact, estimator, mode]);
}

/** Counts by bucket of several spans together. */
function countsOf([first, ...others]: readonly Uint32Array[]): Uint32Array {
  if (first === undefined) return new Uint32Array(0);
  if (others.length === 0) return first;
  return first.map((count, bucket) => others.reduce((sum, counts) => sum + counts[bucket]!, count));
}
