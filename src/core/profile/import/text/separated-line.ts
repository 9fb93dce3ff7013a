/** A cell, and how far it is indented: outside or inside its quotes. */
export interface Cell {
  readonly text: string;
  readonly indent: number;
}

/**
 * Cells of a line of separated values. A quote may stand behind blanks, because tools indent before they quote; quotes
 * inside are doubled. A cell cannot go on in the next line.
 */
export function separatedCells(line: string, separator: string): Cell[] {
  const cells: Cell[] = [];
  for (let at = 0; ;) {
    let start = at;
    while (line[start] === ' ') start++;
    const { text, end } =
      line[start] === '"' ? quoted(line, start + 1, separator) : plain(line, start, separator);
    const bare = text.trimStart();
    cells.push({ text: bare.trimEnd(), indent: start - at + text.length - bare.length });
    if (end >= line.length) return cells;
    at = end + separator.length;
  }
}

interface Found {
  readonly text: string;
  /** Of the separator behind the cell, or of the line. */
  readonly end: number;
}

function plain(line: string, start: number, separator: string): Found {
  const found = line.indexOf(separator, start);
  const end = found < 0 ? line.length : found;
  return { text: line.slice(start, end), end };
}

function quoted(line: string, start: number, separator: string): Found {
  let text = '';
  for (let from = start; ;) {
    const close = line.indexOf('"', from);
    if (close < 0) return { text: text + line.slice(from), end: line.length };
    text += line.slice(from, close);
    if (line[close + 1] !== '"') return { text, end: plain(line, close + 1, separator).end };
    text += '"';
    from = close + 2;
  }
}
