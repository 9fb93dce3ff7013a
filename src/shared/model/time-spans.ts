import type { SelectedTime, TimeSpan } from './filter.ts';

/** Spans of time as a person selects them, one or several; see {@link SelectedTime}. */

/** The spans that are selected, ascending; at least one. */
export function spansOf({ fromMs, toMs, gaps = [] }: SelectedTime): readonly TimeSpan[] {
  const starts = [fromMs, ...gaps.map((gap) => gap.toMs)];
  const ends = [...gaps.map((gap) => gap.fromMs), toMs];
  return starts.map((start, i) => ({ fromMs: start, toMs: ends[i]! }));
}

/** The time of all spans together, in any order; spans that touch or overlap become one. Null without spans. */
export function joinSpans(spans: readonly TimeSpan[]): SelectedTime | null {
  const joined: TimeSpan[] = [];
  for (const span of [...spans].sort((a, b) => a.fromMs - b.fromMs || a.toMs - b.toMs)) {
    const last = joined.at(-1);
    if (last === undefined || span.fromMs > last.toMs) joined.push({ fromMs: span.fromMs, toMs: span.toMs });
    else joined[joined.length - 1] = { fromMs: last.fromMs, toMs: Math.max(last.toMs, span.toMs) };
  }
  const [first] = joined;
  const last = joined.at(-1);
  if (first === undefined || last === undefined) return null;
  const time = { fromMs: first.fromMs, toMs: last.toMs };
  if (joined.length === 1) return time;
  const gaps = joined.slice(1).map(({ fromMs }, i) => ({ fromMs: joined[i]!.toMs, toMs: fromMs }));
  return { ...time, gaps };
}

/** What of the time lies in the span; null where nothing does. */
export function clipTime(time: SelectedTime, { fromMs, toMs }: TimeSpan): SelectedTime | null {
  const inside = spansOf(time).flatMap((span) => {
    const clipped = { fromMs: Math.max(span.fromMs, fromMs), toMs: Math.min(span.toMs, toMs) };
    return clipped.toMs > clipped.fromMs ? [clipped] : [];
  });
  return joinSpans(inside);
}

/** How much of `[fromMs, toMs)` is selected, ms. */
export function selectedMs(time: SelectedTime, { fromMs, toMs }: TimeSpan): number {
  return spansOf(time).reduce(
    (sum, span) => sum + Math.max(0, Math.min(span.toMs, toMs) - Math.max(span.fromMs, fromMs)),
    0,
  );
}
