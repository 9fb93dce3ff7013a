import {
  numberAt,
  numberColumn,
  textAt,
  textColumn,
  type ColumnTable,
  type NumericArray,
} from '#shared/contract/columns.ts';
import { wholeRun, type Condition } from '#shared/model/filter.ts';
import { chooseScheme } from '#shared/model/latency-buckets.ts';
import type { BucketScheme, LatencyCube } from '#shared/model/latency.ts';
import type { Run } from '#shared/model/run.ts';
import type { Database } from '../db/database.ts';
import { runTables, selectSamples } from './selection.ts';
import { bucketSql as binSql, chooseBuckets, type Buckets } from './time-buckets.ts';

export interface CubeRequest {
  /** Only samples for which these hold are counted. */
  readonly conditions: readonly Condition[];
  readonly maxBins: number;
  readonly maxBytes: number;
}

/** A dense cube has one 32-bit count per outcome, transaction, bin and bucket. */
const BYTES_PER_CELL = 4;
const OUTCOMES = 2;
/** So many transactions get a place of their own, even if time has to be cut coarser for it. */
const MIN_TRANSACTIONS = 8;
/** Cells name their transaction with 16 bits. */
const MAX_TRANSACTIONS = 65_535;

/**
 * Counts for live brushing: see {@link LatencyCube}. The busiest transactions get a place of their own as far as the
 * dense form fits into `maxBytes`; the rest of the counted ones share one.
 */
export async function latencyCube(
  database: Database,
  run: Run,
  request: CubeRequest,
  signal: AbortSignal,
): Promise<LatencyCube> {
  const tables = await runTables(database, run);
  const samples = selectSamples(
    tables,
    { ...wholeRun(run.id), conditions: [...request.conditions] },
    ['transaction_id', 'started_at', 'elapsed_ms', 'ok'],
    { kinds: 'all' },
  );
  const timed = `(SELECT * FROM ${samples} WHERE started_at IS NOT NULL AND elapsed_ms IS NOT NULL)`;
  const found = await findTransactions(database, timed, signal);
  const lowest = found.reduce((least, { lowestMs }) => Math.min(least, lowestMs ?? least), Infinity);
  const highest = found.reduce((most, { highestMs }) => Math.max(most, highestMs), 1);
  const scheme = chooseScheme(run.clockTickMs, Number.isFinite(lowest) ? lowest : 1, highest);
  const { bins, room } = fit(run, request, scheme, found.length);
  const shown = found.slice(0, room);
  const transactionIds = shown.map(({ id }) => id);
  const all = shown.length === found.length;
  const cells = await database.query(
    `SELECT ${binSql('started_at', run.startedAtUs ?? 0, bins)} AS bin,
       ${all ? 'transaction_id' : `coalesce(place, ${shown.length})::INTEGER`} AS transaction,
       coalesce(NOT ok, false) AS failed, ${bucketSql(scheme)} AS bucket, count(*)::UINTEGER AS samples
     FROM ${timed} ${all ? '' : placed(run, transactionIds)} GROUP BY ALL`,
    [],
    { signal },
  );
  return {
    binMs: bins.widthMs,
    binCount: bins.count,
    transactionIds,
    counted: shown.map(({ kind }) => kind === run.countedKind),
    scheme,
    cells: narrow(cells, all ? placesOf(transactionIds) : null),
  };
}

interface FoundTransaction {
  readonly id: number;
  readonly kind: string | null;
  /** Shortest time above zero. */
  readonly lowestMs: number | null;
  readonly highestMs: number;
}

/** The transactions of the run, busiest first. */
async function findTransactions(
  database: Database,
  samples: string,
  signal: AbortSignal,
): Promise<FoundTransaction[]> {
  const table = await database.query(
    `SELECT f.*, t.kind FROM (
       SELECT transaction_id AS id, count(*) AS n, min(elapsed_ms) FILTER (elapsed_ms > 0) AS lowest, max(elapsed_ms) AS highest
       FROM ${samples} GROUP BY transaction_id) f
     JOIN transactions t ON t.id = f.id ORDER BY n DESC, f.id`,
    [],
    { signal },
  );
  const [id, lowest, highest] = ['id', 'lowest', 'highest'].map((name) => numberColumn(table, name));
  const kind = textColumn(table, 'kind');
  return Array.from({ length: table.rowCount }, (_, row) => ({
    id: id!.values[row]!,
    kind: textAt(kind, row),
    lowestMs: numberAt(lowest!, row),
    highestMs: highest!.values[row]!,
  }));
}

