import type { ColumnTable } from '../contract/columns.ts';
import type { TimeSpan } from './filter.ts';

/** What long constant load does to a system (method E6). */

export interface SoakTrend {
  readonly kind: 'latency' | 'resource';
  /** Null: all counted samples together, or a resource. */
  readonly transactionId: number | null;
  /** Label of the transaction, or name of the metric. */
  readonly label: string;
  readonly figure: 'p50' | 'p95' | 'floor';
  readonly host: string | null;
  /** What `metrics.contains` says of a resource: `default`, `time`, `data`; of latency `time`. */
  readonly contains: 'default' | 'time' | 'data';
  /** Minutes that have a value. */
  readonly minutes: number;
  /** Of the line at its start and at its end. */
  readonly from: number;
  readonly to: number;
  /** `to` ÷ `from` − 1 over the whole span. */
  readonly change: number | null;
  /** Theil–Sen slope per hour, as a share of `from`, with its 95 % interval. */
  readonly perHour: number | null;
  readonly perHourLow: number | null;
  readonly perHourHigh: number | null;
  /** Two-sided, Mann–Kendall with the variance of Hamed & Rao; of latency after Holm's adjustment over all trends of the run. */
  readonly p: number;
  /** One step explains the series better than the line: when, since the start of the run, and by how much. */
  readonly step: { readonly atMs: number; readonly change: number } | null;
}

export interface SoakReport {
  readonly runId: number;
  /** Null where there is no stretch of constant load. */
  readonly span: TimeSpan | null;
  /** Why nothing can be told; null where `trends` say something. */
  readonly tooShort: string | null;
  readonly trends: readonly SoakTrend[];
}

export interface SoakLimits {
  /** Least change over the span that matters, as a share. */
  readonly change: number;
  /** Largest p of a trend that is no chance. */
  readonly p: number;
}

/** A trend up, or a step up, that is no chance and large enough to matter (method E6). */
export function risesUnderLoad(
  { change, p, step }: Pick<SoakTrend, 'change' | 'p' | 'step'>,
  limits: SoakLimits,
): boolean {
  const by = step === null ? change : step.change;
  return p < limits.p && by !== null && by >= limits.change && (change ?? 0) > 0;
}

/** What a trend was looked for in: one value per minute of the span that has one. */
export interface SoakSeries {
  /** Number columns `atMs` (start of the minute, since the start of the run) and `value` (ms, or the unit of the metric). */
  readonly table: ColumnTable;
}
