import type { ReactNode } from 'react';
import { ChartTooltip } from '../ChartTooltip.tsx';
import type { Crosshair } from '../crosshair.ts';
import { useCrosshairPosition } from '../use-crosshair.tsx';
import type { TimeSeriesScene } from './draw.ts';
import { readoutAt } from './readout.ts';

interface TimeTooltipProps {
  readonly scene: TimeSeriesScene;
  readonly crosshair: Crosshair;
  readonly owner: string;
  /** Where the pointer is; asked for when the crosshair moves. */
  readonly pointerY: () => number;
  /** What cannot be done here, and why. */
  readonly foot: string | null;
}

export function TimeTooltip({ scene, crosshair, owner, pointerY, foot }: TimeTooltipProps): ReactNode {
  const position = useCrosshairPosition(crosshair);
  // In linked charts the crosshair alone is shown: two tooltips would say the same.
  if (position?.owner !== owner || position.timeMs === null) return null;
  const readout = readoutAt(scene.model, position.timeMs, scene.scales.duration);
  if (readout === null) return null;
  return (
    <ChartTooltip
      anchor={{ x: scene.scales.toX(position.timeMs), y: pointerY() }}
      title={readout.span}
      note={readout.clock}
      rows={readout.rows}
      foot={foot}
    />
  );
}

/** A bucket, and the height at which its tooltip stands. */
export interface PinnedTime {
  readonly timeMs: number;
  readonly y: number;
}

interface PinnedTimeTooltipProps extends Pick<TimeTooltipProps, 'scene'> {
  readonly place: PinnedTime | null;
}

/** Says what is at its time now: a selection may have changed that since. */
export function PinnedTimeTooltip({ scene, place }: PinnedTimeTooltipProps): ReactNode {
  const { window, duration } = scene.scales;
  if (place === null || place.timeMs < window.fromMs || place.timeMs > window.toMs) return null;
  const readout = readoutAt(scene.model, place.timeMs, duration);
  if (readout === null) return null;
  return (
    <ChartTooltip
      pinned
      anchor={{ x: scene.scales.toX(place.timeMs), y: place.y }}
      title={readout.span}
      note={readout.clock}
      rows={readout.rows}
    />
  );
}
