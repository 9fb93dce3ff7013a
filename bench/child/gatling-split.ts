import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { DuckDBInstance } from '@duckdb/node-api';

/** The way that comes to mind: lines, split, and the public appender of DuckDB's package. */
export async function run(input: {
  readonly file: string;
  readonly database: string;
}): Promise<{ rows: number }> {
  const instance = await DuckDBInstance.create(input.database);
  const connection = await instance.connect();
  await connection.run(
    'CREATE TABLE s (label VARCHAR, grp VARCHAR, start BIGINT, elapsed INTEGER, ok BOOLEAN, message VARCHAR)',
  );
  await connection.run('BEGIN');
  const appender = await connection.createAppender('s');
  let rows = 0;
  const lines = createInterface({ input: createReadStream(input.file, { highWaterMark: 1 << 20 }) });
  for await (const line of lines) {
    const cells = line.split('\t');
    if (cells[0] !== 'REQUEST') continue;
    appender.appendVarchar(cells[2]!);
    appender.appendVarchar(cells[1]!);
    appender.appendBigInt(BigInt(cells[3]!));
    appender.appendInteger(Number(cells[4]) - Number(cells[3]));
    appender.appendBoolean(cells[5] === 'OK');
    appender.appendVarchar(cells[6]!);
    appender.endRow();
    rows += 1;
  }
  appender.closeSync();
  await connection.run('COMMIT');
  await connection.run('CHECKPOINT');
  connection.closeSync();
  instance.closeSync();
  return { rows };
}
