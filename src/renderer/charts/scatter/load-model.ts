import { formatElapsed } from '../../ui/duration-format.ts';
import { numberFormat } from '../../ui/number-format.ts';
import type { ChartTable } from '../chart-table.ts';
import { bucketAt, bucketMiddleMs, throughputOf, type TimeSeriesModel } from '../time-series/model.ts';

export type LoadKind = 'throughput' | 'threads';

/** Response time against load, one point per time bucket, in the order of time. */
export interface LoadScatterModel {
  readonly kind: LoadKind;
  /** Of response time. */
  readonly percentile: number;
  readonly clockTickMs: number;
  readonly durationMs: number;
  readonly bucketMs: number;
  readonly points: readonly LoadPoint[];
}

export interface LoadPoint {
  readonly timeMs: number;
  readonly load: number;
  readonly valueMs: number;
}

/** Percentile that limits are usually set on; the nearest below it that is drawn over time. */
const WANTED = 95;

/** @returns null where no percentile is known over time, or the tool does not tell the load */
export function loadScatterModel(series: TimeSeriesModel, kind: LoadKind): LoadScatterModel | null {
  const { threads } = series.buckets;
  const line = series.lines.findLast(({ percentile }) => percentile <= WANTED) ?? series.lines[0];
  if (line === undefined || (kind === 'threads' && threads === null)) return null;
  const points: LoadPoint[] = [];
  // Wider buckets of a far percentile have one point each: a value must not be drawn as several.
  for (let index = 0; index < line.startMs.length; index++) {
    const valueMs = line.valuesMs[index]!;
    const timeMs = Math.min(bucketMiddleMs(line, index), series.durationMs);
    const load = loadAt(series, kind, line.startMs[index]!, line.bucketMs);
    if (!Number.isNaN(valueMs) && !Number.isNaN(load)) points.push({ timeMs, load, valueMs });
  }
  return {
    kind,
    percentile: line.percentile,
    clockTickMs: series.clockTickMs,
    durationMs: series.durationMs,
    bucketMs: line.bucketMs,
    points,
  };
}

/** Mean of the rate, most of the threads, over the buckets of a stretch; NaN where none is known. */
function loadAt(series: TimeSeriesModel, kind: LoadKind, startMs: number, lengthMs: number): number {
  const { buckets } = series;
  let sum = 0;
  let most = NaN;
  let count = 0;
  for (let i = bucketAt(buckets, startMs); i >= 0 && i < buckets.startMs.length; i++) {
    if (buckets.startMs[i]! >= startMs + lengthMs) break;
    const value = kind === 'threads' ? (buckets.threads?.[i] ?? NaN) : throughputOf(series, i);
    if (Number.isNaN(value)) continue;
    sum += value;
    most = Number.isNaN(most) ? value : Math.max(most, value);
    count++;
  }
  return kind === 'threads' ? most : count === 0 ? NaN : sum / count;
}

/** The point whose bucket a time lies in; null between buckets that have one. */
export function pointAt({ points, bucketMs }: LoadScatterModel, timeMs: number): LoadPoint | null {
  return points.find((point) => Math.abs(point.timeMs - timeMs) <= bucketMs / 2) ?? null;
}

export function loadName(kind: LoadKind): string {
  return kind === 'threads' ? 'Threads' : 'Throughput, samples/s';
}

export function loadScatterTable({ points, kind, percentile, bucketMs }: LoadScatterModel): ChartTable {
  return {
    rowCount: points.length,
    columns: [
      {
        id: 'time',
        header: 'Time',
        copyHeader: 'Time, ms',
        value: (row) => points[row]!.timeMs,
        text: (ms) => formatElapsed(ms, bucketMs),
      },
      { id: 'load', header: loadName(kind), value: (row) => points[row]!.load, text: numberFormat.short },
      {
        id: 'value',
        header: `p${percentile}, ms`,
        value: (row) => points[row]!.valueMs,
        text: numberFormat.short,
      },
    ],
  };
}

export function describeLoadScatter({ points, kind, percentile }: LoadScatterModel): string {
  const loads = points.map(({ load }) => load);
  const values = points.map(({ valueMs }) => valueMs);
  if (points.length === 0) return `p${percentile} against ${loadName(kind)}: no points.`;
  const range = (of: readonly number[]): string =>
    `${numberFormat.short(Math.min(...of))} to ${numberFormat.short(Math.max(...of))}`;
  return `p${percentile} of response time against load, ${points.length} buckets. ${loadName(kind)} ${range(loads)}; p${percentile} ${range(values)} ms.`;
}
