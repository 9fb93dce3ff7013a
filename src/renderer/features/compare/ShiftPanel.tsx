import { useCallback, useMemo, useRef, type ReactNode } from 'react';
import { ChartPanel } from '../../charts/chart-panel/ChartPanel.tsx';
import type { ChartHandle } from '../../charts/chart-handle.ts';
import type { Crosshair } from '../../charts/crosshair.ts';
import { percentileCurve, percentileOf } from '../../charts/percentile/model.ts';
import { shiftModel } from '../../charts/shift-function/model.ts';
import { ShiftChart } from '../../charts/shift-function/ShiftChart.tsx';
import { shiftTable } from '../../charts/shift-function/summary.ts';
import { QueryBody } from '../../panels/query-body/QueryBody.tsx';
import type { DurationScale } from '../../ui/duration-format.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useCurve } from './use-curve.ts';
import { withRuns, type ShownSide } from './shown-side.ts';
import type { DistributionsAnswer } from './use-distributions.ts';

interface ShiftPanelProps {
  readonly answer: DistributionsAnswer;
  readonly sideA: ShownSide;
  /** Which runs are shown, where a side has several. */
  readonly shownRuns: string | null;
  /** Relative. */
  readonly margin: number;
  readonly duration: DurationScale;
  readonly crosshair: Crosshair;
  readonly name: string;
}

/** How each percentile has moved. */
export function ShiftPanel(props: ShiftPanelProps): ReactNode {
  const { answer, sideA, shownRuns, margin, duration, crosshair, name } = props;
  const chart = useRef<ChartHandle>(null);
  const { data } = answer;
  const model = useMemo(() => (data === null ? null : shiftModel(data, margin)), [data, margin]);
  // The crosshair of linked charts is a response time: on side A it is a percentile.
  const curve = useCurve(sideA).data;
  const known = useMemo(
    () => (curve === null || curve.table.rowCount === 0 ? null : percentileCurve(curve)),
    [curve],
  );
  const toPercentile = useCallback(
    (valueMs: number) => (known === null ? null : percentileOf(known, valueMs)),
    [known],
  );
  return (
    <section className="detail__chart" aria-label="Shift function" data-pane="shift">
      <ChartPanel
        title="Shift function"
        note={withRuns(`B against A, ${model?.unit ?? '%'}`, shownRuns)}
        table={model === null ? null : () => shiftTable(model, duration)}
        chart={chart}
        fileName={`${name} shift function`}
      >
        <QueryBody
          subject="The shift function"
          loading={answer.loading}
          error={answer.error}
          onRetry={answer.retry}
        >
          {model === null ? null : model.points.length === 0 ? (
            <div className="detail__none">
              <EmptyState title="Too few samples">
                A side has no samples in this span, or a report has none at all.
              </EmptyState>
            </div>
          ) : (
            <ShiftChart
              ref={chart}
              owner="compare-shift"
              model={model}
              duration={duration}
              crosshair={crosshair}
              percentileOf={toPercentile}
            />
          )}
        </QueryBody>
      </ChartPanel>
    </section>
  );
}
