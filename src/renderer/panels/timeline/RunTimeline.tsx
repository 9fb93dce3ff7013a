import { useCallback, type ReactNode, type Ref } from 'react';
import type { Run } from '#shared/model/run.ts';
import type { ChartHandle } from '../../charts/chart-handle.ts';
import type { Crosshair } from '../../charts/crosshair.ts';
import type { RibbonScale } from '../../charts/phase-ribbon/ribbon-geometry.ts';
import type { ChartHead, LaneKind } from '../../charts/time-series/geometry.ts';
import type { TimeSeriesModel } from '../../charts/time-series/model.ts';
import { TimeSeriesChart } from '../../charts/time-series/TimeSeriesChart.tsx';
import type { TimeZoom } from '../../charts/time-zoom/use-time-gestures.tsx';
import type { AxisMode } from '../../charts/value-axis.ts';
import { useAppState } from '../../state/use-store.ts';
import { RunPhaseRibbon } from '../phases/RunPhaseRibbon.tsx';
import { canHavePhases, usePhases, type PhasesAnswer } from '../phases/use-phases.ts';
import { selectionLimits } from '../run-nature/run-nature.ts';
import type { RunCube } from '../run-figures/use-run-cube.ts';
import { spanLabel } from './span-label.ts';
import { useTimeBrush } from './use-time-brush.ts';

interface RunTimelineProps {
  readonly run: Run;
  readonly model: TimeSeriesModel;
  readonly lanes: readonly LaneKind[];
  readonly mode: AxisMode;
  readonly runCube: RunCube | null;
  /** Samples of the selection; null while not known. */
  readonly samples: number | null;
  readonly crosshair: Crosshair;
  /** The part of the run that is drawn; null or absent: all of it. */
  readonly zoom?: TimeZoom | null | undefined;
  /** False where the panel says elsewhere what the brush selects. */
  readonly labelled?: boolean;
  readonly ref?: Ref<ChartHandle> | undefined;
}

/** The time series with the run's phases above, and the brush that sets the selection of all views. */
export function RunTimeline({
  run,
  model,
  lanes,
  mode,
  runCube,
  samples,
  crosshair,
  zoom,
  labelled = true,
  ref,
}: RunTimelineProps): ReactNode {
  const span = useAppState((state) => state.selection.time);
  const phases = usePhases(run);
  const { report } = phases;
  const { onBrush, onHold } = useTimeBrush();
  const ribbon = useCallback(
    (scale: RibbonScale, top: number): ReactNode =>
      report === null ? null : <RunPhaseRibbon run={run} report={report} scale={scale} top={top} />,
    [run, report],
  );
  return (
    <TimeSeriesChart
      ref={ref}
      owner="timeline"
      model={model}
      lanes={lanes}
      mode={mode}
      zoom={zoom}
      head={headOf(run, phases, labelled)}
      ribbon={ribbon}
      phases={report?.phases}
      span={span}
      spanLabel={span === null ? '' : spanLabel(span, model.durationMs, samples)}
      // On the bins of the cube counts are exact while the brush moves.
      stepMs={runCube?.cube.binMs ?? model.buckets.bucketMs}
      locked={selectionLimits(run).time}
      onBrush={onBrush}
      onHold={onHold}
      crosshair={crosshair}
    />
  );
}

/** The strip is kept while the phases are on their way, so that the plots do not jump, and given up where there are none. */
function headOf(run: Run, { report, error }: PhasesAnswer, labelled: boolean): ChartHead {
  const hasRibbon = report === null ? canHavePhases(run) && error === null : report.phases.length > 0;
  if (!hasRibbon) return 'label';
  return labelled ? 'label-and-ribbon' : 'ribbon';
}
