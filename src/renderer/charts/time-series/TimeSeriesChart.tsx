import { useCallback, useMemo, useRef, type ReactNode, type Ref } from 'react';
import type { SelectedTime } from '#shared/model/filter.ts';
import type { PhaseSpan } from '#shared/model/phases.ts';
import { CanvasHost } from '../canvas-host/CanvasHost.tsx';
import { useChartCanvas } from '../canvas-host/use-chart-canvas.tsx';
import type { ChartHandle } from '../chart-handle.ts';
import type { Crosshair } from '../crosshair.ts';
import { useTimeGestures, type TimeZoom } from '../time-zoom/use-time-gestures.tsx';
import { useCrosshairMoves } from '../use-crosshair.tsx';
import type { AxisMode } from '../value-axis.ts';
import { drawTimeSeries, type TimeSeriesScene } from './draw.ts';
import { drawTimeSeriesOverlay } from './draw-overlay.ts';
import { drawPhaseRibbon } from '../phase-ribbon/draw-ribbon.ts';
import type { RibbonScale } from '../phase-ribbon/ribbon-geometry.ts';
import { tooltipText } from '../pinned/tooltip-text.ts';
import { usePin } from '../pinned/use-pin.tsx';
import { laneAt, layOutLanes, type ChartHead, type LaneKind } from './geometry.ts';
import { bucketAt, bucketMiddleMs, type TimeSeriesModel } from './model.ts';
import { readoutAt } from './readout.ts';
import { timeSeriesScales } from './scales.ts';
import { describeTimeSeries } from './summary.ts';
import { TimeBrush, type BrushListener } from './TimeBrush.tsx';
import { PinnedTimeTooltip, TimeTooltip, type PinnedTime } from './TimeTooltip.tsx';

interface TimeSeriesChartProps {
  /** Who sets the crosshair. */
  readonly owner: string;
  readonly model: TimeSeriesModel;
  readonly lanes: readonly LaneKind[];
  readonly mode: AxisMode;
  /** The part of the run that is drawn; null: all of it. */
  readonly zoom?: TimeZoom | null | undefined;
  readonly span: SelectedTime | null;
  /** What is kept free above the plots; the label of the span alone unless given. */
  readonly head?: ChartHead | undefined;
  /** Fills the strip of the ribbon, where `head` has one. Keep it stable: it is called again with another one. */
  readonly ribbon?: ((scale: RibbonScale, top: number) => ReactNode) | undefined;
  /** What the ribbon shows, for pictures that leave the window. */
  readonly phases?: readonly PhaseSpan[] | undefined;
  /** The span in words: "4 m 10 s, 61,204 samples". */
  readonly spanLabel: string;
  /** Grid of the brush in ms. */
  readonly stepMs: number;
  /** Why no time can be selected; null: it can. */
  readonly locked: string | null;
  readonly onBrush: BrushListener;
  /** As in {@link TimeBrush}. */
  readonly onHold?: ((held: boolean) => void) | undefined;
  readonly crosshair: Crosshair;
  readonly ref?: Ref<ChartHandle> | undefined;
}

