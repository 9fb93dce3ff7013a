/** Writes CSV by the book (RFC 4180), for tests: knows nothing of the code that reads it. */

export interface CsvStyle {
  readonly delimiter: string;
  readonly lineEnd: string;
  /** Put every cell in quotes, also where it is not needed. */
  readonly quoteAll: boolean;
}

export function csvLine(cells: readonly string[], style: CsvStyle): string {
  return cells.map((cell) => csvCell(cell, style)).join(style.delimiter) + style.lineEnd;
}

function csvCell(cell: string, { delimiter, quoteAll }: CsvStyle): string {
  const needed = cell.includes(delimiter) || /["\r\n]/u.test(cell);
  return needed || quoteAll ? `"${cell.replaceAll('"', '""')}"` : cell;
}
