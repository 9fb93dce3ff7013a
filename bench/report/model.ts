import type { Machine } from '../machine.ts';
import type { SuiteName } from '../options.ts';

/** A figure that was promised. */
export interface Goal {
  /** As it is promised: `wall ≤ 0.85 ×`. */
  readonly promise: string;
  /** What was measured; only where the row does not show it already. */
  readonly measured: string | null;
  /** Null: not measured. */
  readonly met: boolean | null;
}

export interface ReportRow {
  readonly cells: readonly string[];
  readonly goals: readonly Goal[];
}

export interface ReportTable {
  readonly id: string;
  readonly title: string;
  /** What is compared with what, for a reader who has not seen the code. */
  readonly about: string;
  readonly columns: readonly string[];
  readonly rows: readonly ReportRow[];
  /** What failed or could not be measured, and why. */
  readonly remarks: readonly string[];
}

export interface SuiteReport {
  readonly suite: SuiteName;
  /** ISO date and minute, UTC. */
  readonly measuredAt: string;
  readonly machine: Machine;
  readonly rounds: number;
  readonly tables: readonly ReportTable[];
  readonly failed: boolean;
}

export interface Limit {
  readonly atMost?: number;
  readonly atLeast?: number;
}

/** @param promise the words before the limit: `wall`, `peak RSS` */
export function goal(
  promise: string,
  value: number,
  limit: Limit,
  show: (value: number) => string,
  options: { readonly measured?: boolean } = {},
): Goal {
  const { atMost = Infinity, atLeast = -Infinity } = limit;
  const bound = limit.atMost === undefined ? `≥ ${show(atLeast)}` : `≤ ${show(atMost)}`;
  return {
    promise: `${promise} ${bound}`,
    measured: options.measured === true && !Number.isNaN(value) ? show(value) : null,
    met: Number.isNaN(value) ? null : value <= atMost && value >= atLeast,
  };
}
