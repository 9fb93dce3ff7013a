import { documentedTables } from '../db/documented/documented-tables.ts';
import type { DatasetTable } from './dataset-tables.ts';

export const SCHEMA_FILE = 'SCHEMA.md';
/** By this an earlier export is known. */
export const SCHEMA_BEGIN = '# Data set of a Loadstone workspace';

export interface WrittenTable {
  readonly table: DatasetTable;
  readonly rows: number;
  readonly files: number;
  readonly bytes: number;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

interface SchemaFacts {
  readonly version: string;
  readonly runs: readonly { readonly id: number; readonly name: string }[];
  readonly tables: readonly WrittenTable[];
}

/** The description that goes with a data set: what every file and column holds, and how to read it. */
export function schemaText({ version, runs, tables }: SchemaFacts): string {
  const filled = tables.filter(({ rows }) => rows > 0);
  const empty = tables.filter(({ rows }) => rows === 0);
  return [
    SCHEMA_BEGIN,
    `Written by Loadstone ${version}. Parquet files, compressed with Zstandard, one folder for each relation; where a relation belongs to runs, one folder \`run=<number>\` for each run within it (Hive partitioning): the number of the run is a column \`run\` for tools that read the folder names, and in no file.`,
    'Instants are UTC, columns in `_ms` milliseconds, columns in `_bytes` bytes; a value that the tool did not write is NULL.',
    '```sql\n' +
      `-- DuckDB\nSELECT run, label, count(*), quantile_cont(elapsed_ms, 0.95)\nFROM read_parquet('samples/*/*.parquet', hive_partitioning = true) GROUP BY ALL\n` +
      '```',
    '```python\n# Spark\nspark.read.parquet("samples").groupBy("run", "label").count()\n```',
    '## Runs',
    markdownTable(
      ['run', 'name'],
      runs.map(({ id, name }) => [String(id), name]),
    ),
    ...filled.map(relationText),
    ...(empty.length === 0
      ? []
      : ['## Without rows', `${empty.map(({ table }) => `\`${table.name}\``).join(', ')}: no files.`]),
  ]
    .join('\n\n')
    .concat('\n');
}

function relationText({ table, rows, files, columns }: WrittenTable): string {
  const words = documentedTables.find(({ name }) => name === table.documentedAs);
  const place = table.byRun ? `${table.name}/run=<number>/part-0.parquet` : `${table.name}/part-0.parquet`;
  const facts = `One row: ${words?.about ?? table.name}. ${rows} ${rows === 1 ? 'row' : 'rows'} in ${files} ${files === 1 ? 'file' : 'files'}: \`${place}\`.`;
  const body = columns.map(({ name, type }) => [`\`${name}\``, type, words?.columns[name] ?? '']);
  return `## ${table.name}\n\n${facts}\n\n${markdownTable(['Column', 'Type', 'Meaning'], body)}`;
}

function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll(/\s+/gu, ' ')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
