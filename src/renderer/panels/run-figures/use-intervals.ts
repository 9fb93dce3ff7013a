import { useMemo } from 'react';
import { numberAt, numberColumn, textAt, textColumn, type ColumnTable } from '#shared/contract/columns.ts';
import type { SampleFilter } from '#shared/model/filter.ts';
import type { PercentileIntervals } from '#shared/model/diagnostics.ts';
import { percentileKey } from '#shared/model/statistics.ts';
import { useEngineQuery } from '../../data/use-query.ts';

/** 95 % confidence interval of a percentile, ms. */
export interface Interval {
  readonly lowMs: number;
  readonly highMs: number;
  /** As in {@link PercentileIntervals}. */
  readonly method: string;
}

/** Intervals of all together and of each transaction. */
export interface Intervals {
  /** @param transactionId null: all together. @returns null where there are too few samples, or it was not asked for */
  readonly of: (transactionId: number | null, percentile: number) => Interval | null;
  /** Of the Apdex; null where blocks of time are too short, or nearly all samples satisfied. */
  readonly apdexOf: (transactionId: number | null) => { readonly low: number; readonly high: number } | null;
}

/** What headline and table ask for together, so that they share one answer. */
export const INTERVAL_PERCENTILES: readonly number[] = [50, 95, 99];

/** @param filter null: nothing to ask. @returns null until the answer to this very question is there */
export function useIntervals(filter: SampleFilter | null): Intervals | null {
  const { data } = useEngineQuery(
    'diagnostics.intervals',
    filter === null ? null : { filter, percentiles: [...INTERVAL_PERCENTILES] },
    { keepPrevious: false },
  );
  return useMemo(() => (data === null ? null : readIntervals(data)), [data]);
}

export function readIntervals({ table, percentiles }: PercentileIntervals): Intervals {
  if (table.rowCount === 0) return { of: () => null, apdexOf: () => null };
  const ids = numberColumn(table, 'id');
  const methods = textColumn(table, 'method');
  const rows = new Map<number | null, number>();
  for (let row = 0; row < table.rowCount; row++) rows.set(numberAt(ids, row), row);
  const columns = new Map(
    percentiles.map((percentile) => [
      percentile,
      [
        read(table, `low:${percentileKey(percentile)}`),
        read(table, `high:${percentileKey(percentile)}`),
      ] as const,
    ]),
  );
  const [apdexLow, apdexHigh] = ['low:apdex', 'high:apdex'].map((name) =>
    table.columns[name] === undefined ? null : read(table, name),
  );
  return {
    apdexOf: (transactionId) => {
      const row = rows.get(transactionId);
      if (row === undefined) return null;
      const [low, high] = [apdexLow?.(row) ?? null, apdexHigh?.(row) ?? null];
      return low === null || high === null ? null : { low, high };
    },
    of: (transactionId, percentile) => {
      const row = rows.get(transactionId);
      const pair = columns.get(percentile);
      if (row === undefined || pair === undefined) return null;
      const [lowMs, highMs] = [pair[0](row), pair[1](row)];
      return lowMs === null || highMs === null ? null : { lowMs, highMs, method: textAt(methods, row) ?? '' };
    },
  };
}

function read(table: ColumnTable, name: string): (row: number) => number | null {
  const column = numberColumn(table, name);
  return (row) => numberAt(column, row);
}

const methodTexts: Readonly<Record<string, string>> = {
  'order-statistics': 'from order statistics: the samples do not depend on each other',
  blocks: 'from blocks of time, since neighbouring samples depend on each other',
};

/** How an interval was found, as a part of a sentence. */
export function intervalMethod({ method }: Interval): string {
  return methodTexts[method] ?? method;
}
