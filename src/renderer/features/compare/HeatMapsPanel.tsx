import { useMemo, useRef, type ReactNode } from 'react';
import type { LatencyCube } from '#shared/model/latency.ts';
import { ChartPanel } from '../../charts/chart-panel/ChartPanel.tsx';
import type { ChartHandle } from '../../charts/chart-handle.ts';
import type { Crosshair } from '../../charts/crosshair.ts';
import { pairedHeat } from '../../charts/paired-heat/model.ts';
import { PairedHeatChart } from '../../charts/paired-heat/PairedHeatChart.tsx';
import { pairedHeatTable } from '../../charts/paired-heat/summary.ts';
import { useEngineQuery } from '../../data/use-query.ts';
import { QueryBody } from '../../panels/query-body/QueryBody.tsx';
import { selectionLimits } from '../../panels/run-nature/run-nature.ts';
import { chooseDurationScale } from '../../ui/duration-format.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { withRuns } from './shown-side.ts';
import type { DetailRun } from './use-detail-run.ts';

/** Finer than its columns gains nothing; what it may weigh is in docs/benchmarks.md. */
const MAX_BINS = 180;
const MAX_BYTES = 64_000_000;
const NOTE = "successful samples by response time (log) over elapsed time, each from its run's start";

interface HeatMapsPanelProps {
  readonly sideA: DetailRun | null;
  readonly sideB: DetailRun | null;
  readonly crosshair: Crosshair;
  /** Which runs are shown, where a side has several. */
  readonly shownRuns: string | null;
  readonly name: string;
}

/** Heat maps of both sides and their difference, over the whole runs. */
export function HeatMapsPanel({ sideA, sideB, crosshair, shownRuns, name }: HeatMapsPanelProps): ReactNode {
  const chart = useRef<ChartHandle>(null);
  const a = useCube(sideA);
  const b = useCube(sideB);
  const model = useMemo(() => {
    if (sideA === null || sideB === null || a.data === null || b.data === null) return null;
    const side = (of: DetailRun, cube: LatencyCube) => ({
      cube,
      transactionId: of.transactionId,
      durationMs: of.run.durationMs,
    });
    return pairedHeat(
      side(sideA, a.data),
      side(sideB, b.data),
      Math.max(sideA.run.clockTickMs, sideB.run.clockTickMs),
    );
  }, [sideA, sideB, a.data, b.data]);
  const loading = a.status === 'loading' || b.status === 'loading';
  const error = a.error ?? b.error;
  const table = useMemo(
    () =>
      model === null
        ? null
        : () => pairedHeatTable(model, chooseDurationScale(model.rows.edgesMs, model.clockTickMs)),
    [model],
  );
  return (
    <section className="detail__chart" aria-label="Heat maps" data-pane="heat-maps">
      <ChartPanel
        title="Heat maps"
        note={withRuns(NOTE, shownRuns)}
        table={table}
        chart={chart}
        fileName={`${name} heat maps`}
      >
        <QueryBody
          subject="The heat map"
          loading={loading}
          error={error}
          onRetry={() => {
            a.retry();
            b.retry();
          }}
        >
          {model !== null ? (
            <PairedHeatChart ref={chart} owner="compare-heat" model={model} crosshair={crosshair} />
          ) : loading || error !== null || sideA === null || sideB === null ? null : (
            <div className="detail__none">
              <EmptyState title="No heat map of this transaction">
                {canHaveCube(sideA) && canHaveCube(sideB)
                  ? 'It has no successful samples, or it is one of so many that its samples are only kept added up with those of others.'
                  : 'One of the sides has no samples with time stamps.'}
              </EmptyState>
            </div>
          )}
        </QueryBody>
      </ChartPanel>
    </section>
  );
}

function canHaveCube({ run }: DetailRun): boolean {
  return selectionLimits(run).time === null;
}

function useCube(side: DetailRun | null) {
  return useEngineQuery(
    'latency.cube',
    side !== null && canHaveCube(side)
      ? { runId: side.run.id, conditions: [], maxBins: MAX_BINS, maxBytes: MAX_BYTES }
      : null,
    { keepPrevious: false },
  );
}
