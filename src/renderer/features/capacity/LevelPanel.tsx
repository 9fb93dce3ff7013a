import { useMemo, useRef, type ReactNode } from 'react';
import type { Capacity } from '#shared/model/capacity.ts';
import type { Headroom } from '#shared/model/headroom.ts';
import type { Run } from '#shared/model/run.ts';
import type { ChartHandle } from '../../charts/chart-handle.ts';
import { ChartPanel } from '../../charts/chart-panel/ChartPanel.tsx';
import { LevelChart } from '../../charts/load-levels/LevelChart.tsx';
import { levelPlot, type LevelPlotKind } from '../../charts/load-levels/model.ts';
import { levelTable } from '../../charts/load-levels/summary.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { formatSpan } from '../../ui/duration-format.ts';

interface LevelPanelProps {
  readonly run: Run;
  readonly kind: LevelPlotKind;
  readonly capacity: Capacity;
  readonly headroom: Headroom | null;
  readonly active: number | null;
  readonly onActive: (users: number | null) => void;
}

/** The loads of the run as a picture. */
export function LevelPanel({ run, kind, capacity, headroom, active, onActive }: LevelPanelProps): ReactNode {
  const chart = useRef<ChartHandle>(null);
  const model = useMemo(() => levelPlot(capacity, kind, headroom), [capacity, kind, headroom]);
  const byUsers = kind === 'throughput';
  return (
    <section
      className="capacity__chart"
      aria-label={byUsers ? 'Throughput against concurrency' : 'Response time against throughput'}
    >
      <ChartPanel
        title={byUsers ? 'Throughput against concurrency' : 'Response time against throughput'}
        note={
          byUsers && capacity.scalability !== null
            ? 'whole run; grey: the fitted scalability law'
            : `whole run, ${formatSpan(capacity.bucketMs)} buckets`
        }
        table={() => levelTable(model)}
        chart={chart}
        fileName={`${run.name} ${byUsers ? 'throughput by concurrency' : 'response time by throughput'}`}
      >
        {model.levels.length === 0 ? (
          <EmptyState title="No points to draw">
            Every stretch of the run has too few samples for a percentile.
          </EmptyState>
        ) : (
          <LevelChart
            ref={chart}
            model={model}
            clockTickMs={run.clockTickMs}
            active={active}
            onActive={onActive}
          />
        )}
      </ChartPanel>
    </section>
  );
}
