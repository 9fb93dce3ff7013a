import type { ProbeHead } from '../importer.ts';

/** How the records of a delimited text are made, from its start. */
export interface TableHead {
  readonly delimiter: string;
  readonly header: readonly string[];
  /** The first records behind the header. */
  readonly rows: readonly (readonly string[])[];
}

const DELIMITERS = [',', ';', '\t', '|'] as const;
const MAX_ROWS = 10;
const MAX_COLUMNS = 300;

/**
 * Null for what is no table: fewer than two columns, a header that is no list of different names, or mostly records of
 * other widths.
 * @param named columns that it has to have: then it is a table whatever its records are
 */
export function tableHead({ text, complete }: ProbeHead, named: readonly string[] = []): TableHead | null {
  const whole = text.replace(/^\uFEFF/u, '');
  if (/[\u0000-\u0008]/u.test(whole)) return null;
  const heads = DELIMITERS.map((delimiter) => headWith(delimiter, whole, complete, named)).filter(
    (head) => head !== null,
  );
  return heads.sort((a, b) => b.header.length - a.header.length)[0] ?? null;
}

function headWith(
  delimiter: string,
  text: string,
  complete: boolean,
  named: readonly string[],
): TableHead | null {
  const records = firstRecords(text, delimiter, MAX_ROWS + 1, complete);
  const [header, ...rows] = records;
  if (header === undefined) return null;
  const names = header.map((name) => name.trim());
  if (names.length < 2 || names.length > MAX_COLUMNS) return null;
  if (names.some((name) => name === '' || name.length > 200) || new Set(names).size < names.length)
    return null;
  // A header of numbers is a first record.
  if (names.every((name) => Number.isFinite(Number(name)))) return null;
  const regular = rows.filter((row) => row.length === names.length);
  const isTable =
    named.length > 0
      ? named.every((name) => names.includes(name))
      : regular.length > 0 && regular.length * 2 > rows.length;
  return isTable ? { delimiter, header: names, rows: regular } : null;
}

/** Records of a text whose end may be cut off; RFC 4180. */
function firstRecords(text: string, delimiter: string, wanted: number, complete: boolean): string[][] {
  const records: string[][] = [];
  let cells: string[] = [];
  let at = 0;
  while (at < text.length && records.length < wanted) {
    let cell: string;
    if (text[at] === '"') {
      const end = closingQuote(text, at + 1);
      if (end < 0) break;
      cell = text.slice(at + 1, end).replaceAll('""', '"');
      at = end + 1;
    } else {
      const end = nextOf(text, at, delimiter);
      cell = text.slice(at, end);
      at = end;
    }
    const ended = at >= text.length;
    if (!ended && text[at] === delimiter) {
      cells.push(cell);
      at += 1;
      continue;
    }
    cells.push(cell.replace(/\r$/u, ''));
    // What the end of the head cuts off says nothing.
    if (ended && !complete) break;
    if (text[at] === '\r') at += 1;
    if (cells.length > 1 || cells[0] !== '') records.push(cells);
    cells = [];
    at += 1;
  }
  if (complete && cells.length > 0 && records.length < wanted) records.push(cells);
  return records;
}

function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at;
}

function nextOf(text: string, from: number, delimiter: string): number {
  let at = from;
  while (at < text.length && text[at] !== delimiter && text[at] !== '\n') at += 1;
  return at;
}
