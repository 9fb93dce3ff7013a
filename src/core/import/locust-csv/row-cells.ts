import {
  decodeLegacy,
  guessLegacyEncoding,
  utf8TextOf,
  type LegacyEncoding,
} from '../reports/text-encoding.ts';

/** Turns the bytes of a row into its cells. */
export class RowCells {
  /** What the file is written in if not in UTF-8: known from the first row that shows it. */
  encoding: LegacyEncoding | null = null;
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true });

  /** @param bytes a row without its line end */
  read(bytes: Uint8Array): string[] {
    return splitCells(this.decode(bytes));
  }

  /** Each line on its own, as if it were a row. */
  linesOf(bytes: Uint8Array): string[][] {
    return this.decode(bytes)
      .split('\n')
      .map((line) => splitCells(line.replace(/\r+$/u, '')));
  }

  private decode(bytes: Uint8Array): string {
    const text = this.decoder.decode(bytes);
    // Only a replacement character can mean that it was no UTF-8.
    if (!text.includes('\uFFFD') || utf8TextOf(bytes) !== null) return text;
    this.encoding ??= guessLegacyEncoding(bytes);
    return decodeLegacy(bytes, this.encoding);
  }
}

/** Cells of a row. Quotes inside a cell should be doubled; versions before 1.2 did not do that. */
export function splitCells(row: string): string[] {
  if (!row.includes('"')) return row.split(',');
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    if (row[at] !== '"') {
      const comma = row.indexOf(',', at);
      cells.push(comma < 0 ? row.slice(at) : row.slice(at, comma));
      if (comma < 0) return cells;
      at = comma + 1;
      continue;
    }
    const end = closingQuote(row, at + 1);
    // On Windows a line break in a cell is CR LF, or CR CR LF.
    cells.push(
      row
        .slice(at + 1, end)
        .replaceAll('""', '"')
        .replaceAll(/\r+\n/gu, '\n'),
    );
    if (end + 1 >= row.length) return cells;
    at = end + 2;
  }
}

/** A closing quote has a comma or the end of the row behind it; others are text. */
function closingQuote(row: string, from: number): number {
  let at = row.indexOf('"', from);
  while (at >= 0) {
    const next = row[at + 1];
    if (next === undefined || next === ',') return at;
    at = row.indexOf('"', at + (next === '"' ? 2 : 1));
  }
  return row.length;
}
