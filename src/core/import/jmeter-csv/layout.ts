import { jmeterColumnInAnyCase, jmeterColumnOf, tellingColumns, type JmeterColumn } from './columns.ts';
import { firstRecords, type TextCell } from './delimited-text.ts';

/** What a column of a file is. */
export interface LayoutColumn {
  /** As written in the header; unique in the file. */
  readonly name: string;
  /** Null for a column that JMeter does not have by itself: a `sample_variables` variable or one of another tool. */
  readonly column: JmeterColumn | null;
}

/** How the rows of a file are to be read. */
export interface Layout {
  /** One ASCII character. */
  readonly delimiter: string;
  readonly columns: readonly LayoutColumn[];
  readonly hasHeader: boolean;
  /** What had to be assumed, in a sentence; null when the header tells all. */
  readonly assumption: string | null;
}

const BYTE_ORDER_MARK = '\uFEFF';

export function withoutByteOrderMark(text: string): string {
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
}

/** The layout that the first line of a file names; null when it is no JMeter header. */
export function layoutOfHeader(text: string): Layout | null {
  const delimiter = headerDelimiter(text);
  if (delimiter === null) return null;
  const header = firstRecords(text, delimiter, 1)[0];
  if (header === undefined) return null;
  return layoutOfNames(header.cells, delimiter);
}

/** The non-word character between the first two header words, as JMeter finds it. */
function headerDelimiter(text: string): string | null {
  const match = /^\s*"?\w+"?([^\w"\r\n])"?\w/u.exec(text);
  const delimiter = match?.[1] ?? null;
  return delimiter !== null && delimiter < '\u0080' ? delimiter : null;
}

/** The layout that these header cells name; null when they are not those of JMeter. */
export function layoutOfNames(cells: readonly TextCell[], delimiter: string): Layout | null {
  // JMeter quotes the names of variables only. Where everything is quoted, a spreadsheet wrote the file again.
  const quotesTell = cells.some((cell) => !cell.quoted);
  const usable = cells.filter((cell) => !(quotesTell && cell.quoted));
  const exact = usable.filter((cell) => jmeterColumnOf(cell.text) !== undefined);
  const telling = exact.filter((cell) => tellingColumns.has(jmeterColumnOf(cell.text)!));
  if (telling.length >= 2 && exact.length * 2 >= usable.length) {
    return {
      delimiter,
      columns: named(cells, quotesTell, jmeterColumnOf),
      hasHeader: true,
      assumption: null,
    };
  }
  const columns = named(cells, quotesTell, jmeterColumnInAnyCase);
  const known = columns.flatMap(({ column }) => (column === null ? [] : [column]));
  const complete = (['timeStamp', 'elapsed', 'label'] as const).every((column) => known.includes(column));
  if (!complete || known.length < 5 || known.length * 2 < columns.length) return null;
  return {
    delimiter,
    columns,
    hasHeader: true,
    assumption: 'The header is not written as JMeter writes it; names were matched in any letter case.',
  };
}

function named(
  cells: readonly TextCell[],
  quotesTell: boolean,
  columnOf: (name: string) => JmeterColumn | undefined,
): LayoutColumn[] {
  const names = new Set<string>();
  const taken = new Set<JmeterColumn>();
  return cells.map((cell, index) => {
    let column = quotesTell && cell.quoted ? null : (columnOf(cell.text) ?? null);
    if (column !== null && taken.has(column)) column = null;
    if (column !== null) taken.add(column);
    const base = cell.text === '' ? `column ${index + 1}` : cell.text;
    let name = base;
    for (let copy = 2; names.has(name); copy++) name = `${base} (${copy})`;
    names.add(name);
    return { name, column };
  });
}

const delimiterNames: Readonly<Record<string, string>> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'vertical bar',
  ':': 'colon',
  ' ': 'space',
};

export function delimiterName(delimiter: string): string {
  return delimiterNames[delimiter] ?? `"${delimiter}"`;
}
