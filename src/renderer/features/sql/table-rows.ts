import type { DocumentedTable } from '#shared/model/sql.ts';

export interface TableRow {
  readonly id: string;
  readonly level: 1 | 2;
  readonly name: string;
  /** Of a column. */
  readonly type: string | null;
  readonly about: string;
  readonly expanded: boolean;
  /** Id of the table's row, for a column. */
  readonly parent: string | null;
  /** What is put into the statement: quoted where SQL would take it for another word. */
  readonly inserted: string;
}

/** Rows of the list as it is opened; a filter shows the tables that match, and those of columns that do, opened. */
export function tableRows(
  tables: readonly DocumentedTable[],
  expanded: ReadonlySet<string>,
  filter: string,
): TableRow[] {
  const wanted = filter.trim().toLowerCase();
  const matches = (name: string): boolean => name.toLowerCase().includes(wanted);
  return tables.flatMap((table) => {
    const hits = wanted === '' ? [] : table.columns.filter(({ name }) => matches(name));
    const isNamed = matches(table.name);
    if (!isNamed && hits.length === 0) return [];
    const isOpen = expanded.has(table.name);
    const columns = isOpen ? table.columns : isNamed ? [] : hits;
    const id = `table-${table.name}`;
    const head: TableRow = {
      id,
      level: 1,
      name: table.name,
      type: null,
      about: `One row: ${table.about}`,
      expanded: columns.length > 0,
      parent: null,
      inserted: quotedName(table.name),
    };
    return [
      head,
      ...columns.map(({ name, type, about }): TableRow => ({
        id: `column-${table.name}-${name}`,
        level: 2,
        name,
        type,
        about: `${name} ${type}: ${about}`,
        expanded: false,
        parent: id,
        inserted: quotedName(name),
      })),
    ];
  });
}

/** Names of the documented tables that SQL has another meaning for. */
const OTHER_WORDS: ReadonlySet<string> = new Set(['column', 'group']);

function quotedName(name: string): string {
  return /^[a-z_][a-z0-9_]*$/u.test(name) && !OTHER_WORDS.has(name)
    ? name
    : `"${name.replaceAll('"', '""')}"`;
}
