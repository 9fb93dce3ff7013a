import type { ReactNode } from 'react';
import { ChartTooltip } from '../ChartTooltip.tsx';
import type { Crosshair } from '../crosshair.ts';
import type { TooltipContent } from '../pinned/tooltip-text.ts';
import { useCrosshairPosition } from '../use-crosshair.tsx';
import type { TimePlotFrame } from './geometry.ts';

/** What a tooltip says about one place of a plot. */
export type PlotReadout = TooltipContent;

interface PlotTooltipProps {
  readonly frame: TimePlotFrame;
  readonly readout: (at: { readonly timeMs: number; readonly value: number }) => PlotReadout | null;
  readonly crosshair: Crosshair;
  readonly owner: string;
  /** Where the pointer is; asked for when the crosshair moves. */
  readonly pointerY: () => number;
  readonly foot: string | null;
}

export function PlotTooltip(props: PlotTooltipProps): ReactNode {
  const { frame, readout, crosshair, owner, pointerY, foot } = props;
  const position = useCrosshairPosition(crosshair);
  // In linked charts the crosshair alone is shown: two tooltips would say the same.
  if (position?.owner !== owner || position.timeMs === null) return null;
  const y = pointerY();
  const found = readout({ timeMs: position.timeMs, value: position.valueMs ?? frame.values.toValue(y) });
  if (found === null) return null;
  return (
    <ChartTooltip
      anchor={{ x: frame.time.toX(position.timeMs), y }}
      title={found.title}
      note={found.note}
      rows={found.rows}
      foot={foot}
    />
  );
}

interface PinnedPlotTooltipProps extends Pick<PlotTooltipProps, 'frame' | 'readout'> {
  readonly place: { readonly timeMs: number; readonly value: number } | null;
}

/** Says what is at its place now: a selection may have changed that since. */
export function PinnedPlotTooltip({ frame, readout, place }: PinnedPlotTooltipProps): ReactNode {
  const { fromMs, toMs } = frame.time.window;
  const found = place === null || place.timeMs < fromMs || place.timeMs > toMs ? null : readout(place);
  if (place === null || found === null) return null;
  return (
    <ChartTooltip
      pinned
      anchor={{ x: frame.time.toX(place.timeMs), y: frame.values.toPx(place.value) }}
      title={found.title}
      note={found.note}
      rows={found.rows}
    />
  );
}
