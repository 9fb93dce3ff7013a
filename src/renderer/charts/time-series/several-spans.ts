import { timeKey, type SelectedTime, type TimeSpan } from '#shared/model/filter.ts';
import { joinSpans, spansOf } from '#shared/model/time-spans.ts';
import { pressBrush, zoneAt, type BrushGesture, type BrushScale, type BrushZone } from './brush.ts';

/** The brush where several spans are selected: each can be moved and resized by itself. */

/** A gesture, and the spans that it leaves as they are. */
export interface SpanGesture {
  readonly gesture: BrushGesture;
  readonly others: readonly TimeSpan[];
}

/** @param adds a new span is made beside those that are there, wherever the press is */
export function pressSpans(
  scale: BrushScale,
  time: SelectedTime | null,
  px: number,
  adds: boolean,
): SpanGesture {
  if (adds) return { gesture: pressBrush(scale, null, px), others: listOf(time) };
  const under = spanUnder(scale, time, px);
  return {
    gesture: pressBrush(scale, under, px),
    // Outside of all a new selection begins.
    others: under === null ? [] : listOf(time).filter(({ fromMs }) => fromMs !== under.fromMs),
  };
}

/** The span under a pixel; one whose edge is there before one around it. */
export function spanUnder(scale: BrushScale, time: SelectedTime | null, px: number): TimeSpan | null {
  const under = listOf(time).filter((span) => zoneAt(scale, span, px) !== 'outside');
  return under.find((span) => zoneAt(scale, span, px) !== 'inside') ?? under[0] ?? null;
}

export function zoneOfSpans(scale: BrushScale, time: SelectedTime | null, px: number): BrushZone {
  return zoneAt(scale, spanUnder(scale, time, px), px);
}

export function withoutSpan(time: SelectedTime | null, { fromMs }: TimeSpan): SelectedTime | null {
  return joinSpans(listOf(time).filter((span) => span.fromMs !== fromMs));
}

/** What the keys move: the last span. */
export function lastSpan(time: SelectedTime | null): {
  readonly span: TimeSpan | null;
  readonly others: readonly TimeSpan[];
} {
  const all = listOf(time);
  return { span: all.at(-1) ?? null, others: all.slice(0, -1) };
}

export function sameTime(a: SelectedTime | null, b: SelectedTime | null): boolean {
  return timeKey(a) === timeKey(b);
}

function listOf(time: SelectedTime | null): readonly TimeSpan[] {
  return time === null ? [] : spansOf(time);
}
