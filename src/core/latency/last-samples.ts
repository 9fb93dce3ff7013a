import { numberColumn } from '#shared/contract/columns.ts';
import type { SampleFilter } from '#shared/model/filter.ts';
import type { Database } from '../db/database.ts';
import { selectSamples, type RunTables, type SelectionOptions } from './selection.ts';
import { NO_VALUES, ValueCountsBuilder, type ValueCounts } from './value-counts.ts';

/** How much more of the file's end is read than the windows would fill if its transactions were evenly mixed. */
const MARGIN = 1.5;
/** What was not enough is tried again with so many times as many rows. */
const GROWTH = 8;

/**
 * Response times of the last `window` samples, in the order of the file, of each group of transactions. Numbering all rows
 * backwards would sort them; instead the end of the file is read, and more of it only for groups that had too few there.
 */
export async function lastSamples(
  database: Database,
  tables: RunTables,
  filter: SampleFilter,
  groups: readonly (readonly number[])[],
  window: number,
  signal: AbortSignal,
): Promise<ValueCounts[]> {
  const samples = (fromRow?: SelectionOptions['fromRow']): string =>
    selectSamples(tables, filter, ['transaction_id', 'elapsed_ms'], { kinds: 'all', fileRow: true, fromRow });
  const counts = await countTimed(database, samples(), signal);
  const totals = groups.map((group) => group.reduce((sum, id) => sum + (counts.get(id) ?? 0), 0));
  const out = groups.map(() => NO_VALUES);
  const read = async (indices: readonly number[], from: string, sql: string): Promise<void> => {
    if (indices.length === 0) return;
    for (const [index, values] of await readGroups(database, groups, indices, from, sql, signal)) {
      out[index] = values;
    }
  };
  const indices = groups.map((_, index) => index);
  await read(
    indices.filter((index) => totals[index]! > 0 && totals[index]! <= window),
    samples(),
    '',
  );
  let pending = indices.filter((index) => totals[index]! > window);
  const fileRows = await countRows(database, tables);
  let rows = Math.ceil(MARGIN * window * pending.length);
  while (pending.length > 0) {
    await read(
      pending,
      samples(lastRows(fileRows, rows)),
      `QUALIFY row_number() OVER (PARTITION BY g ORDER BY source_id DESC, file_row DESC) <= ${window}`,
    );
    pending = pending.filter((index) => out[index]!.count < window);
    rows *= GROWTH;
  }
  return out;
}

async function countTimed(
  database: Database,
  samples: string,
  signal: AbortSignal,
): Promise<Map<number, number>> {
  const table = await database.query(
    `SELECT transaction_id, count(elapsed_ms) AS n FROM ${samples} GROUP BY transaction_id`,
    [],
    { signal },
  );
  const [id, n] = ['transaction_id', 'n'].map((name) => numberColumn(table, name).values);
  return new Map(Array.from({ length: table.rowCount }, (_, row) => [id![row]!, n![row]!]));
}

/** Rows in the tables of samples, by source in the order of the run. */
async function countRows(database: Database, { sources }: RunTables): Promise<Map<number, number>> {
  const stored = sources.filter(({ columns }) => columns.size > 0);
  const out = new Map<number, number>();
  for (const { id } of stored) {
    const [row] = await database.rows(`SELECT count(*) AS n FROM samples_${id}`);
    out.set(id, Number(row?.['n']));
  }
  return out;
}

/** The first of the last `rows` rows of all sources in each of them. */
function lastRows(fileRows: ReadonlyMap<number, number>, rows: number): Map<number, number> {
  const out = new Map<number, number>();
  let left = rows;
  for (const [source, count] of [...fileRows].reverse()) {
    if (left > 0) out.set(source, Math.max(0, count - left));
    left -= count;
  }
  return out;
}

async function readGroups(
  database: Database,
  groups: readonly (readonly number[])[],
  indices: readonly number[],
  samples: string,
  qualify: string,
  signal: AbortSignal,
): Promise<Map<number, ValueCounts>> {
  const members = indices.flatMap((index) => groups[index]!.map((id) => ({ id, index })));
  const table = await database.query(
    `WITH members AS (
       SELECT unnest([${members.map(({ id }) => id).join(', ')}]::INTEGER[]) AS transaction_id,
         unnest([${members.map(({ index }) => index).join(', ')}]::INTEGER[]) AS g)
     SELECT g, elapsed_ms::DOUBLE AS value, count(*) AS n FROM (
       SELECT g, elapsed_ms FROM ${samples} JOIN members USING (transaction_id)
       WHERE elapsed_ms IS NOT NULL ${qualify})
     GROUP BY g, elapsed_ms ORDER BY value`,
    [],
    { signal },
  );
  const [g, value, n] = ['g', 'value', 'n'].map((name) => numberColumn(table, name).values);
  const builders = new Map<number, ValueCountsBuilder>();
  for (let row = 0; row < table.rowCount; row++) {
    let builder = builders.get(g![row]!);
    if (builder === undefined) {
      builder = new ValueCountsBuilder();
      builders.set(g![row]!, builder);
    }
    builder.add(value![row]!, n![row]!, 0);
  }
  return new Map([...builders].map(([index, builder]) => [index, builder.finish()]));
}
