import type { TimeSpan } from '#shared/model/filter.ts';
import { formatSpan } from '../../ui/duration-format.ts';
import { numberFormat } from '../../ui/number-format.ts';

/** How much a span holds: `4 m 10 s, 61,204 samples`. @param samples null while not known */
export function spanLabel(span: TimeSpan, durationMs: number, samples: number | null): string {
  const length = formatSpan(Math.min(span.toMs, durationMs) - span.fromMs);
  if (samples === null) return length;
  return `${length}, ${samples === 1 ? '1 sample' : `${numberFormat.count(samples)} samples`}`;
}
