import { numberColumn } from '#shared/contract/columns.ts';
import type { ComparedMetric, RunTrend } from '#shared/model/comparison.ts';

/** One run of a history. */
export interface TrendPoint {
  readonly runId: number;
  readonly name: string;
  /** Microseconds since 1970; NaN: not known. */
  readonly startedAtUs: number;
  /** ms, share of failures, or samples per second; NaN: not known. */
  readonly value: number;
  /** The side that it is on, in the comparison at hand. */
  readonly side: 'A' | 'B' | null;
  /** A change begins with this run. */
  readonly change: { readonly before: number; readonly after: number; readonly p: number } | null;
}

export interface TrendModel {
  readonly metric: ComparedMetric;
  /** Oldest first. */
  readonly points: readonly TrendPoint[];
}

/** @param about name and side of a run */
export function trendModel(
  { table, changePoints }: RunTrend,
  metric: ComparedMetric,
  about: (runId: number) => { readonly name: string; readonly side: 'A' | 'B' | null },
): TrendModel {
  if (table.rowCount === 0) return { metric, points: [] };
  const read = (name: string): ((row: number) => number) => {
    const { values, nulls } = numberColumn(table, name);
    return (row) => (nulls?.[row] === 1 ? NaN : (values[row] ?? NaN));
  };
  const [runId, startedAtUs, value] = [read('runId'), read('startedAtUs'), read(metric)];
  return {
    metric,
    points: Array.from({ length: table.rowCount }, (_, row): TrendPoint => {
      const id = runId(row);
      const change = changePoints.find((point) => point.metric === metric && point.runId === id);
      return {
        runId: id,
        startedAtUs: startedAtUs(row),
        value: value(row),
        change: change === undefined ? null : { before: change.before, after: change.after, p: change.p },
        ...about(id),
      };
    }),
  };
}
