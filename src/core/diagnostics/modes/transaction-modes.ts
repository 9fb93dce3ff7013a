import { numberColumn } from '#shared/contract/columns.ts';
import type { TransactionModes } from '#shared/model/diagnostics.ts';
import type { SampleFilter } from '#shared/model/filter.ts';
import type { Run } from '#shared/model/run.ts';
import type { Database } from '../../db/database.ts';
import { runTables, selectSamples } from '../../latency/selection.ts';
import { findModes } from './find-modes.ts';

/** Times of fine clocks are put together where they are within half a percent. */
const CLASSES_PER_E = 200;

/** The transactions of a selection whose response times fall into two or more groups, with the groups. */
export async function transactionModes(
  database: Database,
  run: Run,
  filter: SampleFilter,
  signal: AbortSignal,
): Promise<TransactionModes[]> {
  const tables = await runTables(database, run);
  const samples = selectSamples(tables, filter, ['transaction_id', 'elapsed_ms'], { kinds: 'counted' });
  const [value, group] = tables.wholeMs
    ? ['elapsed_ms', 'transaction_id, elapsed_ms']
    : ['avg(elapsed_ms)', `transaction_id, floor(ln(elapsed_ms) * ${CLASSES_PER_E})`];
  const table = await database.query(
    `SELECT transaction_id AS id, ${value} AS value, count(*) AS n FROM ${samples}
     WHERE elapsed_ms > 0 GROUP BY ${group} ORDER BY id, value`,
    [],
    { signal },
  );
  const [id, values, counts] = ['id', 'value', 'n'].map((name) => numberColumn(table, name).values);
  const found: TransactionModes[] = [];
  let from = 0;
  for (let row = 1; row <= table.rowCount; row++) {
    if (row < table.rowCount && id![row] === id![from]) continue;
    const modes = findModes(
      {
        values: Float64Array.from(values!.subarray(from, row)),
        counts: Float64Array.from(counts!.subarray(from, row)),
      },
      run.clockTickMs,
    );
    if (modes.length > 1) found.push({ transactionId: id![from]!, modes });
    from = row;
  }
  return found;
}
