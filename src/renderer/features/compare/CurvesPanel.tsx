import { useMemo, useRef, useState, type ReactNode } from 'react';
import type { ComparedMetric } from '#shared/model/comparison.ts';
import { ChartPanel } from '../../charts/chart-panel/ChartPanel.tsx';
import type { ChartHandle } from '../../charts/chart-handle.ts';
import type { Crosshair } from '../../charts/crosshair.ts';
import { OverlayChart } from '../../charts/overlay-curves/OverlayChart.tsx';
import { overlayDuration, type CurveKind } from '../../charts/overlay-curves/scene.ts';
import { overlayTable } from '../../charts/overlay-curves/summary.ts';
import { percentileCurve } from '../../charts/percentile/model.ts';
import { QueryBody } from '../../panels/query-body/QueryBody.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { useCurve } from './use-curve.ts';
import { withRuns, type ShownSide } from './shown-side.ts';

const KINDS = [
  { value: 'nines', label: 'Nines' },
  { value: 'ecdf', label: 'ECDF' },
] as const;

const marks: Readonly<Record<ComparedMetric, number | null>> = {
  p50: 50,
  p95: 95,
  p99: 99,
  errorRate: null,
  throughput: null,
};

interface CurvesPanelProps {
  readonly sideA: ShownSide;
  readonly sideB: ShownSide;
  /** Which runs are shown, where a side has several. */
  readonly shownRuns: string | null;
  readonly metric: ComparedMetric;
  readonly crosshair: Crosshair;
  readonly name: string;
}

/** Percentile curves of both sides over each other. */
export function CurvesPanel(props: CurvesPanelProps): ReactNode {
  const { sideA, sideB, shownRuns, metric, crosshair, name } = props;
  const chart = useRef<ChartHandle>(null);
  const [kind, setKind] = useState<CurveKind>('nines');
  const a = useCurve(sideA);
  const b = useCurve(sideB);
  const clockTickMs = Math.max(sideA.one?.run.clockTickMs ?? 0, sideB.one?.run.clockTickMs ?? 0) || 1;
  const model = useMemo(
    () =>
      a.data === null || b.data === null
        ? null
        : {
            baseline: percentileCurve(a.data),
            candidate: percentileCurve(b.data),
            clockTickMs,
            marked: marks[metric],
          },
    [a.data, b.data, clockTickMs, metric],
  );
  const controls = useMemo(
    () => <Segmented label="Kind of curve" value={kind} options={KINDS} onChange={setKind} />,
    [kind],
  );
  const unit = model === null ? 'ms' : overlayDuration(model).unit;
  return (
    <section className="detail__chart" aria-label="Percentile curve" data-pane="curves">
      <ChartPanel
        title="Percentile curve"
        note={withRuns(kind === 'nines' ? unit : '%', shownRuns)}
        controls={controls}
        table={model === null ? null : () => overlayTable(model)}
        chart={chart}
        fileName={`${name} percentile curves`}
      >
        <QueryBody
          subject="The percentile curve"
          loading={a.loading || b.loading}
          error={a.error ?? b.error}
          onRetry={() => {
            a.retry();
            b.retry();
          }}
        >
          {model === null ? null : (
            <OverlayChart
              ref={chart}
              owner="compare-curves"
              model={model}
              kind={kind}
              crosshair={crosshair}
            />
          )}
        </QueryBody>
      </ChartPanel>
    </section>
  );
}
