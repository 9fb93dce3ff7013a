import { numberAt, numberColumn, type ColumnTable } from '#shared/contract/columns.ts';
import type { SampleFilter } from '#shared/model/filter.ts';
import type { Database } from '../db/database.ts';
import { addSums, SUM_COLUMNS, sumsOf, withReadings } from './reading-sums.ts';
import { hasColumn, selectSamples, type RunTables, type SelectedColumn } from './selection.ts';
import { selectedValues, worthSelecting, type Want } from './selected-values.ts';
import {
  mergeValues,
  NO_VALUES,
  ValueCountsBuilder,
  type ExactSums,
  type ValueCounts,
} from './value-counts.ts';

/** The samples of one transaction, those without a time included. */
export interface TransactionValues {
  readonly values: ValueCounts;
  readonly samples: number;
  readonly failures: number;
  /** Null when no sample has them. */
  readonly receivedBytes: number | null;
  readonly sentBytes: number | null;
}

export interface SelectedTransactions {
  readonly byTransaction: ReadonlyMap<number, TransactionValues>;
  /** Response times of the counted transactions together. */
  readonly overall: ValueCounts;
}

export interface ValuesRequest {
  readonly filter: SampleFilter;
  /** Transactions that make up the headline figures. */
  readonly counted: ReadonlySet<number>;
  /** How many transactions the run has. */
  readonly transactions: number;
  /** Ranks that will be asked of any of the samples. */
  readonly ranks: (count: number) => readonly number[];
  /** Times that samples of a transaction will be compared with. */
  readonly thresholdsMs: (transactionId: number) => readonly number[];
}

/** Values, counts and volume per transaction. */
export async function transactionValues(
  database: Database,
  tables: RunTables,
  request: ValuesRequest,
  signal: AbortSignal,
): Promise<SelectedTransactions> {
  if (!tables.wholeMs && worthSelecting(tables.run.samples, request.transactions)) {
    const selected = await readSelected(database, tables, request, signal);
    if (selected !== null) return selected;
  }
  return readAll(database, tables, request, signal);
}

const VOLUMES = ['received_bytes', 'sent_bytes'] as const;

/** SQL sums of the volumes that some source has. */
function volumeSums(tables: RunTables): string {
  return VOLUMES.filter((column) => hasColumn(tables, column))
    .map((column) => `, sum(${column}) AS ${column}`)
    .join('');
}

/** Reads those sums back, by row. */
function volumesOf(table: ColumnTable): (row: number) => readonly (number | null)[] {
  const columns = VOLUMES.map((name) =>
    table.columns[name] === undefined ? null : numberColumn(table, name),
  );
  return (row) => columns.map((column) => (column === null ? null : numberAt(column, row)));
}

const COLUMNS: readonly SelectedColumn[] = ['transaction_id', 'elapsed_ms', 'ok', ...VOLUMES];

/**
 * Every distinct value, in one pass over the samples. Grouping by the columns as they are stored is what the database
 * is fastest at; times of whole milliseconds come in few thousand values.
 */
export async function readAll(
  database: Database,
  tables: RunTables,
  { filter, counted }: ValuesRequest,
  signal: AbortSignal,
): Promise<SelectedTransactions> {
  const samples = selectSamples(tables, filter, COLUMNS, { kinds: 'all' });
  const table = await database.query(
    `SELECT transaction_id, elapsed_ms AS value, count(*) AS n, count(*) FILTER (NOT ok) AS failed${volumeSums(tables)}
     FROM ${samples} GROUP BY transaction_id, elapsed_ms ORDER BY value`,
    [],
    { signal },
  );
  const transaction = numberColumn(table, 'transaction_id').values;
  const value = numberColumn(table, 'value');
  const n = numberColumn(table, 'n').values;
  const failed = numberColumn(table, 'failed').values;
  const volumes = volumesOf(table);
  const overall = new ValueCountsBuilder();
  const tallies = new Map<number, Tally>();
  for (let row = 0; row < table.rowCount; row++) {
    const id = transaction[row]!;
    let tally = tallies.get(id);
    if (tally === undefined) {
      tally = new Tally();
      tallies.set(id, tally);
    }
    tally.samples += n[row]!;
    tally.failures += failed[row]!;
    const [received, sent] = volumes(row);
    tally.receivedBytes = plus(tally.receivedBytes, received!);
    tally.sentBytes = plus(tally.sentBytes, sent!);
    if (value.nulls?.[row] === 1) continue;
    tally.builder.add(value.values[row]!, n[row]!, failed[row]!);
    if (counted.has(id)) overall.add(value.values[row]!, n[row]!, failed[row]!);
  }
  return {
    overall: overall.finish(),
    byTransaction: new Map([...tallies].map(([id, tally]) => [id, tally.finish()])),
  };
}

