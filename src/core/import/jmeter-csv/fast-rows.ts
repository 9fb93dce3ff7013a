import { NO_ENTRY, type ByteDictionary } from '../byte-dictionary.ts';
import { ELAPSED, LABEL, STARTED_AT, TOO_MANY } from '../jmeter/row-places.ts';
import type { TimeStampReader } from '../jmeter/time-stamp.ts';
import { SKIP, SUCCESS, type RowPlan } from './row-plan.ts';
import {
  BLOCK_FULL,
  IRREGULAR,
  type RowScanner,
  type ScannedColumn,
  type ScannerHost,
} from './row-scanner.ts';
import type { RowSink } from './row-sink.ts';
import { hashText } from './text-hash.ts';

/** Answer of {@link FastRows.entryOfText} for a text that the careful reader has to look at. */
const REFUSED = -3;

/**
 * Reads rows as JMeter writes them, about 10 million a second. Whatever is not quite regular (cells with doubled quotes or
 * line breaks, odd numbers, wrong column counts, the last row of a piece) it leaves alone, for `CarefulRow` to read,
 * judge and report. So this accepts nothing that the careful reader would not accept with the same result.
 *
 * The work is done in WebAssembly (`wasm/scanner.ts`): the bytes go there window by window, and the cells come back as
 * columns. What happens rarely is done here: texts that are new, and time stamps that are dates.
 */
export class FastRows implements ScannerHost {
  /** Rows that ended in CR LF. */
  crlfRows = 0;
  private readonly dictionaries: readonly (ByteDictionary | null)[];
  private readonly sink: RowSink;
  private readonly stamps: TimeStampReader;
  private readonly scanner: RowScanner;
  private readonly starts: Float64Array;
  private readonly stampCodes: Uint8Array;
  private generation = 0;
  /** The bytes of the piece that stand in the scanner's window. */
  private windowStart = 0;
  private windowEnd = 0;

  /** @param scanner made for the plan; the sink's block lies in its memory */
  constructor(
    plan: RowPlan,
    dictionaries: readonly (ByteDictionary | null)[],
    sink: RowSink,
    stamps: TimeStampReader,
    scanner: RowScanner,
  ) {
    this.dictionaries = dictionaries;
    this.sink = sink;
    this.stamps = stamps;
    this.scanner = scanner;
    const { block } = sink;
    this.starts = block.numbers[STARTED_AT]!;
    this.stampCodes = block.stampCodes;
    const columns = Array.from(plan.actions, (action, column): ScannedColumn => {
      const place = plan.places[column]!;
      if (action === SKIP) return { target: null, gap: null };
      if (action === SUCCESS) return { target: block.ok, gap: null };
      if (plan.holdsText(column)) return { target: block.texts[place]!, gap: null };
      // A row without a response time is none.
      return { target: block.numbers[place]!, gap: place === ELAPSED ? null : place };
    });
    scanner.host = this;
    scanner.setUp(plan, columns, block.gaps, block.stampCodes, block.texts[LABEL]!);
  }

  /** Other bytes will stand where those before stood. */
  startPiece(): void {
    this.windowStart = 0;
    this.windowEnd = 0;
  }

  /**
   * Reads as many rows as are regular.
   * @param bytes the same as in the calls before, since {@link startPiece}
   * @param from start of a row
   * @returns start of the first row that was not read
   */
  read(bytes: Uint8Array, from: number, length: number): number {
    const { scanner, sink } = this;
    const { block } = sink;
    this.dropStaleTexts();
    if (from < this.windowEnd && from >= this.windowStart + scanner.position) {
      scanner.moveTo(from - this.windowStart);
    } else this.openWindow(bytes, from, length);
    for (;;) {
      const outcome = scanner.scan(block.rows);
      block.rows = scanner.rows;
      if (outcome === BLOCK_FULL) {
        sink.takeBlock();
        this.dropStaleTexts();
        continue;
      }
      const at = this.windowStart + scanner.position;
      // Without a row from its start to its end in the window, there is nothing to gain by moving it.
      if (outcome === IRREGULAR || this.windowEnd === length || at === this.windowStart) {
        this.crlfRows += scanner.takeCrlfRows();
        return at;
      }
      this.openWindow(bytes, at, length);
    }
  }

  entryOfText(column: number, start: number, end: number): number {
    const { window, windowWords } = this.scanner;
    // Zero bytes may be a hole of the file.
    for (let at = start; at < end; at++) if (window[at] === 0) return REFUSED;
    const hash = hashText(windowWords, start, end);
    const entry = this.dictionaries[column]!.entryOf(window, windowWords, start, end, hash);
    return entry === NO_ENTRY ? TOO_MANY : entry;
  }

  readTimeStamp(start: number, end: number, row: number): number {
    const { stamps } = this;
    const us = stamps.read(this.scanner.window, start, end);
    if (us !== us || stamps.inNanoseconds) return 0;
    this.starts[row] = us;
    this.stampCodes[row] = stamps.code;
    return 1;
  }

  private openWindow(bytes: Uint8Array, from: number, length: number): void {
    const { window } = this.scanner;
    this.windowStart = from;
    this.windowEnd = Math.min(from + window.length, length);
    window.set(bytes.subarray(from, this.windowEnd));
    this.scanner.openWindow(this.windowEnd - from);
  }

  /** A dictionary that forgot its texts gives their entries to others. */
  private dropStaleTexts(): void {
    if (this.generation === this.sink.generation) return;
    this.generation = this.sink.generation;
    this.scanner.forgetTexts();
  }
}
