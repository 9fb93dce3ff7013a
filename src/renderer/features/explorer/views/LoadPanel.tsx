import { useMemo, useRef, useState, type ReactNode } from 'react';
import type { ChartHandle } from '../../../charts/chart-handle.ts';
import { loadScatterModel, loadScatterTable, type LoadKind } from '../../../charts/scatter/load-model.ts';
import { LoadScatterChart } from '../../../charts/scatter/LoadScatterChart.tsx';
import { bucketLength } from '../../../charts/time-series/summary.ts';
import { QueryBody } from '../../../panels/query-body/QueryBody.tsx';
import { useTimeline } from '../../../panels/timeline/use-timeline.ts';
import { useAppState } from '../../../state/use-store.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Segmented } from '../../../ui/Segmented.tsx';
import { useExplorer } from '../explorer-context.ts';
import { ViewChart } from '../ViewChart.tsx';

const LOADS = [
  { value: 'throughput', label: 'Rate' },
  { value: 'threads', label: 'Threads' },
] as const;

/** One point per time bucket: response time against throughput or concurrency. */
export function LoadPanel(): ReactNode {
  const { run, crosshair } = useExplorer();
  const chart = useRef<ChartHandle>(null);
  const [kind, setKind] = useState<LoadKind>('throughput');
  const mode = useAppState((state) => state.layout.charts.latencyScale);
  const span = useAppState((state) => state.selection.time);
  const timeline = useTimeline(run);
  const withThreads = timeline.model?.buckets.threads != null;
  const shown = withThreads ? kind : 'throughput';
  const model = useMemo(
    () => (timeline.model === null ? null : loadScatterModel(timeline.model, shown)),
    [timeline.model, shown],
  );
  const table = useMemo(() => (model === null ? null : () => loadScatterTable(model)), [model]);
  const controls = useMemo(
    () => (withThreads ? <Segmented label="Load" value={kind} options={LOADS} onChange={setKind} /> : null),
    [withThreads, kind],
  );
  return (
    <ViewChart
      title="Response time against load"
      note={model === null ? null : `${bucketLength(model.bucketMs)} buckets`}
      controls={controls}
      table={table}
      chart={chart}
      fileName={`${run.name} load`}
    >
      <QueryBody
        subject="The chart"
        loading={timeline.loading}
        error={timeline.error}
        onRetry={timeline.retry}
      >
        {timeline.model === null ? null : model === null || model.points.length === 0 ? (
          <div className="explorer__none">
            <EmptyState title="No points to draw">
              Where every bucket has too few samples for a percentile, there is nothing to compare.
            </EmptyState>
          </div>
        ) : (
          <LoadScatterChart
            ref={chart}
            owner="load"
            model={model}
            mode={mode}
            span={span}
            crosshair={crosshair}
          />
        )}
      </QueryBody>
    </ViewChart>
  );
}