class Tally {
  readonly builder = new ValueCountsBuilder();
  samples = 0;
  failures = 0;
  receivedBytes: number | null = null;
  sentBytes: number | null = null;

  finish(): TransactionValues {
    const { samples, failures, receivedBytes, sentBytes } = this;
    return { values: this.builder.finish(), samples, failures, receivedBytes, sentBytes };
  }
}

function plus(a: number | null, b: number | null): number | null {
  if (a === null) return b;
  return b === null ? a : a + b;
}

/**
 * Only the values that the request needs, with exact sums for the mean and the deviation of the others.
 * @returns null when the times are no whole nanoseconds: then there are no exact sums
 */
export async function readSelected(
  database: Database,
  tables: RunTables,
  request: ValuesRequest,
  signal: AbortSignal,
): Promise<SelectedTransactions | null> {
  const samples = selectSamples(tables, request.filter, COLUMNS, { kinds: 'all' });
  const totals = await readTotals(database, tables, samples, signal);
  if (totals === null) return null;
  const { ranks, thresholdsMs, counted } = request;
  const plan = (counts: ReadonlyMap<number, number>): Want[] => {
    // The extremes are figures of their own.
    const extended = (count: number): readonly number[] => [0, ...ranks(count), count - 1];
    const ids = [...counts.keys()];
    return [
      ...ids.map((id): Want => ({ groups: [id], ranks: extended, thresholdsMs: thresholdsMs(id) })),
      { groups: ids.filter((id) => counted.has(id)), ranks: extended },
    ];
  };
  const values = await selectedValues(
    database,
    { samples, group: 'transaction_id', groups: totals.size },
    plan,
    signal,
  );
  const together = [...values].filter(([id]) => counted.has(id));
  return {
    overall: {
      ...mergeValues(together.map(([, sample]) => sample)),
      sums: addSums(together.map(([id]) => totals.get(id)!.sums)),
    },
    byTransaction: new Map(
      [...totals].map(([id, { sums, ...total }]) => [
        id,
        { ...total, values: { ...(values.get(id) ?? NO_VALUES), sums } },
      ]),
    ),
  };
}

interface Totals extends Omit<TransactionValues, 'values'> {
  readonly sums: ExactSums;
}

async function readTotals(
  database: Database,
  tables: RunTables,
  samples: string,
  signal: AbortSignal,
): Promise<Map<number, Totals> | null> {
  const table = await database.query(
    `SELECT transaction_id, count(*) AS samples, count(*) FILTER (NOT ok) AS failures${volumeSums(tables)}, ${SUM_COLUMNS}
     FROM ${withReadings(samples)} GROUP BY transaction_id`,
    [],
    { signal },
  );
  const [transaction, count, failures] = ['transaction_id', 'samples', 'failures'].map(
    (name) => numberColumn(table, name).values,
  );
  const volumes = volumesOf(table);
  const sumsAt = sumsOf(table);
  const out = new Map<number, Totals>();
  for (let row = 0; row < table.rowCount; row++) {
    const sums = sumsAt(row);
    if (sums === null) return null;
    const [receivedBytes, sentBytes] = volumes(row);
    out.set(transaction![row]!, {
      samples: count![row]!,
      failures: failures![row]!,
      receivedBytes: receivedBytes!,
      sentBytes: sentBytes!,
      sums,
    });
  }
  return out;
}
