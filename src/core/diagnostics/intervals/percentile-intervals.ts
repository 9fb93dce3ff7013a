import { numbersToColumn, textsToColumn, type Column } from '#shared/contract/columns.ts';
import { DEFAULT_APDEX_SETTINGS, type ApdexSettings } from '#shared/model/apdex.ts';
import type { PercentileIntervals } from '#shared/model/diagnostics.ts';
import type { SampleFilter } from '#shared/model/filter.ts';
import type { Run, Transaction } from '#shared/model/run.ts';
import { percentileKey } from '#shared/model/statistics.ts';
import type { Database } from '../../db/database.ts';
import { percentileOf, ranksOf } from '../../latency/quantiles.ts';
import { runTables } from '../../latency/selection.ts';
import { transactionValues } from '../../latency/transaction-values.ts';
import { Turns } from '../../latency/turns.ts';
import { valueAtRank, type ValueCounts } from '../../latency/value-counts.ts';
import { MIN_BLOCK_EVENTS } from '../../statistics/block-selection.ts';
import type { BlockCells } from '../../statistics/log-histogram.ts';
import { orderStatisticRanks } from '../../statistics/order-statistics.ts';
import { readApdexBlocks } from './apdex-blocks.ts';
import { apdexInterval, type ApdexBlocks } from './apdex-interval.ts';
import { joinCells, readBlockCells } from './block-cells.ts';
import { blockInterval, minBlockMs, samplesDepend, type Blocked } from './block-interval.ts';

export interface IntervalRequest {
  readonly filter: SampleFilter;
  readonly percentiles: readonly number[];
  /** What the Apdex is judged by; the defaults where left out. */
  readonly apdex?: ApdexSettings;
}

interface Interval {
  readonly low: number;
  readonly high: number;
  readonly method: 'order-statistics' | 'blocks';
}

interface Row {
  readonly id: number | null;
  readonly intervals: readonly (Interval | null)[];
  readonly apdex: { readonly low: number; readonly high: number } | null;
}

/**
 * 95 % confidence intervals of the percentiles of a selection, overall and per transaction. Where blocks of time show that
 * samples depend on their neighbours, whole blocks are resampled (method A3); elsewhere, and where samples are too few for
 * blocks, two order statistics enclose the percentile (binomial, distribution-free). A percentile of too few samples for
 * those (method A2) has none. The Apdex has an interval by blocks (method E9). A report has no rows.
 */
export async function percentileIntervals(
  database: Database,
  run: Run,
  transactions: readonly Transaction[],
  { filter, percentiles, apdex = DEFAULT_APDEX_SETTINGS }: IntervalRequest,
  signal: AbortSignal,
): Promise<PercentileIntervals> {
  if (run.granularity === 'aggregated') return tableOf([], percentiles);
  const tables = await runTables(database, run);
  const counted = new Set(
    filter.transactions ?? transactions.filter(({ kind }) => kind === run.countedKind).map(({ id }) => id),
  );
  const ranks = (count: number): number[] =>
    percentiles.flatMap((percentile) => {
      const found = orderStatisticRanks(count, percentile / 100);
      return [...ranksOf(count, percentile), ...(found === null ? [] : [found.low, found.high])];
    });
  const [{ overall, byTransaction }, blocks, contentment] = await Promise.all([
    transactionValues(
      database,
      tables,
      { filter, counted, transactions: transactions.length, ranks, thresholdsMs: () => [] },
      signal,
    ),
    readBlockCells(database, tables, filter, signal),
    readApdexBlocks(database, tables, transactions, filter, counted, apdex, signal),
  ]);
  const together = joinCells([...blocks.cells].filter(([id]) => counted.has(id)).map(([, cells]) => cells));
  const groups: readonly {
    id: number | null;
    values: ValueCounts;
    cells: BlockCells | null;
    content: ApdexBlocks | null;
  }[] = [
    { id: null, values: overall, cells: together, content: contentment.together },
    ...transactions.flatMap(({ id }) => {
      const values = byTransaction.get(id)?.values;
      if (values === undefined) return [];
      // Too few samples for blocks: no need to look for any.
      const cells = values.count < MIN_BLOCK_EVENTS ? null : (blocks.cells.get(id) ?? null);
      return [{ id, values, cells, content: contentment.byTransaction.get(id) ?? null }];
    }),
  ];
  const rows: Row[] = [];
  const turns = new Turns(signal);
  for (const { id, values, cells, content } of groups) {
    // Resampling takes a moment per transaction; what else the engine is asked meanwhile gets its turn.
    if (turns.due) await turns.give();
    const { windowMs } = blocks;
    const seed = `${run.id}:${id ?? 'all'}`;
    const blocked = cells === null ? null : { cells, windowMs, seed };
    rows.push({
      id,
      intervals: percentiles.map((percentile) => intervalOf(values, percentile, blocked)),
      apdex:
        cells === null || content === null
          ? null
          : apdexInterval(content, windowMs, minBlockMs(cells), `${seed}:apdex`),
    });
  }
  return tableOf(rows, percentiles);
}

function intervalOf(values: ValueCounts, percentile: number, blocked: Blocked | null): Interval | null {
  const p = percentile / 100;
  const ranks = orderStatisticRanks(values.count, p);
  const exact = percentileOf(values, percentile);
  if (ranks === null || exact === null) return null;
  if (blocked !== null && samplesDepend(blocked, p)) {
    const found = blockInterval(blocked, p, exact);
    if (found !== null) return { ...found, method: 'blocks' };
  }
  return {
    low: valueAtRank(values, ranks.low),
    high: valueAtRank(values, ranks.high),
    method: 'order-statistics',
  };
}

function tableOf(rows: readonly Row[], percentiles: readonly number[]): PercentileIntervals {
  const columns: Record<string, Column> = {
    id: numbersToColumn(rows.map(({ id }) => id)),
    method: textsToColumn(
      rows.map(({ intervals }) =>
        intervals.some((interval) => interval?.method === 'blocks') ? 'blocks' : 'order-statistics',
      ),
    ),
  };
  columns['low:apdex'] = numbersToColumn(rows.map(({ apdex }) => apdex?.low ?? null));
  columns['high:apdex'] = numbersToColumn(rows.map(({ apdex }) => apdex?.high ?? null));
  percentiles.forEach((percentile, i) => {
    const key = percentileKey(percentile);
    columns[`low:${key}`] = numbersToColumn(rows.map(({ intervals }) => intervals[i]?.low ?? null));
    columns[`high:${key}`] = numbersToColumn(rows.map(({ intervals }) => intervals[i]?.high ?? null));
    columns[`method:${key}`] = textsToColumn(rows.map(({ intervals }) => intervals[i]?.method ?? null));
  });
  return { percentiles, table: { rowCount: rows.length, columns } };
}
