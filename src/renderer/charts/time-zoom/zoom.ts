import type { TimeSpan } from '#shared/model/filter.ts';

/** A zoomed part of a run is at least this long: shorter than any bucket that a series is cut into. */
export const MIN_WINDOW_MS = 20;

/**
 * The part of a run after zooming around an instant, which keeps its place on the axis.
 * @param factor below 1 zooms in
 * @returns null: the whole run
 */
export function zoomAround(
  window: TimeSpan | null,
  durationMs: number,
  atMs: number,
  factor: number,
): TimeSpan | null {
  const now = window ?? { fromMs: 0, toMs: durationMs };
  const length = Math.max((now.toMs - now.fromMs) * factor, Math.min(MIN_WINDOW_MS, durationMs));
  const pinned = Math.min(Math.max(atMs, now.fromMs), now.toMs);
  const share = now.toMs > now.fromMs ? (pinned - now.fromMs) / (now.toMs - now.fromMs) : 0.5;
  const fromMs = pinned - share * length;
  return within({ fromMs, toMs: fromMs + length }, durationMs);
}

/** Moved by a time; at the ends of the run it stops and keeps its length. */
export function panBy(window: TimeSpan | null, durationMs: number, byMs: number): TimeSpan | null {
  if (window === null) return null;
  return within({ fromMs: window.fromMs + byMs, toMs: window.toMs + byMs }, durationMs);
}

/** @returns null where nothing of the run lies outside */
export function within({ fromMs, toMs }: TimeSpan, durationMs: number): TimeSpan | null {
  const length = toMs - fromMs;
  if (length >= durationMs) return null;
  const from = Math.min(Math.max(fromMs, 0), durationMs - length);
  return { fromMs: from, toMs: from + length };
}

/** Lengths that people count time in, in ms; each is a whole number of the buckets that a tenth of it is cut into. */
const STEPS_MS: readonly number[] = [
  10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 10e3, 20e3, 60e3, 120e3, 300e3, 600e3, 1800e3, 3600e3, 7200e3,
  21600e3, 43200e3, 86400e3,
];
const STEPS_PER_WINDOW = 10;

/**
 * The span to ask for when a part of a run is looked at: on whole steps, and one more at either side. The buckets at its ends,
 * which are cut off, then lie outside of the picture, and neighbouring parts ask the same.
 */
export function spanToAsk({ fromMs, toMs }: TimeSpan): TimeSpan {
  const wanted = (toMs - fromMs) / STEPS_PER_WINDOW;
  const step = STEPS_MS.find((candidate) => candidate >= wanted) ?? STEPS_MS.at(-1)!;
  return {
    fromMs: Math.max(0, (Math.floor(fromMs / step) - 1) * step),
    toMs: (Math.ceil(toMs / step) + 1) * step,
  };
}
