import { useCallback, useMemo, type ReactNode, type Ref } from 'react';
import { useChartCanvas } from '../canvas-host/use-chart-canvas.tsx';
import type { ChartHandle } from '../chart-handle.ts';
import type { Crosshair } from '../crosshair.ts';
import { ValueChart, type ValueReading } from '../value-chart/ValueChart.tsx';
import { drawOverlay, drawOverlayCrosshair } from './draw.ts';
import { OVERLAY_START, overlayMarks, overlayPlace, overlayReadout } from './readout.ts';
import { layOutOverlay, overlayScene, valueUnder, type CurveKind, type OverlayModel } from './scene.ts';
import { describeOverlay } from './summary.ts';

interface OverlayChartProps {
  /** Who sets the crosshair. */
  readonly owner: string;
  readonly model: OverlayModel;
  readonly kind: CurveKind;
  readonly crosshair: Crosshair;
  readonly ref?: Ref<ChartHandle> | undefined;
}

/** The distributions of A and B over each other. */
export function OverlayChart({ owner, model, kind, crosshair, ref }: OverlayChartProps): ReactNode {
  const canvas = useChartCanvas(ref);
  const { viewport, palette } = canvas;
  const scene = useMemo(
    () => overlayScene(model, kind, layOutOverlay(viewport), palette),
    [model, kind, viewport, palette],
  );
  const reading = useMemo(
    (): ValueReading => ({
      name: 'Percentile curves of A and B',
      marks: () => overlayMarks(model),
      start: OVERLAY_START,
      readout: (mark) => overlayReadout(scene, mark),
      placeOf: (mark) => overlayPlace(scene, mark),
    }),
    [model, scene],
  );
  return (
    <ValueChart
      canvas={canvas}
      owner={owner}
      crosshair={crosshair}
      label={useMemo(() => describeOverlay(model), [model])}
      paintPicture={useCallback((context) => drawOverlay(context, scene), [scene])}
      paintOverlay={useCallback(
        (context) => drawOverlayCrosshair(context, scene, crosshair.get()?.valueMs ?? null),
        [scene, crosshair],
      )}
      markAt={(x, y) => {
        const valueMs = valueUnder(scene, x, y);
        return valueMs === null ? null : { timeMs: null, valueMs };
      }}
      reading={reading}
    />
  );
}
