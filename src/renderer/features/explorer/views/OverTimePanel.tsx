import { useMemo, useRef, useState, type ReactNode } from 'react';
import type { ChartHandle } from '../../../charts/chart-handle.ts';
import type { LaneKind } from '../../../charts/time-series/geometry.ts';
import { describeBuckets } from '../../../charts/time-series/summary.ts';
import { timeSeriesTable } from '../../../charts/time-series/table.ts';
import { QueryBody } from '../../../panels/query-body/QueryBody.tsx';
import { NoHistory } from '../../../panels/timeline/NoHistory.tsx';
import { NoTimeStamps } from '../../../panels/timeline/NoTimeStamps.tsx';
import { RunTimeline } from '../../../panels/timeline/RunTimeline.tsx';
import { useTimeline } from '../../../panels/timeline/use-timeline.ts';
import { useActions, useAppState } from '../../../state/use-store.ts';
import { Segmented } from '../../../ui/Segmented.tsx';
import { useAgainst } from '../../../panels/against/use-against.ts';
import { AgainstLegend } from '../against/AgainstLegend.tsx';
import { useWithAgainst } from '../against/use-against-lines.ts';
import { useExplorer } from '../explorer-context.ts';
import { ViewChart } from '../ViewChart.tsx';
import { LanesMenu, type OptionalLane } from './LanesMenu.tsx';
import { PercentilesMenu } from './PercentilesMenu.tsx';

const SCALES = [
  { value: 'linear', label: 'Linear' },
  { value: 'log', label: 'Log' },
] as const;

/** Percentiles, load and errors over time, with the brush that selects time for all views. */
export function OverTimePanel(): ReactNode {
  const { run, data, crosshair, zoom } = useExplorer();
  const chart = useRef<ChartHandle>(null);
  const [hidden, setHidden] = useState<readonly OptionalLane[]>([]);
  const mode = useAppState((state) => state.layout.charts.latencyScale);
  const { setChartOptions } = useActions();
  const timeline = useTimeline(run, zoom.state.settled);
  const { hasNoHistory } = timeline;
  const against = useAgainst(run);
  const model = useWithAgainst(hasNoHistory ? null : timeline.model, against, zoom.state.settled);
  const withTimes = model === null || !model.reported || model.lines.length > 0;
  const withThreads = model?.buckets.threads != null;

  const lanes = useMemo((): readonly LaneKind[] => {
    const optional: readonly OptionalLane[] = withThreads
      ? ['throughput', 'threads', 'errors']
      : ['throughput', 'errors'];
    const shown = optional.filter((lane) => !hidden.includes(lane));
    return withTimes ? ['response-time', ...shown] : shown;
  }, [withTimes, withThreads, hidden]);

  const table = useMemo(() => (model === null ? null : () => timeSeriesTable(model)), [model]);
  const controls = useMemo(
    () => (
      <>
        {against !== null && <AgainstLegend run={run} against={against} />}
        <Segmented
          label="Scale of response time"
          value={mode}
          options={SCALES}
          onChange={(latencyScale) => setChartOptions({ latencyScale })}
        />
        <PercentilesMenu />
        <LanesMenu withThreads={withThreads} hidden={hidden} onChange={setHidden} />
      </>
    ),
    [run, against, mode, withThreads, hidden, setChartOptions],
  );

  return (
    <ViewChart
      title="Over time"
      note={model === null ? null : describeBuckets(model)}
      controls={controls}
      table={table}
      chart={chart}
      fileName={`${run.name} over time`}
    >
      {hasNoHistory ? (
        <NoHistory run={run} />
      ) : run.startedAtUs === null ? (
        <NoTimeStamps />
      ) : (
        <QueryBody
          subject="The chart over time"
          loading={timeline.loading}
          error={timeline.error}
          onRetry={timeline.retry}
        >
          {model === null ? null : (
            <RunTimeline
              ref={chart}
              run={run}
              model={model}
              lanes={lanes}
              mode={mode}
              runCube={data.cube}
              samples={data.figures.figures?.overall.samples ?? null}
              crosshair={crosshair}
              zoom={zoom.shared}
            />
          )}
        </QueryBody>
      )}
    </ViewChart>
  );
}
