import type { SelectedTime } from '#shared/model/filter.ts';
import { selectedMs, spansOf } from '#shared/model/time-spans.ts';
import { formatSpan } from '../../ui/duration-format.ts';
import { numberFormat } from '../../ui/number-format.ts';

/** How much is selected: `4 m 10 s, 61,204 samples`, `2 spans, 29 m 10 s, 677,473 samples`. @param samples null while not known */
export function spanLabel(time: SelectedTime, durationMs: number, samples: number | null): string {
  const spans = spansOf(time).length;
  const all = formatSpan(selectedMs(time, { fromMs: 0, toMs: durationMs }));
  const length = spans === 1 ? all : `${spans} spans, ${all}`;
  if (samples === null) return length;
  return `${length}, ${samples === 1 ? '1 sample' : `${numberFormat.count(samples)} samples`}`;
}
