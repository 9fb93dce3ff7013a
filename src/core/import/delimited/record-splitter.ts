import { MAX_RECORD_BYTES } from '../importer.ts';

const LF = 10;
const CR = 13;
const QUOTE = 34;
const ZERO = 0;

/**
 * An open quote that has run over so many lines that look like records was never closed. Without this limit its end
 * would be looked for through 8 MB, for every such record again.
 */
const MAX_RECORD_LIKE_LINES = 100;

/** unknown: more bytes are needed to tell. */
export type Likeness = 'yes' | 'no' | 'unknown';

/** Tells the start of a record from other lines: where reading goes on after damage. */
export interface RecordStarts {
  /** Whether a record of the format may start at `at`; nothing behind `length` is there yet. */
  isRecordStart(bytes: Uint8Array, at: number, length: number, final: boolean): Likeness;
}

/**
 * - record: complete, however many cells it has
 * - unfinished: more bytes are needed
 * - open-quote: no closing quote until the end of the file, or too far away
 * - stray-quote: text behind a closing quote
 * - zeros: zero bytes instead of text
 * - too-long: longer than {@link MAX_RECORD_BYTES}
 */
export type SplitOutcome = 'record' | 'unfinished' | 'open-quote' | 'stray-quote' | 'zeros' | 'too-long';

const FIRST_CELLS = 64;

/**
 * Finds the cells of one record of a CSV (RFC 4180; LF, CR LF), byte by byte, whatever it looks like. For records that a
 * format's fast reader leaves alone, and for formats that need none.
 */
