import { useMemo, useRef, type ReactNode } from 'react';
import type { TimeSpan } from '#shared/model/filter.ts';
import type { LatencySeries } from '#shared/model/latency.ts';
import type { PhaseReport } from '#shared/model/phases.ts';
import { ChartPanel } from '../../charts/chart-panel/ChartPanel.tsx';
import type { ChartHandle } from '../../charts/chart-handle.ts';
import type { Crosshair } from '../../charts/crosshair.ts';
import { pairedModel, type PairedName, type PairedSide } from '../../charts/paired-series/model.ts';
import { PairedChart } from '../../charts/paired-series/PairedChart.tsx';
import { describePairedBuckets, pairedTable } from '../../charts/paired-series/summary.ts';
import { timeSeriesModel } from '../../charts/time-series/model.ts';
import { durationScale, formatSpan } from '../../ui/duration-format.ts';
import { useEngineQuery } from '../../data/use-query.ts';
import { canHavePhases } from '../../panels/phases/use-phases.ts';
import { QueryBody } from '../../panels/query-body/QueryBody.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { withRuns } from './shown-side.ts';
import type { DetailRun } from './use-detail-run.ts';

const MAX_BUCKETS = 120;
const PERCENTILES = [50, 95] as const;

interface PairedPanelProps {
  readonly sideA: DetailRun | null;
  readonly sideB: DetailRun | null;
  readonly span: TimeSpan | null;
  readonly onBrush: (span: TimeSpan | null, moving: boolean) => void;
  readonly crosshair: Crosshair;
  /** Which runs are shown, where a side has several. */
  readonly shownRuns: string | null;
  readonly name: string;
}

/** p50 and p95 of both sides over time, each from the start of its run. */
export function PairedPanel(props: PairedPanelProps): ReactNode {
  const { sideA, sideB, span, onBrush, crosshair, shownRuns, name } = props;
  const chart = useRef<ChartHandle>(null);
  const a = useOverTime(sideA);
  const b = useOverTime(sideB);
  const model = useMemo(() => {
    const sides = [
      ...(sideA === null || a.series === null ? [] : [pairedSide('A', sideA, a.series, a.phases)]),
      ...(sideB === null || b.series === null ? [] : [pairedSide('B', sideB, b.series, b.phases)]),
    ].filter((side) => side.lines.length > 0);
    return sides.length === 0
      ? null
      : pairedModel(sides, Math.max(sideA?.run.clockTickMs ?? 0, sideB?.run.clockTickMs ?? 0) || 1);
  }, [sideA, sideB, a.series, a.phases, b.series, b.phases]);
  const loading = a.loading || b.loading;
  const error = a.error ?? b.error;
  return (
    <section className="detail__chart" aria-label="Percentiles over time" data-pane="paired">
      <ChartPanel
        title="Percentiles over time"
        note={model === null ? null : withRuns(`ms (log), ${describePairedBuckets(model)}`, shownRuns)}
        table={model === null ? null : () => pairedTable(model, durationScale('ms', model.clockTickMs))}
        chart={chart}
        fileName={`${name} over time`}
      >
        <QueryBody
          subject="The chart over time"
          loading={loading}
          error={error}
          onRetry={() => {
            a.retry();
            b.retry();
          }}
        >
          {model !== null ? (
            <PairedChart
              ref={chart}
              owner="compare-paired"
              model={model}
              span={span}
              spanLabel={span === null ? '' : formatSpan(span.toMs - span.fromMs)}
              stepMs={model.durationMs >= 30_000 ? 1000 : 100}
              onBrush={onBrush}
              crosshair={crosshair}
            />
          ) : loading || error !== null || sideA === null || sideB === null ? null : (
            <div className="detail__none">
              <EmptyState title="No history">Neither side has samples with time stamps.</EmptyState>
            </div>
          )}
        </QueryBody>
      </ChartPanel>
    </section>
  );
}

function pairedSide(
  name: PairedName,
  { run, window }: DetailRun,
  series: LatencySeries,
  phases: PhaseReport | null,
): PairedSide {
  return {
    name,
    durationMs: run.durationMs,
    lines: timeSeriesModel(run, series, PERCENTILES).lines,
    judged: window,
    phases: phases?.phases ?? [],
  };
}

function useOverTime(side: DetailRun | null) {
  const timed = side !== null && side.run.startedAtUs !== null;
  const series = useEngineQuery(
    'latency.series',
    timed ? { filter: side.untimed, percentiles: [...PERCENTILES], maxBuckets: MAX_BUCKETS } : null,
    { keepPrevious: false },
  );
  const phases = useEngineQuery(
    'phases.get',
    side !== null && canHavePhases(side.run) ? { runId: side.run.id } : null,
  );
  return {
    series: series.data,
    phases: phases.data,
    loading: series.status === 'loading',
    error: series.error,
    retry: series.retry,
  };
}
