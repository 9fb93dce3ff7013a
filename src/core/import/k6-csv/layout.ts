/**
 * The columns of a file. k6 writes `metric_name,timestamp,metric_value`, the system tags of the run in alphabetic order,
 * `extra_tags` and, since 0.41, `metadata` (`internal/output/csv/output.go`). Files are read by these names, in any order.
 */
export interface Layout {
  readonly columns: readonly string[];
  readonly metric: number;
  readonly time: number;
  readonly value: number;
  /** The three stand in front, in k6's order: the rest of a row is tags. */
  readonly isUsual: boolean;
}

export const EXTRA_TAGS = 'extra_tags';
export const METADATA = 'metadata';

/** @returns null when it is no header of k6 */
export function layoutOf(cells: readonly string[]): Layout | null {
  const columns = cells.map((cell) => cell.trim());
  const metric = columns.indexOf('metric_name');
  const time = columns.indexOf('timestamp');
  const value = columns.indexOf('metric_value');
  if (metric < 0 || time < 0 || value < 0) return null;
  return { columns, metric, time, value, isUsual: metric === 0 && time === 1 && value === 2 };
}

export function isSameLayout(a: Layout, b: Layout): boolean {
  return a.columns.length === b.columns.length && a.columns.every((name, i) => name === b.columns[i]);
}
