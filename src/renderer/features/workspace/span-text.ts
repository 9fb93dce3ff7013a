import type { SelectedTime, TimeSpan } from '#shared/model/filter.ts';
import { selectedMs, spansOf } from '#shared/model/time-spans.ts';
import { formatElapsed, formatSpan } from '../../ui/duration-format.ts';

/** `15:20–19:30`; spans under ten seconds show tenths. */
export function spanText({ fromMs, toMs }: TimeSpan): string {
  const step = toMs - fromMs < 10_000 ? 100 : 1000;
  return `${formatElapsed(fromMs, step)}–${formatElapsed(toMs, step)}`;
}

/** `15:20–19:30`, or of several spans how many and how long they are together: `2 spans, 29 m 10 s`. */
export function timeText(time: SelectedTime): string {
  const spans = spansOf(time);
  const [only] = spans;
  return spans.length === 1 && only !== undefined
    ? spanText(only)
    : `${spans.length} spans, ${formatSpan(selectedMs(time, time))}`;
}
