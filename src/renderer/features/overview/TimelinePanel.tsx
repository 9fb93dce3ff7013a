import { useMemo, useRef, type ReactNode } from 'react';
import type { Run } from '#shared/model/run.ts';
import { ChartPanel } from '../../charts/chart-panel/ChartPanel.tsx';
import type { ChartHandle } from '../../charts/chart-handle.ts';
import { useNewCrosshair } from '../../charts/use-crosshair.tsx';
import type { LaneKind } from '../../charts/time-series/geometry.ts';
import { describeBuckets } from '../../charts/time-series/summary.ts';
import { timeSeriesTable } from '../../charts/time-series/table.ts';
import { QueryBody } from '../../panels/query-body/QueryBody.tsx';
import type { RunData } from '../../panels/run-figures/use-run-data.ts';
import { NoHistory } from '../../panels/timeline/NoHistory.tsx';
import { NoTimeStamps } from '../../panels/timeline/NoTimeStamps.tsx';
import { RunTimeline } from '../../panels/timeline/RunTimeline.tsx';
import type { TimelineAnswer } from '../../panels/timeline/use-timeline.ts';
import { useAppState } from '../../state/use-store.ts';
import { formatSpan } from '../../ui/duration-format.ts';
import { formatInstant } from '../../ui/instant-format.ts';

const LANES: readonly LaneKind[] = ['response-time', 'load'];
/** Of a report whose intervals have no percentiles. */
const LANES_WITHOUT_TIMES: readonly LaneKind[] = ['load', 'errors'];

interface TimelinePanelProps {
  readonly run: Run;
  readonly data: RunData;
  readonly timeline: TimelineAnswer;
}

/** The run at a glance; the brush on it selects time for everything on screen. */
export function TimelinePanel({ run, data, timeline }: TimelinePanelProps): ReactNode {
  const chart = useRef<ChartHandle>(null);
  const crosshair = useNewCrosshair();
  const mode = useAppState((state) => state.layout.charts.latencyScale);
  const { hasNoHistory } = timeline;
  const model = hasNoHistory ? null : timeline.model;
  const table = useMemo(() => (model === null ? null : () => timeSeriesTable(model)), [model]);

  return (
    <section className="overview__timeline" aria-label="Timeline" data-pane="timeline">
      <ChartPanel
        title="Timeline"
        note={
          run.startedAtUs === null
            ? null
            : `started ${formatInstant(run.startedAtUs)}, ${formatSpan(run.durationMs)}${model === null ? '' : `, ${describeBuckets(model)}`}`
        }
        table={table}
        chart={chart}
        fileName={`${run.name} timeline`}
      >
        {hasNoHistory ? (
          <NoHistory run={run} />
        ) : run.startedAtUs === null ? (
          <NoTimeStamps />
        ) : (
          <QueryBody
            subject="The timeline"
            loading={timeline.loading}
            error={timeline.error}
            onRetry={timeline.retry}
          >
            {model === null ? null : (
              <RunTimeline
                ref={chart}
                run={run}
                model={model}
                lanes={model.reported && model.lines.length === 0 ? LANES_WITHOUT_TIMES : LANES}
                mode={mode}
                runCube={data.cube}
                samples={data.figures.figures?.overall.samples ?? null}
                crosshair={crosshair}
              />
            )}
          </QueryBody>
        )}
      </ChartPanel>
    </section>
  );
}
