import { useMemo, useRef, type ReactNode } from 'react';
import type { Run } from '#shared/model/run.ts';
import { ChartPanel } from '../../charts/chart-panel/ChartPanel.tsx';
import type { ChartHandle } from '../../charts/chart-handle.ts';
import { useNewCrosshair } from '../../charts/use-crosshair.tsx';
import type { LaneKind } from '../../charts/time-series/geometry.ts';
import type { TimeSeriesModel } from '../../charts/time-series/model.ts';
import { describeBuckets } from '../../charts/time-series/summary.ts';
import { timeSeriesTable } from '../../charts/time-series/table.ts';
import { QueryBody } from '../../panels/query-body/QueryBody.tsx';
import type { RunData } from '../../panels/run-figures/use-run-data.ts';
import { NoHistory } from '../../panels/timeline/NoHistory.tsx';
import { NoTimeStamps } from '../../panels/timeline/NoTimeStamps.tsx';
import { PhaseNote } from '../../panels/phases/PhaseNote.tsx';
import { TestTypeLabel } from '../../panels/phases/TestTypeLabel.tsx';
import { RunTimeline } from '../../panels/timeline/RunTimeline.tsx';
import type { TimelineAnswer } from '../../panels/timeline/use-timeline.ts';
import { useAppState } from '../../state/use-store.ts';
import { formatSpan } from '../../ui/duration-format.ts';
import { formatInstant } from '../../ui/instant-format.ts';
import { FiguresBasis } from './FiguresBasis.tsx';

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
  const samples = data.figures.figures?.overall.samples ?? null;
  const note = useMemo(() => <TimelineNote run={run} model={model} />, [run, model]);
  const basis = useMemo(() => <FiguresBasis run={run} samples={samples} />, [run, samples]);
  const table = useMemo(() => (model === null ? null : () => timeSeriesTable(model)), [model]);

  return (
    <section className="overview__timeline" aria-label="Timeline" data-pane="timeline">
      <ChartPanel
        title="Timeline"
        note={note}
        controls={basis}
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
                samples={samples}
                labelled={false}
                crosshair={crosshair}
              />
            )}
          </QueryBody>
        )}
      </ChartPanel>
    </section>
  );
}

interface TimelineNoteProps {
  readonly run: Run;
  readonly model: TimeSeriesModel | null;
}

function TimelineNote({ run, model }: TimelineNoteProps): ReactNode {
  if (run.startedAtUs === null) return <PhaseNote run={run} />;
  const started = `started ${formatInstant(run.startedAtUs)}, ${formatSpan(run.durationMs)}`;
  return (
    <span className="overview__timeline-note">
      <TestTypeLabel run={run} />
      <PhaseNote run={run} />
      <span>{model === null ? started : `${started}, ${describeBuckets(model)}`}</span>
    </span>
  );
}
