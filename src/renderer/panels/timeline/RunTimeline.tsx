import { useCallback, type ReactNode, type Ref } from 'react';
import type { TimeSpan } from '#shared/model/filter.ts';
import type { Run } from '#shared/model/run.ts';
import type { ChartHandle } from '../../charts/chart-handle.ts';
import type { Crosshair } from '../../charts/crosshair.ts';
import type { LaneKind } from '../../charts/time-series/geometry.ts';
import type { TimeSeriesModel } from '../../charts/time-series/model.ts';
import { TimeSeriesChart } from '../../charts/time-series/TimeSeriesChart.tsx';
import type { AxisMode } from '../../charts/value-axis.ts';
import { useActions, useAppState } from '../../state/use-store.ts';
import { formatSpan } from '../../ui/duration-format.ts';
import { numberFormat } from '../../ui/number-format.ts';
import { selectionLimits } from '../run-nature/run-nature.ts';
import { measureFrame } from '../run-figures/brush-timing.ts';
import type { RunCube } from '../run-figures/use-run-cube.ts';

interface RunTimelineProps {
  readonly run: Run;
  readonly model: TimeSeriesModel;
  readonly lanes: readonly LaneKind[];
  readonly mode: AxisMode;
  readonly runCube: RunCube | null;
  /** Samples of the selection; null while not known. */
  readonly samples: number | null;
  readonly crosshair: Crosshair;
  readonly ref?: Ref<ChartHandle> | undefined;
}

/** The time series with the brush that sets the selection of all views. */
export function RunTimeline({
  run,
  model,
  lanes,
  mode,
  runCube,
  samples,
  crosshair,
  ref,
}: RunTimelineProps): ReactNode {
  const span = useAppState((state) => state.selection.time);
  const { setTime } = useActions();
  const onBrush = useCallback(
    (next: TimeSpan | null, moving: boolean) => {
      if (moving) measureFrame();
      setTime(next, { moving });
    },
    [setTime],
  );
  return (
    <TimeSeriesChart
      ref={ref}
      owner="timeline"
      model={model}
      lanes={lanes}
      mode={mode}
      span={span}
      spanLabel={span === null ? '' : spanLabel(span, model.durationMs, samples)}
      // On the bins of the cube counts are exact while the brush moves.
      stepMs={runCube?.cube.binMs ?? model.buckets.bucketMs}
      locked={selectionLimits(run).time}
      onBrush={onBrush}
      crosshair={crosshair}
    />
  );
}

function spanLabel(span: TimeSpan, durationMs: number, samples: number | null): string {
  const length = formatSpan(Math.min(span.toMs, durationMs) - span.fromMs);
  return samples === null ? length : `${length}, ${numberFormat.count(samples)} samples`;
}