/** Lanes over a common time axis, and the brush that selects time for all views. */
export function TimeSeriesChart(props: TimeSeriesChartProps): ReactNode {
  const { owner, model, lanes, mode, span, spanLabel, stepMs, locked, onBrush, crosshair, ref } = props;
  const zoom = props.zoom ?? null;
  const shown = zoom?.window ?? null;
  const head = props.head ?? 'label';
  const { root, host, viewport, palette, repaint } = useChartCanvas(ref);
  const pointerY = useRef(0);

  const scene = useMemo((): TimeSeriesScene => {
    const geometry = layOutLanes(viewport, lanes, head);
    return { model, geometry, scales: timeSeriesScales(model, geometry, mode, shown), palette };
  }, [viewport, lanes, head, model, mode, shown, palette]);

  const paintPicture = useCallback(
    (context: CanvasRenderingContext2D) => drawTimeSeries(context, scene),
    [scene],
  );
  const paintOverlay = useCallback(
    (context: CanvasRenderingContext2D) =>
      drawTimeSeriesOverlay(
        context,
        scene,
        span === null ? null : { span, label: spanLabel },
        crosshair.get(),
      ),
    [scene, span, spanLabel, crosshair],
  );
  const { phases } = props;
  const paintExport = useMemo(() => {
    const { left, right, ribbonTop } = scene.geometry;
    if (ribbonTop === null || phases === undefined) return undefined;
    const scale = { left, right, domain: scene.scales.window };
    return (context: CanvasRenderingContext2D) => drawPhaseRibbon(context, palette, phases, scale, ribbonTop);
  }, [scene, phases, palette]);
  const { ribbon: ribbonIn } = props;
  // Its menus are rendered again with the picture only, not with every move of the brush.
  const ribbon = useMemo(() => {
    const { left, right, ribbonTop } = scene.geometry;
    return ribbonTop === null ? null : ribbonIn?.({ left, right, domain: scene.scales.window }, ribbonTop);
  }, [scene, ribbonIn]);
  useCrosshairMoves(crosshair, repaint);
  useTimeGestures(root, scene.scales, zoom);

  const scale = useMemo(
    () => ({
      left: scene.geometry.left,
      right: scene.geometry.right,
      durationMs: model.durationMs,
      stepMs,
      window: scene.scales.window,
    }),
    [scene, model.durationMs, stepMs],
  );

  function hover(point: { readonly x: number; readonly y: number } | null): void {
    const { geometry, scales } = scene;
    if (point === null || point.y < geometry.brushTop) {
      crosshair.clear(owner);
      return;
    }
    pointerY.current = point.y;
    const index = bucketAt(model.buckets, scales.toTime(point.x));
    const lane = laneAt(geometry, point.y);
    const response =
      lane?.kind === 'response-time' ? scales.lanes.find(({ plan }) => plan === lane) : undefined;
    crosshair.set({
      owner,
      timeMs: index < 0 ? null : Math.min(bucketMiddleMs(model.buckets, index), model.durationMs),
      valueMs: response === undefined ? null : response.axis.toValue(point.y),
    });
  }

  const pin = usePin(root, {
    placeNow: (): PinnedTime | null => {
      const at = crosshair.get();
      const { lanes } = scene.geometry;
      if (at?.owner === owner && at.timeMs !== null) return { timeMs: at.timeMs, y: pointerY.current };
      const { fromMs, toMs } = span ?? scene.scales.window;
      return { timeMs: (fromMs + toMs) / 2, y: lanes[0]?.top ?? 0 };
    },
    textOf: ({ timeMs }) => {
      const readout = readoutAt(model, timeMs, scene.scales.duration);
      return readout === null
        ? null
        : tooltipText({ title: readout.span, note: readout.clock, rows: readout.rows });
    },
  });

  return (
    <div ref={root} className="chart">
      <CanvasHost
        ref={host}
        viewport={viewport}
        label={useMemo(() => describeTimeSeries(model, scene.scales.duration), [model, scene])}
        paintPicture={paintPicture}
        paintOverlay={paintOverlay}
        paintExport={paintExport}
      />
      <TimeBrush
        geometry={scene.geometry}
        scale={scale}
        bucketMs={model.buckets.bucketMs}
        span={span}
        several
        description={span === null ? 'Whole run' : spanLabel}
        locked={locked}
        onBrush={onBrush}
        onHold={props.onHold}
        onHover={hover}
      />
      {ribbon}
      <TimeTooltip
        scene={scene}
        crosshair={crosshair}
        owner={owner}
        pointerY={() => pointerY.current}
        foot={locked}
      />
      <PinnedTimeTooltip scene={scene} place={pin.place} />
      <span className="visually-hidden" role="status">
        {pin.said}
      </span>
    </div>
  );
}
