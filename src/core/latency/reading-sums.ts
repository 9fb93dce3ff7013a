import { numberColumn, textAt, textColumn, type ColumnTable } from '#shared/contract/columns.ts';
import { MAX_READING } from './moments.ts';
import type { ExactSums } from './value-counts.ts';

/**
 * Sums of response times as whole readings of a clock of nanoseconds, made by the database without any rounding: sums of
 * fractions would depend on the order in which its threads finish.
 */

/** Readings per millisecond. */
const PER_MS = 1e6;

/** The sub-query `samples` (with `elapsed_ms`) and its readings; NULL where a time is far too long for one. */
export function withReadings(samples: string): string {
  return `(SELECT *, CASE WHEN abs(elapsed_ms) < ${MAX_READING / PER_MS}e0
    THEN round(elapsed_ms * ${PER_MS}e0)::BIGINT END AS reading FROM ${samples})`;
}

/** What to select from {@link withReadings}. Sums come as text: they have more digits than a double. */
export const SUM_COLUMNS = `coalesce(sum(reading), 0)::VARCHAR AS total,
  coalesce(sum(reading::HUGEINT * reading), 0)::VARCHAR AS squares,
  count(elapsed_ms) = count(*) FILTER (reading / ${PER_MS}e0 = elapsed_ms) AS exact`;

/** Reads {@link SUM_COLUMNS} by row: null where some time was no whole reading. */
export function sumsOf(table: ColumnTable): (row: number) => ExactSums | null {
  const exact = numberColumn(table, 'exact').values;
  const [total, squares] = [textColumn(table, 'total'), textColumn(table, 'squares')];
  const at = (column: typeof total, row: number): bigint => BigInt(textAt(column, row)!);
  return (row) =>
    exact[row] === 1 ? { total: at(total, row), squares: at(squares, row), perMs: PER_MS } : null;
}

export function addSums(parts: readonly ExactSums[]): ExactSums {
  return {
    total: parts.reduce((sum, { total }) => sum + total, 0n),
    squares: parts.reduce((sum, { squares }) => sum + squares, 0n),
    perMs: PER_MS,
  };
}
