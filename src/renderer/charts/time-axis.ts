import type { TimeSpan } from '#shared/model/filter.ts';
import { timeTicks, type TimeTicks } from './time-ticks.ts';

/** The horizontal axis that all plots over time share. */
export interface TimeAxis {
  /** The part of the run between the edges. */
  readonly window: TimeSpan;
  /** Beyond the edges for times outside of the window. */
  readonly toX: (timeMs: number) => number;
  /** Within the window, wherever the pointer is. */
  readonly toTime: (px: number) => number;
  readonly ticks: TimeTicks;
}

const PX_PER_TICK = 100;

/** @param left,right edges of the plot in px */
export function timeAxis(window: TimeSpan, left: number, right: number): TimeAxis {
  const { fromMs } = window;
  const lengthMs = Math.max(window.toMs - fromMs, 1);
  const toMs = fromMs + lengthMs;
  return {
    window: { fromMs, toMs },
    toX: (timeMs) => left + ((timeMs - fromMs) / lengthMs) * (right - left),
    toTime: (px) => fromMs + Math.min(Math.max((px - left) / (right - left), 0), 1) * lengthMs,
    ticks: timeTicks(fromMs, toMs, Math.floor((right - left) / PX_PER_TICK)),
  };
}
