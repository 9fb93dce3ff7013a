/** Reading the first lines of a file as text, for probing. The rows themselves are scanned as bytes. */

export interface TextCell {
  readonly text: string;
  /** It stood in double quotes, which is how JMeter marks the names of variables. */
  readonly quoted: boolean;
}

export interface TextRecord {
  readonly cells: readonly TextCell[];
  /** Its line end was seen: the record is whole. */
  readonly ended: boolean;
}

const QUOTE = '"';

/** The first records of a text; blank lines are left out. */
export function firstRecords(text: string, delimiter: string, limit: number): TextRecord[] {
  const records: TextRecord[] = [];
  let at = 0;
  while (at < text.length && records.length < limit) {
    const cells: TextCell[] = [];
    let ended = false;
    for (;;) {
      const cell = readCell(text, at, delimiter);
      cells.push({ text: cell.text, quoted: cell.quoted });
      at = cell.end;
      if (text[at] === delimiter) {
        at += 1;
        continue;
      }
      if (text[at] === '\r') at += 1;
      ended = at < text.length;
      at += 1;
      break;
    }
    const blank = cells.length === 1 && cells[0]!.text.trim() === '';
    if (!blank) records.push({ cells, ended });
  }
  return records;
}

function readCell(text: string, start: number, delimiter: string): TextCell & { readonly end: number } {
  let at = start;
  if (text[at] !== QUOTE) {
    while (at < text.length && text[at] !== delimiter && text[at] !== '\n') at += 1;
    if (text[at] === '\n' && at > start && text[at - 1] === '\r') at -= 1;
    return { text: text.slice(start, at), quoted: false, end: at };
  }
  let content = '';
  at += 1;
  while (at < text.length) {
    const close = text.indexOf(QUOTE, at);
    if (close < 0) return { text: content + text.slice(at), quoted: true, end: text.length };
    content += text.slice(at, close);
    at = close + 1;
    if (text[at] !== QUOTE) break;
    content += QUOTE;
    at += 1;
  }
  // Text behind a closing quote is wrong, but must not end the record.
  const stray = at;
  while (at < text.length && text[at] !== delimiter && text[at] !== '\r' && text[at] !== '\n') at += 1;
  return { text: content + text.slice(stray, at), quoted: true, end: at };
}
