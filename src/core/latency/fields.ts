import { numberColumn, textAt, textColumn, type ColumnTable } from '#shared/contract/columns.ts';
import { fieldLabel, SOURCE_FIELD, TAG_PREFIX } from '#shared/model/condition-fields.ts';
import type { ConditionField } from '#shared/model/drill-down.ts';
import { wholeRun } from '#shared/model/filter.ts';
import type { Run } from '#shared/model/run.ts';
import type { Database } from '../db/database.ts';
import { fieldOf, textFields, type Field } from './conditions.ts';
import { runTables, selectSamples, type RunTables } from './selection.ts';

/**
 * Fields in which the counted samples of a run have values, each with its most frequent ones. The source is a field
 * where there are several.
 */
export async function conditionFields(
  database: Database,
  run: Run,
  maxValues: number,
  signal: AbortSignal,
): Promise<ConditionField[]> {
  const tables = await runTables(database, run);
  const names = await fieldNames(database, tables, signal);
  const out: ConditionField[] = [];
  for (const name of names) {
    const sql = name === SOURCE_FIELD ? sourceCounts(tables) : valueCounts(tables, fieldOf(name, run.id));
    if (sql === null) continue;
    const table = await database.query(
      `SELECT value, n::DOUBLE AS n, count(*) OVER () AS total, count(value) OVER () AS known FROM (${sql})
       ORDER BY n DESC, value NULLS LAST LIMIT ${maxValues}`,
      [],
      { signal },
    );
    const [n, total, known] = ['n', 'total', 'known'].map((of) => numberColumn(table, of).values);
    if (table.rowCount === 0 || known![0] === 0) continue;
    out.push({
      field: name,
      label: fieldLabel(name),
      values: texts(table, 'value').map((value, row) => ({ value, samples: n![row]! })),
      moreValues: total![0]! - table.rowCount,
    });
  }
  return out;
}

/** Fields that the sources of a run can have values in, in the order in which they are offered. */
export async function fieldNames(
  database: Database,
  { sources }: RunTables,
  signal: AbortSignal,
): Promise<string[]> {
  const own = sources.filter(({ columns }) => columns.has('tag_set_id')).map(({ id }) => id);
  const table =
    own.length === 0
      ? null
      : await database.query(
          `SELECT DISTINCT key FROM tags WHERE source_id IN (${own.join(', ')}) ORDER BY lower(key), key`,
          [],
          { signal },
        );
  const keys = table === null ? [] : texts(table, 'key').map((key) => key ?? '');
  return [
    ...textFields,
    ...(new Set(sources.map(({ name }) => name)).size > 1 ? [SOURCE_FIELD] : []),
    ...keys.map((key) => TAG_PREFIX + key),
  ];
}

/** SQL of `value` and `n`; null where no source has what the field needs. */
function valueCounts(tables: RunTables, field: Field): string | null {
  const own = sourcesWith(tables, field);
  if (own.length === 0) return null;
  const samples = selectSamples(tables, wholeRun(tables.run.id), [...field.needs, ...field.mayUse], {
    kinds: 'counted',
  });
  // Counted by number first: ten million texts would be compared otherwise.
  return `WITH counts AS MATERIALIZED (SELECT ${field.id(() => true)} AS id, count(*) AS n FROM ${samples} GROUP BY 1)
    SELECT v.value, sum(n) AS n FROM counts LEFT JOIN (${field.values(own)}) v ON v.id = counts.id GROUP BY 1`;
}

function sourceCounts(tables: RunTables): string {
  const samples = selectSamples(tables, wholeRun(tables.run.id), [], { kinds: 'counted', fileRow: true });
  return `SELECT s.name AS value, sum(n) AS n FROM (SELECT source_id, count(*) AS n FROM ${samples} GROUP BY 1) c
    JOIN sources s ON s.id = c.source_id GROUP BY 1`;
}

/** Sources that have the columns that a field needs. */
export function sourcesWith({ sources }: RunTables, { needs }: Field): number[] {
  return sources.filter(({ columns }) => needs.every((column) => columns.has(column))).map(({ id }) => id);
}

function texts(table: ColumnTable, name: string): (string | null)[] {
  const column = textColumn(table, name);
  return Array.from({ length: table.rowCount }, (_, row) => textAt(column, row));
}
