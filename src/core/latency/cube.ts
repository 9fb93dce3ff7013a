import { numberColumn, type Column } from '#shared/contract/columns.ts';
import { wholeRun } from '#shared/model/filter.ts';
import { chooseScheme } from '#shared/model/latency-buckets.ts';
import type { BucketScheme, LatencyCube } from '#shared/model/latency.ts';
import type { Run } from '#shared/model/run.ts';
import type { Database } from '../db/database.ts';
import { runTables, selectSamples } from './selection.ts';
import { atLeast } from './time-buckets.ts';

export interface CubeRequest {
  readonly maxBins: number;
  readonly maxBytes: number;
}

/** A dense cube has one 32-bit count per outcome, transaction, bin and bucket. */
const BYTES_PER_CELL = 4;
const OUTCOMES = 2;
const MIN_TRANSACTIONS = 8;

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
    wholeRun(run.id),
    ['transaction_id', 'started_at', 'elapsed_ms', 'ok'],
    { kinds: 'all' },
  );
  const timed = `${samples} WHERE started_at IS NOT NULL AND elapsed_ms IS NOT NULL`;
  const [range] = await database.rows(
    `SELECT min(elapsed_ms) FILTER (elapsed_ms > 0)::DOUBLE AS lowest, max(elapsed_ms)::DOUBLE AS highest FROM ${timed}`,
  );
  const scheme = chooseScheme(
    run.clockTickMs,
    Number(range?.['lowest'] ?? 1),
    Number(range?.['highest'] ?? 1),
  );
  const binMs = atLeast(run.durationMs / request.maxBins);
  const binCount = Math.max(1, Math.floor(run.durationMs / binMs) + 1);
  const room = Math.floor(request.maxBytes / (BYTES_PER_CELL * OUTCOMES * (binCount + 1) * scheme.count)) - 1;
  const busiest = await database.rows(
    `SELECT s.transaction_id AS id, t.kind FROM ${samples} s JOIN transactions t ON t.id = s.transaction_id
     GROUP BY ALL ORDER BY count(*) DESC, id LIMIT ${Math.max(MIN_TRANSACTIONS, room)}`,
  );
  const transactionIds = busiest.map((row) => Number(row['id']));
  const startUs = run.startedAtUs ?? 0;
  const table = await database.query(
    `SELECT ((epoch_us(started_at) - ${startUs}) // ${Math.round(binMs * 1000)})::INTEGER AS bin,
       coalesce(list_position([${transactionIds.join(', ')}]::INTEGER[], transaction_id) - 1, ${transactionIds.length})::INTEGER AS transaction,
       (NOT ok)::INTEGER AS failed, ${bucketSql(scheme)} AS bucket, count(*)::INTEGER AS samples
     FROM ${timed} AND (transaction_id IN (${[...transactionIds, -1].join(', ')})
       OR transaction_id IN (SELECT id FROM transactions WHERE run_id = ${run.id} AND kind = '${run.countedKind}'))
     GROUP BY ALL`,
    [],
    { signal },
  );
  return {
    binMs,
    binCount,
    transactionIds,
    counted: busiest.map((row) => row['kind'] === run.countedKind),
    scheme,
    cells: {
      rowCount: table.rowCount,
      columns: {
        bin: narrow16(numberColumn(table, 'bin').values),
        transaction: narrow16(numberColumn(table, 'transaction').values),
        failed: {
          kind: 'number',
          values: Uint8Array.from(numberColumn(table, 'failed').values),
          nulls: null,
        },
        bucket: narrow16(numberColumn(table, 'bucket').values),
        samples: {
          kind: 'number',
          values: Uint32Array.from(numberColumn(table, 'samples').values),
          nulls: null,
        },
      },
    },
  };
}

/** `bucketOf` of `latency-buckets.ts` in SQL; their agreement is tested. */
export function bucketSql(scheme: BucketScheme): string {
  const logFrom = scheme.linear * scheme.tickMs;
  return `least(CASE WHEN elapsed_ms < ${logFrom} THEN floor(elapsed_ms / ${scheme.tickMs})
    ELSE ${scheme.linear} + floor(ln(elapsed_ms / ${logFrom}) / ${Math.log(scheme.growth)}) END, ${scheme.count - 1})::INTEGER`;
}

/** Fewer bytes to the window: bins, transactions and buckets are far below 65,536. */
function narrow16(values: ArrayLike<number>): Column {
  return { kind: 'number', values: Uint16Array.from(values), nulls: null };
}
