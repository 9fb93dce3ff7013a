import { numberAt, numberColumn, type ColumnTable } from '#shared/contract/columns.ts';
import type { SampleFilter } from '#shared/model/filter.ts';
import type { Database } from '../db/database.ts';
import { addSums, SUM_COLUMNS, sumsOf, withReadings } from './reading-sums.ts';
import { hasColumn, selectSamples, type RunTables, type SelectedColumn } from './selection.ts';
import { selectedValues, worthSelecting, type Want } from './selected-values.ts';
import { Turns } from './turns.ts';
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

type Volume = (row: number) => number | null;

/** Reads those sums back, by row. */
function volumesOf(table: ColumnTable): readonly Volume[] {
  return VOLUMES.map((name) => {
    if (table.columns[name] === undefined) return () => null;
    const column = numberColumn(table, name);
    return (row) => numberAt(column, row);
  });
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
  return gathered(table, counted, volumesOf(table), new Turns(signal));
}

/**
 * Rows in the order of their values, put together by transaction. All transactions share three arrays: of a hundred thousand
 * with a few samples each, arrays of their own would weigh many times as much.
 */
async function gathered(
  table: ColumnTable,
  counted: ReadonlySet<number>,
  volumes: readonly Volume[],
  turns: Turns,
): Promise<SelectedTransactions> {
  const { rowCount } = table;
  const ids = numberColumn(table, 'transaction_id').values;
  const value = numberColumn(table, 'value');
  const n = numberColumn(table, 'n').values;
  const failed = numberColumn(table, 'failed').values;
  const places = new Map<number, number>();
  const tallies: Tally[] = [];
  const placeOf = new Int32Array(rowCount);
  await turns.over(rowCount, (from, to) => {
    for (let row = from; row < to; row++) {
      const id = ids[row]!;
      let place = places.get(id);
      if (place === undefined) {
        place = tallies.length;
        places.set(id, place);
        tallies.push(new Tally(counted.has(id)));
      }
      placeOf[row] = place;
      const tally = tallies[place]!;
      tally.samples += n[row]!;
      tally.failures += failed[row]!;
      tally.receivedBytes = plus(tally.receivedBytes, volumes[0]!(row));
      tally.sentBytes = plus(tally.sentBytes, volumes[1]!(row));
      if (value.nulls?.[row] !== 1) tally.length += 1;
    }
  });
  let begin = 0;
  for (const tally of tallies) {
    tally.begin = begin;
    begin += tally.length;
    tally.length = 0;
  }
  const values = new Float64Array(begin);
  const cumulative = new Float64Array(begin);
  const failures = new Float64Array(begin);
  const overall = new ValueCountsBuilder();
  await turns.over(rowCount, (from, to) => {
    for (let row = from; row < to; row++) {
      if (value.nulls?.[row] === 1) continue;
      const tally = tallies[placeOf[row]!]!;
      const at = tally.begin + tally.length;
      tally.length += 1;
      tally.timed += n[row]!;
      values[at] = value.values[row]!;
      cumulative[at] = tally.timed;
      failures[at] = failed[row]!;
      if (tally.counted) overall.add(value.values[row]!, n[row]!, failed[row]!);
    }
  });
  const byTransaction = new Map<number, TransactionValues>();
  for (const [id, place] of places) {
    const {
      begin: from,
      length,
      timed,
      samples,
      failures: ofFailed,
      receivedBytes,
      sentBytes,
    } = tallies[place]!;
    const part = (all: Float64Array): Float64Array => all.subarray(from, from + length);
    byTransaction.set(id, {
      values: { values: part(values), cumulative: part(cumulative), failed: part(failures), count: timed },
      samples,
      failures: ofFailed,
      receivedBytes,
      sentBytes,
    });
  }
  return { overall: overall.finish(), byTransaction };
}

/** One transaction while its rows are put together. */
class Tally {
  /** Where its values begin, and how many of them there are; their samples. */
  begin = 0;
  length = 0;
  timed = 0;
  samples = 0;
  failures = 0;
  receivedBytes: number | null = null;
  sentBytes: number | null = null;

  constructor(readonly counted: boolean) {}
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
    const [receivedBytes, sentBytes] = volumes.map((volume) => volume(row));
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
