import { DuckDBInstance, type DuckDBAppender } from '@duckdb/node-api';
import { readBatches, repeated, timed, type AppendAnswer } from './jtl-batches.ts';
import type { StoredBatch, StoredColumn } from '../product/storage.d.ts';

const sqlTypes: Readonly<Record<StoredColumn['type'], string>> = {
  i32: 'INTEGER',
  i64: 'BIGINT',
  f64: 'DOUBLE',
  bool: 'BOOLEAN',
  // A time stamp object for each value would cost more still.
  timestamp: 'BIGINT',
};

/** The same rows through the public appender of DuckDB's own package, value by value. */
export async function run(input: {
  readonly file: string;
  readonly database: string;
  readonly rows: number;
}): Promise<AppendAnswer> {
  const batches = await readBatches(input.file);
  const instance = await DuckDBInstance.create(input.database);
  const connection = await instance.connect();
  const { columns } = batches[0]!;
  const definitions = Object.entries(columns).map(([name, { type }]) => `"${name}" ${sqlTypes[type]}`);
  await connection.run(`CREATE TABLE samples (${definitions.join(', ')})`);
  const answer = await timed(Object.keys(columns), async () => {
    let rows = 0;
    await connection.run('BEGIN');
    const appender = await connection.createAppender('samples');
    for (const batch of repeated(batches, input.rows)) {
      appendBatch(appender, batch, Object.keys(columns));
      rows += batch.rows;
    }
    appender.closeSync();
    await connection.run('COMMIT');
    await connection.run('CHECKPOINT');
    return rows;
  });
  connection.closeSync();
  instance.closeSync();
  return answer;
}

function appendBatch(appender: DuckDBAppender, batch: StoredBatch, names: readonly string[]): void {
  const setters = names.map((name) => setterOf(appender, batch.columns[name]));
  for (let row = 0; row < batch.rows; row++) {
    for (const set of setters) set(row);
    appender.endRow();
  }
}

function setterOf(appender: DuckDBAppender, column: StoredColumn | undefined): (row: number) => void {
  if (column === undefined) return () => appender.appendNull();
  const { valid } = column;
  const set = presentSetterOf(appender, column);
  if (valid === null) return set;
  return (row) => {
    if (((valid[row >> 3]! >> (row & 7)) & 1) === 1) set(row);
    else appender.appendNull();
  };
}

function presentSetterOf(appender: DuckDBAppender, { type, values }: StoredColumn): (row: number) => void {
  switch (type) {
    case 'i32':
      return (row) => appender.appendInteger(values[row]!);
    case 'f64':
      return (row) => appender.appendDouble(values[row]!);
    case 'bool':
      return (row) => appender.appendBoolean(values[row] === 1);
    case 'i64':
    case 'timestamp': {
      // Pairs of halves, low half first: on every machine that Loadstone runs on, that is a 64-bit integer.
      const wide = new BigInt64Array(values.buffer, values.byteOffset, values.length / 2);
      return (row) => appender.appendBigInt(wide[row]!);
    }
  }
}
