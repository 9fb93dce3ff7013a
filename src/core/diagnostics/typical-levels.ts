import { numberColumn } from '#shared/contract/columns.ts';
import { wholeRun } from '#shared/model/filter.ts';
import type { Database } from '../db/database.ts';
import { selectSamples, type RunTables } from '../latency/selection.ts';
import { clamped, gridBucketSql, type TimeGrid } from './time-grid.ts';

/** Medians per bucket and transaction that are read at most; the busiest transactions then stand for all. */
const MAX_CELLS = 400_000;

/**
 * ln of the typical response time per bucket: median per transaction, weighted by the share that the transaction has of
 * the whole run, so that a change of the mix is no change of response times (method E1). A transaction that is missing
 * from a bucket leaves its level as it is.
 */
export async function typicalLevels(
  database: Database,
  tables: RunTables,
  grid: TimeGrid,
  signal: AbortSignal,
): Promise<Float64Array> {
  const samples = selectSamples(
    tables,
    wholeRun(tables.run.id),
    ['transaction_id', 'started_at', 'elapsed_ms'],
    { kinds: 'counted' },
  );
  const timed = `FROM ${samples} WHERE started_at IS NOT NULL AND elapsed_ms IS NOT NULL`;
  const most = Math.max(1, Math.floor(MAX_CELLS / grid.count));
  const busiest =
    tables.run.transactionCount <= most
      ? ''
      : `AND transaction_id IN (SELECT transaction_id ${timed} GROUP BY transaction_id ORDER BY count(*) DESC, transaction_id LIMIT ${most})`;
  const table = await database.query(
    `SELECT ${gridBucketSql('epoch_us(started_at)', grid)} AS bucket, transaction_id, count(*) AS n,
       quantile_cont(elapsed_ms, 0.5)::DOUBLE AS median_ms
     ${timed} ${busiest} GROUP BY bucket, transaction_id`,
    [],
    { signal },
  );
  const [bucket, transaction, n, medianMs] = ['bucket', 'transaction_id', 'n', 'median_ms'].map(
    (name) => numberColumn(table, name).values,
  );
  // Below the clock's resolution all times are alike.
  const least = Math.max(tables.run.clockTickMs / 2, 1e-6);
  const levels = Float64Array.from(medianMs!.subarray(0, table.rowCount), (ms) =>
    Math.log(Math.max(ms, least)),
  );
  const overall = new Map<number, { samples: number; sum: number }>();
  for (let row = 0; row < table.rowCount; row++) {
    const known = overall.get(transaction![row]!) ?? { samples: 0, sum: 0 };
    known.samples += n![row]!;
    known.sum += n![row]! * levels[row]!;
    overall.set(transaction![row]!, known);
  }
  let samplesTotal = 0;
  let levelTotal = 0;
  for (const { samples: count, sum } of overall.values()) {
    samplesTotal += count;
    levelTotal += sum;
  }
  const weights = new Float64Array(grid.count);
  const sums = new Float64Array(grid.count);
  for (let row = 0; row < table.rowCount; row++) {
    const { samples: share, sum } = overall.get(transaction![row]!)!;
    const at = clamped(bucket![row]!, grid);
    weights[at]! += share;
    sums[at]! += share * (levels[row]! - sum / share);
  }
  return sums.map((sum, at) =>
    weights[at]! > 0 ? levelTotal / samplesTotal + sum / weights[at]! : Number.NaN,
  );
}
