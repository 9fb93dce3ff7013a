import { useMemo, useRef, type ReactNode } from 'react';
import type { ChartHandle } from '../../../charts/chart-handle.ts';
import { sampleTable } from '../../../charts/scatter/sample-model.ts';
import { TimePlot } from '../../../charts/time-plot/TimePlot.tsx';
import { QueryBody } from '../../../panels/query-body/QueryBody.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { numberFormat } from '../../../ui/number-format.ts';
import { useExplorer } from '../explorer-context.ts';
import { ViewChart } from '../ViewChart.tsx';
import { MAX_SAMPLES, useSingleSamples } from './use-single-samples.ts';

/** Every sample as a point, once the selection or the zoom leaves few enough of them. */
export function SamplesPanel(): ReactNode {
  const { run, plots } = useExplorer();
  const chart = useRef<ChartHandle>(null);
  const { count, model, picture, loading, error, retry } = useSingleSamples();
  const table = useMemo(() => (model === null ? null : () => sampleTable(model)), [model]);
  return (
    <ViewChart
      title="Single samples"
      note={count === null ? null : `${numberFormat.count(count)} in sight`}
      table={table}
      chart={chart}
      fileName={`${run.name} samples`}
    >
      <QueryBody subject="The samples" loading={loading} error={error} onRetry={retry}>
        {loading || error !== null ? null : model === null || picture === null ? (
          <div className="explorer__none">
            <EmptyState
              title={
                count === null ? 'Too many samples in sight' : `${numberFormat.count(count)} samples in sight`
              }
            >
              {`Up to ${numberFormat.count(MAX_SAMPLES)} are drawn one by one. Zoom in with the wheel, or select a shorter span of time or a band of response times.`}
            </EmptyState>
          </div>
        ) : (
          <TimePlot
            ref={chart}
            owner="single-samples"
            name="Single samples"
            picture={picture}
            shared={plots}
          />
        )}
      </QueryBody>
    </ViewChart>
  );
}
