import { MAX_RECORD_BYTES } from '../importer.ts';
import type { RejectLog } from '../reject-log.ts';
import { RecordSplitter, type RecordStarts, type SplitOutcome } from './record-splitter.ts';

const LF = 10;
const CR = 13;
const ZERO = 0;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf] as const;

/** Answer of a step that cannot get on with the bytes that are there. */
const MORE_BYTES = -1;

const CUT_OFF = 'cut off at the end of the file';
const ZEROS = 'zero bytes instead of text';

/** What a format does with its records. */
export interface RecordHandler extends RecordStarts {
  /**
   * Reads records that are quite regular.
   * @returns the start of the first one that was left alone: for {@link record} to judge
   */
  regular?(bytes: Uint8Array, from: number, length: number): number;
  /** Lines that {@link regular} passed since it was last asked. */
  takeLines?(): number;
  /** Any other record, the header too. @returns why it cannot be kept, or null */
  record(cells: RecordSplitter, bytes: Uint8Array): string | null;
}

/** What is being skipped until the next record: nothing, damaged lines, or zero bytes first. */
type Skipping = 'no' | 'lines' | 'zeros';

/**
 * Walks through a CSV record by record, whatever the pieces in which it comes: byte order mark, blank lines, damage. A
 * quote that is never closed costs the record it stands in and no good record behind it.
 */
export class DelimitedReader {
  /** Line at the place of reading, from 1. */
  line = 1;
  private readonly handler: RecordHandler;
  private readonly rejects: RejectLog;
  private readonly splitter: RecordSplitter;
  private skipping: Skipping = 'no';
  private atFileStart = true;
  /** Offset of the present piece in the file. */
  private pieceStart = 0;

  constructor(handler: RecordHandler, rejects: RejectLog, delimiter = 44) {
    this.handler = handler;
    this.rejects = rejects;
    this.splitter = new RecordSplitter(delimiter, handler);
  }

  /** As `RecordReader.consume`. */
  consume(bytes: Uint8Array, length: number, final: boolean): number {
    let at = 0;
    while (at < length) {
      const next = this.step(bytes, at, length, final);
      if (next === MORE_BYTES) break;
      at = next;
    }
    this.pieceStart += at;
    return at;
  }

  private step(bytes: Uint8Array, at: number, length: number, final: boolean): number {
    if (this.atFileStart) {
      if (length < BYTE_ORDER_MARK.length && !final) return MORE_BYTES;
      this.atFileStart = false;
      if (BYTE_ORDER_MARK.every((byte, i) => bytes[i] === byte)) return BYTE_ORDER_MARK.length;
    }
    if (this.skipping !== 'no') return this.skip(bytes, at, length, final);
    const regular = this.readRegular(bytes, at, length);
    if (regular > at) return regular;
    return this.readRecord(bytes, at, length, final);
  }

  private readRegular(bytes: Uint8Array, at: number, length: number): number {
    const { handler } = this;
    if (handler.regular === undefined) return at;
    const next = handler.regular(bytes, at, length);
    this.line += handler.takeLines?.() ?? 0;
    return next;
  }

  private readRecord(bytes: Uint8Array, at: number, length: number, final: boolean): number {
    const { splitter } = this;
    const blank = blankLineEnd(bytes, at, length, final);
    if (blank === MORE_BYTES) return MORE_BYTES;
    if (blank > at) {
      this.line += bytes[blank - 1] === LF ? 1 : 0;
      return blank;
    }
    const outcome = splitter.split(bytes, at, length, final);
    if (outcome === 'unfinished') return MORE_BYTES;
    if (outcome !== 'record') return this.giveUp(bytes, at, outcome);
    const reason = this.handler.record(splitter, bytes);
    if (reason === null) {
      this.line += splitter.lineEnds;
      return splitter.end;
    }
    // Behind a quote that was never closed, and another one far away, may be good records.
    const inside = splitter.recordLikeAt;
    const end = inside >= 0 ? inside : splitter.end;
    this.reject(bytes, at, end, splitter.ended ? reason : CUT_OFF);
    return end;
  }

  /** Rejects what is no record, and goes on at the next one. */
  private giveUp(bytes: Uint8Array, at: number, outcome: SplitOutcome): number {
    const { splitter } = this;
    const inside = splitter.recordLikeAt;
    let end = inside >= 0 ? inside : splitter.end;
    // Its line end is where the search for the next record begins.
    if (outcome === 'too-long' && inside < 0 && bytes[end - 1] === LF) end -= 1;
    this.reject(bytes, at, Math.max(end, at + 1), reasonOf(outcome, inside >= 0, at === end));
    if (inside < 0 && outcome === 'zeros') this.skipping = 'zeros';
    if (inside < 0 && outcome === 'too-long') this.skipping = 'lines';
    return end;
  }

  /** Passes what follows damage. {@link skipping} is over when a record starts at the place that is returned. */
  private skip(bytes: Uint8Array, from: number, length: number, final: boolean): number {
    const { handler } = this;
    let at = from;
    if (this.skipping === 'zeros') {
      while (at < length && bytes[at] === ZERO) at += 1;
      if (at > from) return at;
      const likeness = handler.isRecordStart(bytes, at, length, final);
      if (likeness === 'unknown') return MORE_BYTES;
      this.skipping = likeness === 'yes' ? 'no' : 'lines';
      if (likeness === 'yes') return at;
    }
    for (;;) {
      const lineFeed = bytes.indexOf(LF, at);
      if (lineFeed < 0 || lineFeed >= length) return length;
      if (lineFeed + 1 === length) {
        if (!final) return lineFeed > from ? lineFeed : MORE_BYTES;
        this.line += 1;
        return length;
      }
      const likeness = handler.isRecordStart(bytes, lineFeed + 1, length, final);
      if (likeness === 'unknown') return lineFeed > from ? lineFeed : MORE_BYTES;
      this.line += 1;
      at = lineFeed + 1;
      if (likeness === 'yes') {
        this.skipping = 'no';
        return at;
      }
    }
  }

  private reject(bytes: Uint8Array, start: number, end: number, reason: string): void {
    this.rejects.add(this.line, this.pieceStart + start, reason, bytes, start, end);
    this.line += countLineEnds(bytes, start, end);
  }
}

function reasonOf(outcome: SplitOutcome, hasRecordsInside: boolean, onlyZeros: boolean): string {
  switch (outcome) {
    case 'zeros':
      return onlyZeros ? ZEROS : 'cut off by zero bytes';
    case 'too-long':
      return `longer than ${MAX_RECORD_BYTES >> 20} MiB`;
    case 'stray-quote':
      return hasRecordsInside ? 'a quote is not closed' : 'text behind a closing quote';
    default:
      return hasRecordsInside ? 'a quote is not closed' : CUT_OFF;
  }
}

/** Where a blank line ends that starts at `at`; `at` when there is none; {@link MORE_BYTES}. */
function blankLineEnd(bytes: Uint8Array, at: number, length: number, final: boolean): number {
  let end = at;
  while (end < length && bytes[end] === CR) end += 1;
  if (end === length) return final ? end : MORE_BYTES;
  return bytes[end] === LF ? end + 1 : at;
}

function countLineEnds(bytes: Uint8Array, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at++) if (bytes[at] === LF) count += 1;
  return count;
}