export class RecordSplitter {
  /** Byte behind the record and its line end; where it stopped when there is no record. */
  end = 0;
  /** Line ends up to {@link end}, with the one at the end of the record. */
  lineEnds = 0;
  /** The record has a line end: it is not the last one of an unfinished file. */
  ended = false;
  /** First line inside the record that looks like the start of another one; -1 for none. */
  recordLikeAt = -1;
  /** Cells of the record. */
  count = 0;
  private starts = new Int32Array(FIRST_CELLS);
  private ends = new Int32Array(FIRST_CELLS);
  /** 1 where the cell stood in quotes and has doubled ones inside. */
  private escapes = new Uint8Array(FIRST_CELLS);
  private bytes: Uint8Array = new Uint8Array(0);
  private recordLikeLines = 0;
  private readonly delimiter: number;
  private readonly recordStarts: RecordStarts;
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true });

  constructor(delimiter: number, recordStarts: RecordStarts) {
    this.delimiter = delimiter;
    this.recordStarts = recordStarts;
  }

  /** First byte of a cell's content; of a cell without escapes, {@link endOf} is the byte behind it. */
  startOf(cell: number): number {
    return this.starts[cell]!;
  }

  endOf(cell: number): number {
    return this.ends[cell]!;
  }

  /** Whether a cell is text of its own, with doubled quotes, and not a range of the bytes. */
  isEscaped(cell: number): boolean {
    return this.escapes[cell] === 1;
  }

  /** The text of a cell, without quotes; as long as it is. */
  textOf(cell: number): string {
    const text = this.decoder.decode(this.bytes.subarray(this.starts[cell], this.ends[cell]));
    return this.isEscaped(cell) ? text.replaceAll('""', '"') : text;
  }

  /** @param final no bytes follow behind `length` */
  split(bytes: Uint8Array, from: number, length: number, final: boolean): SplitOutcome {
    this.bytes = bytes;
    this.count = 0;
    this.lineEnds = 0;
    this.ended = false;
    this.recordLikeAt = -1;
    this.recordLikeLines = 0;
    const outcome = this.scan(bytes, from, length, final);
    // Whatever is found beyond the limit: so the answer is the same when the record comes in small pieces.
    return this.end - from > MAX_RECORD_BYTES ? 'too-long' : outcome;
  }

  private scan(bytes: Uint8Array, from: number, length: number, final: boolean): SplitOutcome {
    const { delimiter } = this;
    let at = from;
    for (;;) {
      if (at < length && bytes[at] === QUOTE) {
        const outcome = this.scanQuoted(bytes, at + 1, length, final);
        if (outcome !== 'record') return outcome;
        at = this.end;
      } else {
        const start = at;
        while (at < length && bytes[at] !== delimiter && bytes[at] !== LF && bytes[at] !== ZERO) at += 1;
        if (at < length && bytes[at] === ZERO) return this.stopAt(at, 'zeros');
        if (at === length && !final) return this.stopAt(at, 'unfinished');
        const atLineEnd = at === length || bytes[at] === LF;
        const end = atLineEnd && at > start && bytes[at - 1] === CR ? at - 1 : at;
        this.addCell(start, end, false);
      }
      if (at < length && bytes[at] === delimiter) {
        at += 1;
        continue;
      }
      this.ended = at < length;
      this.end = this.ended ? at + 1 : at;
      if (this.ended) this.lineEnds += 1;
      return 'record';
    }
  }

  /** Leaves the delimiter or line feed behind the closing quote in {@link end}. */
  private scanQuoted(bytes: Uint8Array, start: number, length: number, final: boolean): SplitOutcome {
    let escaped = false;
    let at = start;
    for (;;) {
      if (at === length) return this.stopAt(at, final ? 'open-quote' : 'unfinished');
      const byte = bytes[at]!;
      if (byte === QUOTE) {
        if (at + 1 === length && !final) return this.stopAt(at, 'unfinished');
        if (at + 1 === length || bytes[at + 1] !== QUOTE) break;
        escaped = true;
        at += 2;
        continue;
      }
      if (byte === ZERO) return this.stopAt(at, 'zeros');
      at += 1;
      if (byte !== LF) continue;
      this.lineEnds += 1;
      const likeness = this.recordStarts.isRecordStart(bytes, at, length, final);
      if (likeness === 'unknown') return this.stopAt(at, 'unfinished');
      if (likeness === 'no') continue;
      if (this.recordLikeAt < 0) this.recordLikeAt = at;
      this.recordLikeLines += 1;
      if (this.recordLikeLines === MAX_RECORD_LIKE_LINES) return this.stopAt(at, 'open-quote');
    }
    this.addCell(start, at, escaped);
    at += 1;
    if (at < length && bytes[at] === CR) {
      if (at + 1 === length && !final) return this.stopAt(at, 'unfinished');
      if (at + 1 === length || bytes[at + 1] === LF) at += 1;
    } else if (at === length && !final) return this.stopAt(at, 'unfinished');
    if (at < length && bytes[at] !== this.delimiter && bytes[at] !== LF)
      return this.stopBehindLine(bytes, at, length, final);
    this.end = at;
    return 'record';
  }

  /** Text behind a closing quote: the record is shown up to the end of that line. */
  private stopBehindLine(bytes: Uint8Array, at: number, length: number, final: boolean): SplitOutcome {
    const lineFeed = bytes.indexOf(LF, at);
    if (lineFeed >= 0 && lineFeed < length) {
      this.lineEnds += 1;
      return this.stopAt(lineFeed + 1, 'stray-quote');
    }
    return this.stopAt(length, final ? 'stray-quote' : 'unfinished');
  }

  private addCell(start: number, end: number, isEscaped: boolean): void {
    const { count } = this;
    if (count === this.starts.length) this.grow();
    this.starts[count] = start;
    this.ends[count] = end;
    this.escapes[count] = isEscaped ? 1 : 0;
    this.count = count + 1;
  }

  private grow(): void {
    const places = this.count * 2;
    const starts = new Int32Array(places);
    const ends = new Int32Array(places);
    const escapes = new Uint8Array(places);
    starts.set(this.starts);
    ends.set(this.ends);
    escapes.set(this.escapes);
    this.starts = starts;
    this.ends = ends;
    this.escapes = escapes;
  }

  private stopAt(at: number, outcome: SplitOutcome): SplitOutcome {
    this.end = at;
    return outcome;
  }
}
