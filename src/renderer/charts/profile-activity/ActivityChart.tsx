import '../time-plot/time-plot.css';
import { useCallback, useMemo, useRef, type ReactNode } from 'react';
import type { TimeSpan } from '#shared/model/filter.ts';
import { CanvasHost } from '../canvas-host/CanvasHost.tsx';
import { usePalette } from '../canvas-host/use-palette.tsx';
import { useViewport } from '../canvas-host/use-viewport.tsx';
import { TimeBrush } from '../time-series/TimeBrush.tsx';
import { activityFrame, drawActivity, drawActivitySpan } from './draw.ts';
import type { ActivityModel } from './model.ts';

interface ActivityChartProps {
  readonly label: string;
  readonly model: ActivityModel;
  readonly span: TimeSpan | null;
  /** The span in words, on the picture and for those who hear it. */
  readonly spanText: string;
  readonly onBrush: (span: TimeSpan | null, moving: boolean) => void;
}

/** The whole time of a profile, and the part of it that is looked at. */
export function ActivityChart({ label, model, span, spanText, onBrush }: ActivityChartProps): ReactNode {
  const host = useRef<HTMLDivElement>(null);
  const palette = usePalette();
  const viewport = useViewport(host);
  const frame = useMemo(() => activityFrame(viewport.width, viewport.height), [viewport]);
  const paintPicture = useCallback(
    (context: CanvasRenderingContext2D) => drawActivity(context, palette, model, frame),
    [palette, model, frame],
  );
  const paintOverlay = useCallback(
    (context: CanvasRenderingContext2D) => drawActivitySpan(context, palette, model, frame, span, spanText),
    [palette, model, frame, span, spanText],
  );
  // The brush counts from 0; a profile may begin later.
  const offset = model.fromMs;
  const moved = (of: TimeSpan, by: number): TimeSpan => ({ fromMs: of.fromMs + by, toMs: of.toMs + by });
  return (
    <div ref={host} className="chart">
      <CanvasHost viewport={viewport} label={label} paintPicture={paintPicture} paintOverlay={paintOverlay} />
      <TimeBrush
        name="Time of the profile"
        geometry={frame}
        scale={{ left: frame.left, right: frame.right, durationMs: model.durationMs, stepMs: stepOf(model) }}
        bucketMs={Math.max(stepOf(model), model.durationMs / 100)}
        span={span === null ? null : moved(span, -offset)}
        description={spanText}
        locked={null}
        onBrush={(next, moving) => onBrush(next === null ? null : moved(next, offset), moving)}
        onHover={nothing}
      />
    </div>
  );
}

function nothing(): void {
  // The chosen part says what there is to say.
}

/** Whole milliseconds, and fine enough for any screen. */
function stepOf({ durationMs }: ActivityModel): number {
  return durationMs > 5000 ? 1 : durationMs / 5000;
}
