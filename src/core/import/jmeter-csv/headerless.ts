import { jmeterColumns, knownColumnSets, type JmeterColumn } from './columns.ts';
import { DateCell } from '../jmeter/date-cell.ts';
import { firstRecords } from './delimited-text.ts';
import type { Layout, LayoutColumn } from './layout.ts';

/** Rows that are looked at to find out what the columns of a file without a header are. */
const SAMPLE_ROWS = 50;

/** First cell of a row: an epoch of 10 to 19 digits, or a date and a time; then the delimiter. */
const ROW_START =
  /^\s*(?:"?)(\d{10,19}|\d[\d/-]{7,9}[ T][\d:.,]{8,18}(?:Z|[+-][\d:]{2,6})?)(?:"?)([^\w"\r\n.])/u;

const WHOLE_NUMBER = /^-?\d+$/u;
const TRUE_OR_FALSE = /^(?:true|false)$/iu;
const ADDRESS = /^(?:null|[a-z][a-z0-9+.-]*:.*)?$/isu;
const DATA_TYPE = /^(?:text|bin)?$/u;

/** Cells of a column look like this; columns of free text are missing. */
const patterns: Partial<Record<JmeterColumn, RegExp>> = {
  elapsed: WHOLE_NUMBER,
  dataType: DATA_TYPE,
  success: TRUE_OR_FALSE,
  bytes: WHOLE_NUMBER,
  sentBytes: WHOLE_NUMBER,
  grpThreads: WHOLE_NUMBER,
  allThreads: WHOLE_NUMBER,
  URL: ADDRESS,
  Latency: WHOLE_NUMBER,
  IdleTime: WHOLE_NUMBER,
  Connect: WHOLE_NUMBER,
};

/**
 * The layout of a file that was written without a header (`print_field_names=false`). JMeter itself assumes its present
 * configuration; here the newest of the known column sets is taken that has the width of the rows and fits their cells.
 * Null when the rows are not those of a JTL.
 */
export function layoutOfRows(text: string, complete: boolean): Layout | null {
  const start = ROW_START.exec(text);
  const delimiter = start?.[2];
  if (delimiter === undefined || delimiter >= '\u0080') return null;
  const records = firstRecords(text, delimiter, SAMPLE_ROWS);
  // The last record may be cut off, by the limit of the probe or at the end of the file.
  const whole = records.filter((record) => record.ended || (complete && records.length === 1));
  const width = whole[0]?.cells.length ?? 0;
  const rows = whole
    .filter((record) => record.cells.length === width)
    .map((record) => record.cells.map((cell) => cell.text))
    .filter((row) => isTimeStamp(row[0]!) && WHOLE_NUMBER.test(row[1]!));
  if (width < 4 || rows.length * 2 < whole.length) return null;

  const known = knownColumnSets.find(({ columns }) => columns.length === width && fits(columns, rows));
  if (known !== undefined) {
    return {
      delimiter,
      columns: known.columns.map((column) => ({ name: column, column })),
      hasHeader: false,
      assumption: `The file has no header; its ${width} columns were taken for those of ${known.writtenBy}.`,
    };
  }
  const success = rows[0]!.findIndex((_, index) => rows.every((row) => TRUE_OR_FALSE.test(row[index]!)));
  if (success < 3) return null;
  return {
    delimiter,
    columns: guessed(width, success),
    hasHeader: false,
    assumption:
      `The file has no header and ${width} columns, which no known version of JMeter writes; ` +
      'only those before the success column could be told.',
  };
}

function isTimeStamp(cell: string): boolean {
  if (/^\d{10,19}$/u.test(cell)) return true;
  const bytes = new TextEncoder().encode(cell);
  // An impossible date is a date all the same: its row will be rejected with that reason.
  return new DateCell().read(bytes, 0, bytes.length) !== 'unknown';
}

function fits(columns: readonly JmeterColumn[], rows: readonly (readonly string[])[]): boolean {
  const typed = rows.every((row) =>
    columns.every((column, index) => patterns[column]?.test(row[index]!) ?? true),
  );
  const latency = columns.indexOf('Latency');
  if (!typed || latency < 0) return typed;
  // The first byte of a response comes before its last one, which tells Latency from sizes. Controllers break the rule.
  return rows.filter((row) => Number(row[latency]) <= Number(row[1])).length * 2 > rows.length;
}

/** JMeter's order is fixed: with as many columns before `success` as it can write, they are known. */
function guessed(width: number, success: number): LayoutColumn[] {
  const before = jmeterColumns.slice(0, jmeterColumns.indexOf('success'));
  const allBefore = success === before.length;
  return Array.from({ length: width }, (_, index): LayoutColumn => {
    if (index === success) return { name: 'success', column: 'success' };
    const column = before[index];
    // timeStamp, elapsed and label stand first in every set that was ever seen.
    if (column !== undefined && index < success && (allBefore || index < 3)) return { name: column, column };
    return { name: `column ${index + 1}`, column: null };
  });
}
