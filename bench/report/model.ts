import type { Machine } from '../machine.ts';
import type { SuiteName } from '../options.ts';

/** A figure that was promised. */
export interface Goal {
  /** As it is promised: `peak RSS ≤ 600 MB`. */
  readonly promise: string;
  /** Null where there is no figure: it works or not. */
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

/** @param what the words before the limit: `peak RSS` */
export function goal(what: string, value: number, limit: Limit, show: (value: number) => string): Goal {
  const { atMost = Infinity, atLeast = -Infinity } = limit;
  const bound = limit.atMost === undefined ? `≥ ${show(atLeast)}` : `≤ ${show(atMost)}`;
  const known = !Number.isNaN(value);
  return {
    promise: `${what} ${bound}`,
    measured: known ? show(value) : null,
    met: known ? value <= atMost && value >= atLeast : null,
  };
}
