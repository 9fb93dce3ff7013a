import './time-plot.css';
import { useCallback, useMemo, useRef, type ReactNode, type Ref } from 'react';
import type { LatencyBand, SelectedTime } from '#shared/model/filter.ts';
import { CanvasHost } from '../canvas-host/CanvasHost.tsx';
import { useChartCanvas } from '../canvas-host/use-chart-canvas.tsx';
import type { ChartHandle } from '../chart-handle.ts';
import type { Crosshair } from '../crosshair.ts';
import { tooltipText } from '../pinned/tooltip-text.ts';
import { usePin } from '../pinned/use-pin.tsx';
import { timeAxis } from '../time-axis.ts';
import { TimeBrush, type BrushListener } from '../time-series/TimeBrush.tsx';
import { useTimeGestures, type TimeZoom } from '../time-zoom/use-time-gestures.tsx';
import { useCrosshairMoves } from '../use-crosshair.tsx';
import type { ValueAxis } from '../value-axis.ts';
import type { Box, BoxSteps, Point } from './box.ts';
import { BoxSurface, type BoxActions } from './BoxSurface.tsx';
import { drawFrame, drawTimeTicks } from './draw-frame.ts';
import { drawPlotOverlay } from './draw-overlay.ts';
import { isInside, layOutTimePlot, type TimePlotFrame } from './geometry.ts';
import { PinnedPlotTooltip, PlotTooltip, type PlotReadout } from './PlotTooltip.tsx';

/** What all plots over time of one view share. */
export interface TimePlotSharing {
  readonly zoom: TimeZoom;
  readonly crosshair: Crosshair;
  readonly span: SelectedTime | null;
  readonly band: LatencyBand | null;
  /** The selection in words: "4 m 10 s, 61,204 samples". */
  readonly spanLabel: string;
  /** Grid of the brush in ms. */
  readonly stepMs: number;
  /** Why no time can be selected; null: it can. */
  readonly locked: string | null;
  readonly onBrush: BrushListener;
  /** As in {@link TimeBrush}. */
  readonly onHold: (held: boolean) => void;
  readonly box: BoxActions;
}

/** One picture over time. Functions must be stable as long as the picture is the same. */
export interface TimePicture {
  readonly title: string;
  /** The picture in words, for those who do not see it. */
  readonly label: string;
  /** Width of a bucket: the step of the keyboard. */
  readonly bucketMs: number;
  readonly axis: (top: number, bottom: number) => ValueAxis;
  readonly tick: (value: number) => string;
  readonly paint: (context: CanvasRenderingContext2D, frame: TimePlotFrame) => void;
  /** What is marked under the crosshair, besides the lines. */
  readonly paintMark?: (context: CanvasRenderingContext2D, frame: TimePlotFrame, at: PlotPlace) => void;
  /** The middle of the bucket of a time: where the crosshair stands. */
  readonly snapTime: (timeMs: number) => number;
  readonly readout: (at: PlotPlace) => PlotReadout | null;
  /** Where the heights are response times: the edges that a band may have, and the steps of the cursor. */
  readonly bands: { readonly snapMs: (valueMs: number) => number; readonly step: BoxSteps['value'] } | null;
}

export interface PlotPlace {
  readonly timeMs: number;
  readonly value: number;
}

interface TimePlotProps {
  /** Who sets the crosshair. */
  readonly owner: string;
  /** Names the chart for assistive technology: "Heat map". */
  readonly name: string;
  readonly picture: TimePicture;
  readonly shared: TimePlotSharing;
  readonly ref?: Ref<ChartHandle> | undefined;
}