/** As many bins as asked for, or fewer where the dense cube would have no room for the busiest transactions. */
function fit(
  run: Run,
  { maxBins, maxBytes }: CubeRequest,
  scheme: BucketScheme,
  transactions: number,
): { bins: Buckets; room: number } {
  const wanted = Math.min(transactions, MIN_TRANSACTIONS);
  for (let most = maxBins; ; most = Math.floor(most / 2)) {
    // The instant of the last sample belongs to the run.
    const bins = chooseBuckets(0, run.durationMs + 1e-3, most, Infinity);
    const bytesPerTransaction = BYTES_PER_CELL * OUTCOMES * (bins.count + 1) * scheme.count;
    // One place is for all the others.
    const room = Math.min(Math.floor(maxBytes / bytesPerTransaction) - 1, MAX_TRANSACTIONS);
    if (room >= wanted || bins.count === 1) return { bins, room: Math.max(room, 0) };
  }
}

/** Joins the places of the transactions; others are let through when they are counted. */
function placed(run: Run, transactionIds: readonly number[]): string {
  const places = transactionIds.map((_, index) => index);
  return `LEFT JOIN (SELECT unnest([${transactionIds.join(', ')}]::INTEGER[]) AS transaction_id,
      unnest([${places.join(', ')}]::INTEGER[]) AS place) USING (transaction_id)
    WHERE place IS NOT NULL
      OR transaction_id IN (SELECT id FROM transactions WHERE run_id = ${run.id} AND kind = '${run.countedKind}')`;
}

/** `bucketOf` of `latency-buckets.ts` in SQL; their agreement is tested. */
export function bucketSql({ tickMs, linear, growth, count }: BucketScheme): string {
  // With an exponent, or SQL would take them for decimal fractions and count with those.
  const [tick, from, factor] = [tickMs, linear * tickMs, growth].map(doubleSql);
  return `least(greatest(CASE WHEN elapsed_ms < ${from} THEN floor(elapsed_ms / ${tick})
    ELSE ${linear} + floor(ln(elapsed_ms / ${from}) / ln(${factor})) END, 0), ${count - 1})::INTEGER`;
}

function doubleSql(value: number): string {
  const text = String(value);
  return text.includes('e') ? text : `${text}e0`;
}

/** Index of every transaction, by its number; they lie close together. */
function placesOf(transactionIds: readonly number[]): (id: number) => number {
  const first = transactionIds.reduce((least, id) => Math.min(least, id), Infinity);
  const places: number[] = [];
  transactionIds.forEach((id, index) => {
    places[id - first] = index;
  });
  return (id) => places[id - first]!;
}

/** Fewer bytes to the window: bins, transactions and buckets are below 65,536. */
function narrow(table: ColumnTable, placeOf: ((id: number) => number) | null): ColumnTable {
  const values = (name: string): NumericArray => numberColumn(table, name).values;
  const transaction = values('transaction');
  const places = new Uint16Array(table.rowCount);
  for (let row = 0; row < table.rowCount; row++) {
    places[row] = placeOf === null ? transaction[row]! : placeOf(transaction[row]!);
  }
  const column = (narrowed: NumericArray) => ({ kind: 'number', values: narrowed, nulls: null }) as const;
  return {
    rowCount: table.rowCount,
    columns: {
      bin: column(new Uint16Array(values('bin'))),
      transaction: column(places),
      failed: column(new Uint8Array(values('failed'))),
      bucket: column(new Uint16Array(values('bucket'))),
      samples: column(new Uint32Array(values('samples'))),
    },
  };
}
