import { formatDuration, formatElapsed, type DurationScale } from '../../ui/duration-format.ts';
import { formatTimeOfDay } from '../../ui/instant-format.ts';
import { numberFormat } from '../../ui/number-format.ts';
import {
  bucketAt,
  bucketWidthMs,
  errorPercentOf,
  throughputOf,
  valueIn,
  type PercentileLine,
  type TimeSeriesModel,
} from './model.ts';

export interface ReadoutRow {
  readonly name: string;
  readonly value: string;
}

/** What the tooltip says about one bucket. */
export interface Readout {
  /** Span of the bucket since the start of the run. */
  readonly span: string;
  readonly clock: string | null;
  readonly rows: readonly ReadoutRow[];
}

/** @returns null without buckets */
export function readoutAt(model: TimeSeriesModel, timeMs: number, duration: DurationScale): Readout | null {
  const { buckets } = model;
  const index = bucketAt(buckets, timeMs);
  if (index < 0) return null;
  const start = buckets.startMs[index]!;
  const failures = buckets.failures[index]!;
  const rows: ReadoutRow[] = [
    ...model.lines.map((line) => percentileRow(model, line, timeMs, duration)),
    ...(model.against ?? []).map((line): ReadoutRow => {
      const value = valueIn(line, timeMs);
      return {
        name: `A p${line.percentile}`,
        value: Number.isNaN(value) ? 'not known' : `${formatDuration(value, duration)} ${duration.unit}`,
      };
    }),
    { name: 'Samples', value: countText(buckets.samples[index]!) },
    { name: 'Throughput', value: rateText(throughputOf(model, index)) },
  ];
  if (buckets.threads !== null) rows.push({ name: 'Threads', value: countText(buckets.threads[index]!) });
  rows.push({ name: 'Errors', value: errorText(failures, errorPercentOf(model, index)) });
  return {
    span: spanText(start, bucketWidthMs(buckets, index)),
    clock: model.startedAtUs === null ? null : formatTimeOfDay(model.startedAtUs + start * 1000),
    rows,
  };
}

function percentileRow(
  { buckets: { bucketMs }, reported, against }: TimeSeriesModel,
  line: PercentileLine,
  timeMs: number,
  duration: DurationScale,
): ReadoutRow {
  const index = bucketAt(line, timeMs);
  const value = line.valuesMs[index] ?? NaN;
  // A far percentile has wider buckets; say over which time it is taken.
  const over = line.bucketMs > bucketMs ? ` in ${spanText(line.startMs[index] ?? 0, line.bucketMs)}` : '';
  return {
    name: `${against == null ? '' : 'B '}p${line.percentile}${over}`,
    value: Number.isNaN(value)
      ? reported
        ? 'not in the report'
        : 'under 10 beyond'
      : `${formatDuration(value, duration)} ${duration.unit}`,
  };
}

function countText(count: number): string {
  return Number.isNaN(count) ? 'not known' : numberFormat.count(count);
}

function errorText(failures: number, percent: number): string {
  if (Number.isNaN(failures)) return 'not known';
  if (failures === 0) return 'none';
  const share = Number.isNaN(percent) ? '' : `, ${numberFormat.short(percent)} %`;
  return `${numberFormat.count(failures)}${share}`;
}

function rateText(perSecond: number): string {
  return Number.isNaN(perSecond) ? 'not known' : `${numberFormat.short(perSecond)} /s`;
}

/** `16:50–17:00`; with a fraction only where one of the two ends lies between whole seconds. */
export function spanText(startMs: number, lengthMs: number): string {
  const whole = startMs % 1000 === 0 && lengthMs % 1000 === 0;
  const stepMs = whole ? 1000 : Math.min(lengthMs, 500);
  return `${formatElapsed(startMs, stepMs)}–${formatElapsed(startMs + lengthMs, stepMs)}`;
}