/** A plot over time with everything that such plots have in common: zoom, selection, crosshair, tooltip and export. */
export function TimePlot({ owner, name, picture, shared, ref }: TimePlotProps): ReactNode {
  const { zoom, crosshair, span, band, locked } = shared;
  const { root, host, viewport, palette, repaint } = useChartCanvas(ref);
  const draft = useRef<Box | null>(null);
  const pointerY = useRef(0);

  const frame = useMemo((): TimePlotFrame => {
    const geometry = layOutTimePlot(viewport);
    const window = zoom.window ?? { fromMs: 0, toMs: zoom.durationMs };
    return {
      geometry,
      time: timeAxis(window, geometry.left, geometry.right),
      values: picture.axis(geometry.top, geometry.bottom),
      palette,
      pixelRatio: viewport.pixelRatio,
    };
  }, [viewport, zoom.window, zoom.durationMs, picture, palette]);

  const paintPicture = useCallback(
    (context: CanvasRenderingContext2D) => {
      drawFrame(context, frame, picture);
      picture.paint(context, frame);
      drawTimeTicks(context, frame);
    },
    [frame, picture],
  );
  const paintOverlay = useCallback(
    (context: CanvasRenderingContext2D) => {
      const position = crosshair.get();
      drawPlotOverlay(
        context,
        frame,
        { span, band: picture.bands === null ? null : band, draft: draft.current },
        position === null ? null : { position, level: picture.bands !== null, stepMs: picture.bucketMs },
      );
      if (position?.owner !== owner || position.timeMs === null) return;
      picture.paintMark?.(context, frame, {
        timeMs: position.timeMs,
        value: position.valueMs ?? frame.values.toValue(pointerY.current),
      });
    },
    [frame, picture, span, band, crosshair, owner],
  );
  useCrosshairMoves(crosshair, repaint);
  useTimeGestures(root, frame.time, zoom);

  const scale = useMemo(
    () => ({
      left: frame.geometry.left,
      right: frame.geometry.right,
      durationMs: zoom.durationMs,
      stepMs: shared.stepMs,
      window: frame.time.window,
    }),
    [frame, zoom.durationMs, shared.stepMs],
  );

  function hover(point: Point | null): void {
    if (point === null || !isInside(frame.geometry, point.x, point.y)) {
      crosshair.clear(owner);
      return;
    }
    pointerY.current = point.y;
    const timeMs = picture.snapTime(frame.time.toTime(point.x));
    crosshair.set({
      owner,
      timeMs: Math.min(Math.max(timeMs, frame.time.window.fromMs), frame.time.window.toMs),
      valueMs: picture.bands === null ? null : frame.values.toValue(point.y),
    });
  }

  const pin = usePin(root, {
    placeNow: (): PlotPlace | null => {
      const at = crosshair.get();
      const { geometry, time, values } = frame;
      if (at?.owner === owner && at.timeMs !== null)
        return { timeMs: at.timeMs, value: at.valueMs ?? values.toValue(pointerY.current) };
      const { fromMs, toMs } = span ?? time.window;
      return {
        timeMs: picture.snapTime((fromMs + toMs) / 2),
        value: values.toValue((geometry.top + geometry.bottom) / 2),
      };
    },
    textOf: (place) => {
      const found = picture.readout(place);
      return found === null ? null : tooltipText(found);
    },
  });

  const surface =
    picture.bands === null ? (
      <TimeBrush
        name={`${name}, span of time`}
        geometry={frame.geometry}
        scale={scale}
        bucketMs={picture.bucketMs}
        span={span}
        several
        description={span === null ? 'Whole run' : shared.spanLabel}
        locked={locked}
        onBrush={shared.onBrush}
        onHold={shared.onHold}
        onHover={hover}
      />
    ) : (
      <BoxSurface
        name={name}
        geometry={frame.geometry}
        scale={{
          time: scale,
          values: frame.values,
          top: frame.geometry.top,
          bottom: frame.geometry.bottom,
          snapMs: picture.bands.snapMs,
        }}
        steps={{ timeMs: picture.bucketMs, value: picture.bands.step, window: frame.time.window }}
        locked={locked}
        onBox={shared.box.onBox}
        onClear={shared.box.onClear}
        onDraft={(box) => {
          draft.current = box;
          repaint();
        }}
        onHover={hover}
        onCursor={({ timeMs, valueMs }) => {
          pointerY.current = frame.values.toPx(valueMs);
          crosshair.set({ owner, timeMs: picture.snapTime(timeMs), valueMs });
        }}
        describe={({ timeMs, valueMs }) => inWords(picture.readout({ timeMs, value: valueMs }))}
      />
    );

  return (
    <div ref={root} className="chart">
      <CanvasHost
        ref={host}
        viewport={viewport}
        label={picture.label}
        paintPicture={paintPicture}
        paintOverlay={paintOverlay}
      />
      {surface}
      <PlotTooltip
        frame={frame}
        readout={picture.readout}
        crosshair={crosshair}
        owner={owner}
        pointerY={() => pointerY.current}
        foot={locked}
      />
      <PinnedPlotTooltip frame={frame} readout={picture.readout} place={pin.place} />
      <span className="visually-hidden" role="status">
        {pin.said}
      </span>
    </div>
  );
}

function inWords(readout: PlotReadout | null): string {
  if (readout === null) return 'Nothing here';
  return [readout.title, ...readout.rows.map(({ name, value }) => `${name} ${value}`)].join(', ');
}
