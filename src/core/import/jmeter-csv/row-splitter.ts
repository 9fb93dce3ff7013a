import { MAX_RECORD_BYTES } from '../importer.ts';
import type { RowStarts } from './row-starts.ts';

const LF = 10;
const CR = 13;
const QUOTE = 34;

/** So many zero bytes in a row are no text: the file was not written to its end, or has a hole. */
export const HOLE_BYTES = 16;

/**
 * An open quote that has run over so many lines that look like rows was never closed. Without this limit the reader
 * would look for its end through 8 MB, for every such row again.
 */
const MAX_ROW_LIKE_LINES = 100;

/** Cells beyond the width of the file whose places are kept: another header may be wider. */
const SPARE_CELLS = 64;

/** How a cell stands in the file. */
export const PLAIN = 0;
export const QUOTED = 1;
/** Quoted, with doubled quotes inside. */
export const ESCAPED = 2;

/**
 * - row: complete, however many cells it has
 * - unfinished: more bytes are needed
 * - open-quote: no closing quote until the end of the file, or too far away
 * - stray-quote: text behind a closing quote
 * - hole: a run of zero bytes
 * - too-long: longer than {@link MAX_RECORD_BYTES}
 */
export type SplitOutcome = 'row' | 'unfinished' | 'open-quote' | 'stray-quote' | 'hole' | 'too-long';

/** Finds the cells of one row, byte by byte, whatever it looks like. */
export class RowSplitter {
  /** Cells of the row; only as many as fit have places in the arrays below. */
  count = 0;
  /** Content of the cells, without their quotes. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly styles: Uint8Array;
  /** Byte behind the row and its line end; where it stopped when there is no row. */
  end = 0;
  /** The row has a line end: it is not the last one of an unfinished file. */
  ended = false;
  /** Line ends in it, with the one at its end. */
  lineEnds = 0;
  endsInCrLf = false;
  private readonly delimiter: number;
  private readonly rowStarts: RowStarts;

  constructor(delimiter: number, width: number, rowStarts: RowStarts) {
    this.delimiter = delimiter;
    this.rowStarts = rowStarts;
    const places = width + SPARE_CELLS;
    this.starts = new Int32Array(places);
    this.ends = new Int32Array(places);
    this.styles = new Uint8Array(places);
  }

  /** @param final no bytes follow behind `length` */
  split(bytes: Uint8Array, from: number, length: number, final: boolean): SplitOutcome {
    const outcome = this.scan(bytes, from, length, final);
    // Whatever is found beyond the limit: so the answer is the same when the row comes in small pieces.
    return this.end - from > MAX_RECORD_BYTES ? 'too-long' : outcome;
  }

  private scan(bytes: Uint8Array, from: number, length: number, final: boolean): SplitOutcome {
    const { delimiter } = this;
    this.count = 0;
    this.lineEnds = 0;
    this.ended = false;
    this.endsInCrLf = false;
    let at = from;
    for (;;) {
      const start = at;
      if (at < length && bytes[at] === QUOTE) {
        const outcome = this.scanQuoted(bytes, at, length, final);
        if (outcome !== 'row') return outcome;
        at = this.end;
      } else {
        let zeros = 0;
        while (at < length && bytes[at] !== delimiter && bytes[at] !== LF) {
          zeros = bytes[at] === 0 ? zeros + 1 : 0;
          at += 1;
          if (zeros === HOLE_BYTES) return this.stopAt(at, 'hole');
        }
        if (at === length && !final) return this.stopAt(at, 'unfinished');
        const atLineEnd = at === length || bytes[at] === LF;
        this.addCell(start, atLineEnd && at > start && bytes[at - 1] === CR ? at - 1 : at, PLAIN);
      }
      if (at < length && bytes[at] === delimiter) {
        at += 1;
        continue;
      }
      return this.finishRow(bytes, at, length);
    }
  }

  /** Leaves the byte behind the closing quote, or the CR behind it, in {@link end}. */
  private scanQuoted(bytes: Uint8Array, quote: number, length: number, final: boolean): SplitOutcome {
    const start = quote + 1;
    let style = QUOTED;
    let rowLikeLines = 0;
    let zeros = 0;
    let at = start;
    for (;;) {
      if (at === length) return this.stopAt(at, final ? 'open-quote' : 'unfinished');
      const byte = bytes[at]!;
      if (byte === QUOTE) {
        if (at + 1 === length && !final) return this.stopAt(at + 1, 'unfinished');
        if (at + 1 === length || bytes[at + 1] !== QUOTE) break;
        style = ESCAPED;
        at += 2;
        zeros = 0;
        continue;
      }
      at += 1;
      if (byte === LF) {
        this.lineEnds += 1;
        if (this.rowStarts.areTelling && this.rowStarts.check(bytes, at, length, final) === 'yes') {
          rowLikeLines += 1;
          if (rowLikeLines === MAX_ROW_LIKE_LINES) return this.stopAt(at, 'open-quote');
        }
      }
      zeros = byte === 0 ? zeros + 1 : 0;
      if (zeros === HOLE_BYTES) return this.stopAt(at, 'hole');
    }
    const closing = at;
    at += 1;
    if (at < length && bytes[at] === CR) {
      if (at + 1 === length && !final) return this.stopAt(at + 1, 'unfinished');
      if (at + 1 === length || bytes[at + 1] === LF) at += 1;
    } else if (at === length && !final) return this.stopAt(at, 'unfinished');
    if (at < length && bytes[at] !== this.delimiter && bytes[at] !== LF) {
      return this.stopBehindLine(bytes, at, length, final);
    }
    this.addCell(start, closing, style);
    this.end = at;
    return 'row';
  }

  /** Text behind a closing quote: the row is shown up to the end of that line. */
  private stopBehindLine(bytes: Uint8Array, at: number, length: number, final: boolean): SplitOutcome {
    const lineEnd = bytes.indexOf(LF, at);
    if (lineEnd >= 0 && lineEnd < length) return this.stopAt(lineEnd + 1, 'stray-quote');
    return this.stopAt(length, final ? 'stray-quote' : 'unfinished');
  }

  private finishRow(bytes: Uint8Array, at: number, length: number): SplitOutcome {
    this.ended = at < length;
    this.endsInCrLf = this.ended && at > 0 && bytes[at - 1] === CR;
    this.end = this.ended ? at + 1 : at;
    if (this.ended) this.lineEnds += 1;
    return 'row';
  }

  private addCell(start: number, end: number, style: number): void {
    const { count } = this;
    this.count = count + 1;
    if (count >= this.starts.length) return;
    this.starts[count] = start;
    this.ends[count] = end;
    this.styles[count] = style;
  }

  private stopAt(at: number, outcome: SplitOutcome): SplitOutcome {
    this.end = at;
    return outcome;
  }
}
