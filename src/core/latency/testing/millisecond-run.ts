import type { Database } from '../../db/database.ts';
import { EPOCH_US, storeRun, type StoredRun } from './stored-run.ts';

/** A run of whole milliseconds that spans several row groups of the database, so that its threads share the work. */
export async function storeMillisecondRun(database: Database, samples: number): Promise<StoredRun> {
  const labels = ['a', 'b', 'c', 'd'];
  const seed = await storeRun(database, [
    {
      samples: labels.flatMap((label) =>
        [0, 599_999].map((startMs) => ({
          label,
          startMs,
          elapsedMs: 1,
          ok: true,
          receivedBytes: 10,
          sentBytes: 5,
          threads: 1,
          outcome: { code: '200', message: 'OK' },
        })),
      ),
    },
  ]);
  const first = seed.transactions[0]!.id;
  await database.execute(
    `INSERT INTO samples_${seed.run.sourceIds[0]!} (transaction_id, started_at, elapsed_ms, ok, received_bytes, sent_bytes, all_threads, outcome_id)
     SELECT ${first} + (hash(i) % ${labels.length})::INTEGER, make_timestamp((${EPOCH_US} + hash(i * 5) % 599000000)::BIGINT),
       round(exp(3 + (hash(i * 7) % 100000) / 20000))::INTEGER, hash(i * 11) % 20 > 0, (hash(i * 13) % 9000)::INTEGER,
       (hash(i * 17) % 500)::INTEGER, (hash(i * 19) % 50)::INTEGER, outcome_id
     FROM range(${samples}) t(i), (SELECT min(outcome_id) AS outcome_id FROM samples_${seed.run.sourceIds[0]!})`,
  );
  await database.execute(`UPDATE runs SET samples = samples + ${samples} WHERE id = ${seed.run.id}`);
  return { ...seed, run: { ...seed.run, samples: seed.run.samples + samples } };
}
