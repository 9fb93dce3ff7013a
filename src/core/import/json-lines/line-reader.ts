import { MAX_RECORD_BYTES } from '../importer.ts';
import type { RejectLog } from '../reject-log.ts';

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;
const ZERO = 0;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf] as const;

export const NOT_JSON = 'not JSON';
const CUT_OFF = 'cut off at the end of the file';
const CUT_BY_ZEROS = 'cut off by zero bytes';
const ZEROS = 'zero bytes instead of text';
const TOO_LONG = `longer than ${MAX_RECORD_BYTES >> 20} MiB`;

/** What the next byte belongs to: a line, the rest of a line that was given up, a stretch of zero bytes. */
type Within = 'line' | 'given-up' | 'zeros';

export interface LineHandler {
  /** Before the first of several calls with the same bytes. */
  look?(bytes: Uint8Array): void;
  /**
   * Where the format has a usual layout that is read faster by its bytes: a line from `at` on.
   * @returns the position behind the line, line feed included; -1 for everything that {@link line} is to judge
   */
  quick?(bytes: Uint8Array, at: number, length: number, final: boolean): number;
  /** The line `bytes[start..end)`, not blank. @returns why it cannot be kept ({@link NOT_JSON}, …), or null */
  line(bytes: Uint8Array, start: number, end: number): string | null;
}

/** Walks through a file of one JSON value a line, whatever the pieces in which it comes. */
export class LineReader {
  /** Number of the line at the place of reading, from 1. */
  line = 1;
  private readonly handler: LineHandler;
  private readonly rejects: RejectLog;
  private within: Within = 'line';
  private base = 0;
  private atFileStart = true;

  constructor(handler: LineHandler, rejects: RejectLog) {
    this.handler = handler;
    this.rejects = rejects;
  }

  /** Lines so far, a given-up one included. */
  get lines(): number {
    return this.line - 1 + (this.within === 'line' ? 0 : 1);
  }

  /** As `RecordReader.consume`. */
  consume(bytes: Uint8Array, length: number, final: boolean): number {
    const { handler } = this;
    handler.look?.(bytes);
    let at = 0;
    if (this.atFileStart) {
      if (length < BYTE_ORDER_MARK.length && !final) return 0;
      this.atFileStart = false;
      if (BYTE_ORDER_MARK.every((byte, i) => bytes[i] === byte)) at = BYTE_ORDER_MARK.length;
    }
    while (at < length) {
      if (this.within === 'line') {
        const next = handler.quick?.(bytes, at, length, final) ?? -1;
        if (next >= 0) {
          this.line += 1;
          at = next;
          continue;
        }
      }
      const done =
        this.within === 'line' ? this.read(bytes, at, length, final) : this.skip(bytes, at, length);
      if (done < 0) break;
      at = done;
    }
    this.base += at;
    return at;
  }

  /** @returns the position behind the line; -1 when it is not complete yet */
  private read(bytes: Uint8Array, at: number, length: number, final: boolean): number {
    if (bytes[at] === ZERO) {
      this.reject(bytes, at, at + 1, ZEROS);
      this.within = 'zeros';
      return at;
    }
    const found = bytes.indexOf(LINE_FEED, at);
    const complete = found >= 0 && found < length;
    let end = complete ? found : length;
    const zero = bytes.subarray(at, end).indexOf(ZERO);
    if (zero >= 0) end = at + zero;
    if (end - at >= MAX_RECORD_BYTES) {
      this.reject(bytes, at, end, TOO_LONG);
      this.within = 'given-up';
      return end;
    }
    if (zero >= 0) {
      if (this.readLine(bytes, at, end, CUT_BY_ZEROS)) this.reject(bytes, end, end + 1, ZEROS);
      this.within = 'zeros';
      return end;
    }
    if (!complete && !final) return -1;
    this.readLine(bytes, at, end, complete ? NOT_JSON : CUT_OFF);
    this.line += 1;
    return complete ? end + 1 : end;
  }

  /**
   * @param unreadable the reason to give when it is no JSON
   * @returns false when it was rejected
   */
  private readLine(bytes: Uint8Array, start: number, end: number, unreadable: string): boolean {
    let from = start;
    let to = end;
    while (from < to && bytes[from]! <= SPACE) from += 1;
    while (to > from && (bytes[to - 1] === SPACE || bytes[to - 1] === CARRIAGE_RETURN)) to -= 1;
    if (from === to) return true;
    const reason = this.handler.line(bytes, from, to);
    if (reason !== null) this.reject(bytes, start, end, reason === NOT_JSON ? unreadable : reason);
    return reason === null;
  }

  /** Passes over bytes that have been reported already. */
  private skip(bytes: Uint8Array, from: number, length: number): number {
    let at = from;
    if (this.within === 'zeros') {
      while (at < length && bytes[at] === ZERO) at += 1;
      if (at < length) this.within = 'line';
      return at;
    }
    while (at < length && bytes[at] !== LINE_FEED && bytes[at] !== ZERO) at += 1;
    if (at === length) return at;
    if (bytes[at] === ZERO) {
      this.within = 'zeros';
      return at;
    }
    this.within = 'line';
    this.line += 1;
    return at + 1;
  }

  private reject(bytes: Uint8Array, start: number, end: number, reason: string): void {
    this.rejects.add(this.line, this.base + start, reason, bytes, start, end);
  }
}
