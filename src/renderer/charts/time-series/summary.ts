import { formatDuration, formatSpan, type DurationScale } from '../../ui/duration-format.ts';
import { numberFormat } from '../../ui/number-format.ts';
import { formatRound } from '../round-number.ts';
import { errorPercentOf, throughputOf, type PercentileLine, type TimeSeriesModel } from './model.ts';

/** "10 s buckets, p99.9 in 30 s": widths of buckets, and which percentiles could not be drawn at all. */
export function describeBuckets(model: TimeSeriesModel): string {
  const base = model.buckets.bucketMs;
  if (model.reported) {
    const interval = `${bucketLength(base)} intervals of the report`;
    return model.lines.length === 0 ? `${interval}, without percentiles` : interval;
  }
  const wider = new Map<number, string[]>();
  const missing: string[] = [];
  for (const line of model.lines) {
    const name = `p${line.percentile}`;
    if (line.valuesMs.every(Number.isNaN)) missing.push(name);
    else if (line.bucketMs > base) wider.set(line.bucketMs, [...(wider.get(line.bucketMs) ?? []), name]);
  }
  const parts = [`${bucketLength(base)} buckets`];
  for (const [bucketMs, names] of wider) parts.push(`${names.join(', ')} in ${bucketLength(bucketMs)}`);
  if (missing.length > 0) parts.push(`too few samples for ${missing.join(', ')}`);
  return parts.join(', ');
}

/** Bucket widths are round: `500 ms`, `10 s`, `5 m`. */
export function bucketLength(ms: number): string {
  if (ms >= 1000 && ms < 60_000) return `${formatRound(ms / 1000)} s`;
  if (ms >= 60_000 && ms < 3_600_000 && ms % 60_000 === 0) return `${ms / 60_000} m`;
  if (ms >= 3_600_000 && ms % 3_600_000 === 0) return `${ms / 3_600_000} h`;
  return ms < 1000 ? `${formatRound(ms)} ms` : formatSpan(ms);
}

/** The picture in words, for those who do not see it. */
export function describeTimeSeries(model: TimeSeriesModel, duration: DurationScale): string {
  const parts = [`Figures over ${formatSpan(model.durationMs)}, ${describeBuckets(model)}.`];
  const ranges = (lines: readonly PercentileLine[], side: string): void => {
    for (const line of lines) {
      const range = extent(line.valuesMs);
      if (range === null) continue;
      const text = (ms: number): string => formatDuration(ms, duration);
      parts.push(`${side}p${line.percentile} from ${text(range[0])} to ${text(range[1])} ${duration.unit}.`);
    }
  };
  ranges(model.lines, model.against == null ? '' : 'B ');
  ranges(model.against ?? [], 'A ');
  const rates = extent(model.buckets.startMs.map((_, i) => throughputOf(model, i)));
  if (rates !== null) parts.push(`Throughput up to ${numberFormat.short(rates[1])} samples per second.`);
  const threads = model.buckets.threads === null ? null : extent(model.buckets.threads);
  if (threads !== null) parts.push(`At most ${numberFormat.count(threads[1])} threads.`);
  const errors = extent(model.buckets.startMs.map((_, i) => errorPercentOf(model, i)));
  if (errors !== null)
    parts.push(errors[1] === 0 ? 'No errors.' : `Errors up to ${numberFormat.short(errors[1])} percent.`);
  return parts.join(' ');
}

function extent(values: Float64Array): [number, number] | null {
  let min = Infinity;
  let max = -Infinity;
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return min <= max ? [min, max] : null;
}
