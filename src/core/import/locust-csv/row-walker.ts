const LF = 10;
const CR = 13;
const QUOTE = 34;
const COMMA = 44;

/** Tracebacks are shorter; an open quote that runs over more was never closed. */
const MAX_ROW_BYTES = 1 << 20;
const MAX_ROW_LINES = 400;

export type RowEnd = 'row' | 'unfinished' | 'open-quote';

/** Finds where a row ends: rows of several lines have a quoted cell with line breaks. */
export class RowWalker {
  /** Byte behind the row, with its line end; of an open quote, where the search for its end stopped. */
  end = 0;
  /** Byte behind the row without it: CR CR LF on Windows. */
  contentEnd = 0;
  /** Line ends in the row, with the one behind it. */
  lineEnds = 0;
  /** Byte behind the first line of the row; -1 when its end was not seen. */
  firstLineEnd = -1;

  find(bytes: Uint8Array, from: number, length: number, final: boolean): RowEnd {
    this.lineEnds = 0;
    this.firstLineEnd = -1;
    let isQuoted = bytes[from] === QUOTE && from < length;
    let at = isQuoted ? from + 1 : from;
    for (; at < length; at++) {
      const byte = bytes[at]!;
      if (byte === LF) {
        this.lineEnds += 1;
        if (this.lineEnds === 1) this.firstLineEnd = at + 1;
        if (!isQuoted) return this.stop(bytes, from, at + 1);
        if (this.lineEnds === MAX_ROW_LINES) return this.giveUp(at);
      } else if (byte === QUOTE && isQuoted) {
        const next = bytes[at + 1];
        if (at + 1 === length && !final) return 'unfinished';
        if (at + 1 < length && next === QUOTE) at += 1;
        else isQuoted = at + 1 < length && next !== COMMA && next !== CR && next !== LF;
      } else if (byte === COMMA && !isQuoted) {
        if (at + 1 < length && bytes[at + 1] === QUOTE) {
          isQuoted = true;
          at += 1;
        } else if (at + 1 === length && !final) return 'unfinished';
      }
      if (at - from > MAX_ROW_BYTES) return this.giveUp(at);
    }
    if (!final) return 'unfinished';
    return isQuoted ? this.giveUp(length) : this.stop(bytes, from, length);
  }

  private giveUp(at: number): RowEnd {
    this.end = at;
    return 'open-quote';
  }

  private stop(bytes: Uint8Array, from: number, end: number): RowEnd {
    this.end = end;
    let contentEnd = end;
    if (contentEnd > from && bytes[contentEnd - 1] === LF) contentEnd -= 1;
    while (contentEnd > from && bytes[contentEnd - 1] === CR) contentEnd -= 1;
    this.contentEnd = contentEnd;
    return 'row';
  }
}
