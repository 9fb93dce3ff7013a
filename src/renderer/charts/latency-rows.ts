import { bucketEdgeMs } from '#shared/model/latency-buckets.ts';
import type { BucketScheme } from '#shared/model/latency.ts';
import type { AxisMode } from './value-axis.ts';

/**
 * Response times in rows (of a heat map) or bars (of a histogram). Each is made of whole buckets, and its edges are whole ticks of the
 * clock: rows that hold one tick more than their neighbours would show stripes that nobody measured.
 */
export interface LatencyRows {
  /** Row `r` holds the buckets `[buckets[r], buckets[r + 1])`. */
  readonly buckets: Int32Array;
  /** Row `r` holds the times `[edgesMs[r], edgesMs[r + 1])`. */
  readonly edgesMs: Float64Array;
}

/** Rows per factor ten. */
export const ROWS_PER_DECADE = 20;
/** Rows of a linear axis. */
const LINEAR_ROWS = 80;

/** @param fromBucket,toBucket first bucket that holds samples, and one past the last */
export function latencyRows(
  scheme: BucketScheme,
  clockTickMs: number,
  mode: AxisMode,
  fromBucket: number,
  toBucket: number,
): LatencyRows {
  const edgeOf = (bucket: number): number => wholeTicks(bucketEdgeMs(scheme, bucket), clockTickMs);
  const endMs = edgeOf(toBucket);
  const stepMs = endMs / LINEAR_ROWS;
  const buckets = [fromBucket];
  let wantedMs = nextEdge(edgeOf(fromBucket), mode, stepMs);
  for (let bucket = fromBucket + 1; bucket <= toBucket; bucket++) {
    const edgeMs = edgeOf(bucket);
    if (edgeMs < wantedMs * (1 - 1e-9) && bucket < toBucket) continue;
    // Buckets narrower than a tick have an edge in common: a row must not be empty by construction.
    if (edgeMs <= edgeOf(buckets.at(-1)!)) continue;
    buckets.push(bucket);
    wantedMs = nextEdge(edgeMs, mode, stepMs);
  }
  if (buckets.length === 1) buckets.push(Math.max(toBucket, fromBucket + 1));
  buckets[buckets.length - 1] = Math.max(toBucket, fromBucket + 1);
  return { buckets: Int32Array.from(buckets), edgesMs: Float64Array.from(buckets, edgeOf) };
}

function nextEdge(fromMs: number, mode: AxisMode, stepMs: number): number {
  return mode === 'linear' ? fromMs + stepMs : fromMs * 10 ** (1 / ROWS_PER_DECADE);
}

function wholeTicks(ms: number, tickMs: number): number {
  const ticks = Math.ceil(ms / tickMs - 1e-6);
  // Through a text, so that 3 ticks of 0.1 ms are 0.3 ms.
  return Number((ticks * tickMs).toPrecision(12));
}

/** The row of a response time, clamped to the ends; -1 without rows. */
export function rowAt({ edgesMs }: LatencyRows, valueMs: number): number {
  let low = 0;
  let high = edgesMs.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (edgesMs[middle + 1]! <= valueMs) low = middle + 1;
    else high = middle;
  }
  return Math.min(low, edgesMs.length - 2);
}

/** First bucket with samples and one past the last; null without samples. */
export function bucketExtent(counts: Uint32Array): { readonly from: number; readonly to: number } | null {
  const from = counts.findIndex((count) => count > 0);
  return from < 0 ? null : { from, to: counts.findLastIndex((count) => count > 0) + 1 };
}

/** The edge nearest to a response time: where a band may begin or end. */
export function nearestEdge(rows: LatencyRows, valueMs: number): number {
  const { edgesMs } = rows;
  const row = rowAt(rows, valueMs);
  const [low, high] = [edgesMs[row] ?? 0, edgesMs[row + 1] ?? 0];
  return valueMs - low < high - valueMs ? low : high;
}

/** The middle of the row above or below that of a response time. */
export function rowStep(rows: LatencyRows, valueMs: number, direction: 1 | -1): number {
  const row = Math.min(Math.max(rowAt(rows, valueMs) + direction, 0), rows.edgesMs.length - 2);
  return middleOf(rows, row);
}

export function middleOf({ edgesMs }: LatencyRows, row: number): number {
  const [low, high] = [edgesMs[row] ?? 0, edgesMs[row + 1] ?? 0];
  return low > 0 ? Math.sqrt(low * high) : high / 2;
}
