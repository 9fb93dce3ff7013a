import type { SampleFilter } from '#shared/model/filter.ts';
import type { Database } from '../db/database.ts';
import { hasColumn, selectSamples, type RunTables } from '../latency/selection.ts';
import { selectedValues, worthSelecting, type Want } from '../latency/selected-values.ts';
import { transactionValues } from '../latency/transaction-values.ts';
import { mergeValues, type ValueCounts } from '../latency/value-counts.ts';

export interface ExactValues {
  /** Successful samples by transaction; exact at the ranks that were asked for. */
  readonly byTransaction: ReadonlyMap<number, ValueCounts>;
  /** Of the counted transactions together. */
  readonly overall: ValueCounts;
}

export interface ExactRequest {
  readonly filter: Pick<SampleFilter, 'time' | 'transactions'>;
  readonly counted: ReadonlySet<number>;
  readonly transactions: number;
  readonly ranks: (count: number) => readonly number[];
}

/**
 * Response times of successful samples (method A1), by the same functions as every other exact figure. Where the tool did
 * not say what failed, all samples.
 */
export async function exactValues(
  database: Database,
  tables: RunTables,
  { filter, counted, transactions, ranks }: ExactRequest,
  signal: AbortSignal,
): Promise<ExactValues> {
  const whole: SampleFilter = {
    runId: tables.run.id,
    ...filter,
    outcome: hasColumn(tables, 'ok') ? 'ok' : 'all',
    latency: null,
    conditions: [],
  };
  if (tables.wholeMs || !worthSelecting(tables.run.samples, transactions)) {
    const read = await transactionValues(
      database,
      tables,
      { filter: whole, counted, transactions, ranks, thresholdsMs: () => [] },
      signal,
    );
    return {
      overall: read.overall,
      byTransaction: new Map([...read.byTransaction].map(([id, { values }]) => [id, values])),
    };
  }
  // Without the sums that summaries need, which is a pass over the samples less.
  const samples = selectSamples(tables, whole, ['transaction_id', 'elapsed_ms', 'ok'], { kinds: 'all' });
  const plan = (counts: ReadonlyMap<number, number>): Want[] => {
    const ids = [...counts.keys()];
    return [...ids.map((id) => [id]), ids.filter((id) => counted.has(id))].map((groups) => ({
      groups,
      ranks: (count) => [0, ...ranks(count), count - 1],
    }));
  };
  const byTransaction = await selectedValues(
    database,
    { samples, group: 'transaction_id', groups: transactions },
    plan,
    signal,
  );
  const together = [...byTransaction].flatMap(([id, values]) => (counted.has(id) ? [values] : []));
  return { byTransaction, overall: mergeValues(together) };
}
