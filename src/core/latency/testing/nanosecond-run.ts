import { numberColumn } from '#shared/contract/columns.ts';
import type { SampleFilter } from '#shared/model/filter.ts';
import type { Run } from '#shared/model/run.ts';
import type { Database } from '../../db/database.ts';
import { EPOCH_US, storeRun, type StoredRun } from './stored-run.ts';

export const SEED_SAMPLES = 300_000;

/** A run with a distinct time for nearly every sample, some zeros, some failures; made by the database itself. */
export async function storeNanosecondRun(database: Database): Promise<StoredRun> {
  const seed = await storeRun(
    database,
    [
      {
        samples: ['a', 'b', 'c'].flatMap((label) =>
          [0, 99_999].map((startMs) => ({ label, startMs, elapsedMs: 0.000_001, ok: true })),
        ),
      },
    ],
    { clockTickMs: 1e-6 },
  );
  const first = seed.transactions[0]!.id;
  await database.execute(
    `INSERT INTO samples_${seed.run.sourceIds[0]!} (transaction_id, started_at, elapsed_ms, ok)
     SELECT ${first} + (hash(i) % 3)::INTEGER, make_timestamp((${EPOCH_US} + hash(i + 0.5) % 99999000)::BIGINT),
       CASE WHEN hash(i * 3) % 50 = 0 THEN 0 ELSE round(exp(3 + (hash(i) % 3) + (hash(i * 7) % 100000) / 40000) * 1e6) / 1e6 END,
       hash(i * 11) % 20 > 0
     FROM range(${SEED_SAMPLES}) t(i)`,
  );
  await database.execute(`UPDATE runs SET samples = samples + ${SEED_SAMPLES} WHERE id = ${seed.run.id}`);
  return { ...seed, run: { ...seed.run, samples: seed.run.samples + SEED_SAMPLES } };
}

export interface PlainRow {
  readonly transactionId: number;
  readonly offsetMs: number;
  readonly elapsedMs: number;
  readonly ok: boolean;
}

/** The samples of a run as they are stored. */
export async function countedRows(
  database: Database,
  run: Run,
  time: SampleFilter['time'],
): Promise<PlainRow[]> {
  const table = await database.query(
    `SELECT transaction_id, epoch_us(started_at) - ${run.startedAtUs} AS at, elapsed_ms, ok FROM samples_${run.sourceIds[0]!}`,
  );
  const [id, at, elapsed, ok] = ['transaction_id', 'at', 'elapsed_ms', 'ok'].map(
    (name) => numberColumn(table, name).values,
  );
  return Array.from({ length: table.rowCount }, (_, row) => ({
    transactionId: id![row]!,
    offsetMs: at![row]! / 1000,
    elapsedMs: elapsed![row]!,
    ok: ok![row] === 1,
  })).filter(({ offsetMs }) => time === null || (offsetMs >= time.fromMs && offsetMs < time.toMs));
}
