import { z } from 'zod';
import type { ColumnTable } from '../contract/columns.ts';
import { conditionSchema, latencyBandSchema, outcomes, selectedTimeSchema } from './filter.ts';

export const sampleOrders = ['startMs', 'elapsedMs', 'label', 'code', 'thread', 'receivedBytes'] as const;
export type SampleOrder = (typeof sampleOrders)[number];

/**
 * One page of samples. Columns: `startMs` (since the start of the run, null without instants), `elapsedMs`,
 * `transactionId`, `label`, `ok`, `code`, `message`, `failure`, `thread`, `url`, `source`, `row` (position among the samples of its file, from 1),
 * `connectMs`, `waitingMs`, `receivingMs`, `receivedBytes`, `sentBytes`. Rows with the same value stand in
 * the order of their files; those without one come last in both directions.
 */
export interface SamplePage {
  readonly total: number;
  readonly table: ColumnTable;
}

/**
 * A value that is over-represented among the slowest samples (or under-represented). Values that fewer than five samples
 * of the tail have, and would be expected to have, are left out.
 */
export interface TailRow {
  /** As in `Condition.field`, or `transaction`, or `second`. */
  readonly field: string;
  /** Null: samples without a value. Of a second, its number since the start of the run. */
  readonly value: string | null;
  /** What choosing it means: for `transaction` the id, for `second` milliseconds since the start of the run. */
  readonly key: number | null;
  readonly tailSamples: number;
  readonly samples: number;
  /** Share of the tail ÷ share of all. */
  readonly lift: number;
  /**
   * 95 % interval of the lift, by the delta method on its logarithm. The variance is that of samples that do not depend on
   * each other or, where it is larger, that between 30 equal parts of the selected time.
   */
  readonly low: number;
  readonly high: number;
}

export interface TailReport {
  readonly thresholdMs: number | null;
  readonly tailSamples: number;
  readonly samples: number;
  /** By lift, descending; those whose interval contains 1 come last. */
  readonly rows: readonly TailRow[];
}

/** What samples of a run can be chosen by; see `Condition`. */
export interface ConditionField {
  readonly field: string;
  readonly label: string;
  /** Most frequent first. */
  readonly values: readonly { readonly value: string | null; readonly samples: number }[];
  /** Values that are not listed. */
  readonly moreValues: number;
}

export const savedSelectionSchema = z.strictObject({
  time: selectedTimeSchema.nullable(),
  /** Labels, not ids: a saved selection may be used on another run. */
  transactions: z.array(z.string().max(10_000)).max(100_000).nullable(),
  outcome: z.enum(outcomes),
  latency: latencyBandSchema.nullable(),
  conditions: z.array(conditionSchema).max(50),
});
export interface SavedSelection {
  readonly id: number;
  readonly name: string;
  readonly selection: z.infer<typeof savedSelectionSchema>;
}
