import { DuckDBInstance } from '@duckdb/node-api';
import { PERCENTILES } from './questions.ts';

export interface QuantilesAnswer {
  /** Seven quantiles of each transaction over the whole run, by DuckDB's exact aggregate; several times, warm. */
  readonly wholeMs: readonly number[];
  /** The same over half of the run. */
  readonly halfMs: readonly number[];
}

const TIMES = 5;

/** The same tables asked in SQL, by plain DuckDB with its own settings. */
export async function run(input: { readonly workspace: string }): Promise<QuantilesAnswer> {
  const instance = await DuckDBInstance.create(input.workspace, { access_mode: 'READ_ONLY' });
  const connection = await instance.connect();
  const shares = PERCENTILES.map((percentile) => percentile / 100).join(', ');
  const ask = async (where: string): Promise<number> => {
    const begun = performance.now();
    await connection.runAndReadAll(
      `SELECT transaction_id, count(*), quantile_cont(elapsed_ms, [${shares}]) FROM samples ${where} GROUP BY transaction_id`,
    );
    return performance.now() - begun;
  };
  const middle = `WHERE started_at >= (SELECT started_at + (ended_at - started_at) / 4 FROM runs)
    AND started_at < (SELECT started_at + (ended_at - started_at) * 3 / 4 FROM runs)`;
  await ask('');
  const wholeMs: number[] = [];
  const halfMs: number[] = [];
  for (let time = 0; time < TIMES; time++) {
    wholeMs.push(await ask(''));
    halfMs.push(await ask(middle));
  }
  connection.closeSync();
  instance.closeSync();
  return { wholeMs, halfMs };
}
