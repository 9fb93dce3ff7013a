import { availableParallelism, totalmem } from 'node:os';
import { dirname } from 'node:path';
import { Database, SourceWriter } from '../product/storage.js';
import { readBatches, repeated, timed, type AppendAnswer } from './jtl-batches.ts';

/** Rows out of Node's arrays into the workspace's file, the way imports put them there. */
export async function run(input: {
  readonly file: string;
  readonly database: string;
  readonly rows: number;
}): Promise<AppendAnswer> {
  const batches = await readBatches(input.file);
  const database = await Database.open(input.database, {
    memoryLimitBytes: totalmem() / 4,
    threads: availableParallelism(),
    tempDirectory: dirname(input.database),
  });
  const connection = await database.connect();
  const writer = new SourceWriter(connection, 1);
  const answer = await timed(Object.keys(batches[0]!.columns), async () => {
    let rows = 0;
    await connection.run('BEGIN');
    for (const batch of repeated(batches, input.rows)) {
      await writer.appendRows(batch);
      rows += batch.rows;
    }
    writer.close();
    await connection.run('COMMIT');
    await database.execute('CHECKPOINT');
    return rows;
  });
  connection.closeSync();
  database.close();
  return answer;
}
