import { AppError } from '#shared/contract/errors.ts';
import type { ReaderContext, ReaderReport, RecordReader } from '../importer.ts';
import { RejectLog } from '../reject-log.ts';
import { WarningLog } from '../warning-log.ts';
import { Entries } from './entries.ts';
import { HistoryRows } from './history-rows.ts';
import { isRowOf, type LocustLayout } from './layout.ts';
import { layoutOfRow } from './probe.ts';
import { BadRow, LocustRow } from './row.ts';
import { RowCells } from './row-cells.ts';
import { readExceptionRow, readFailureRow, readStatsRow, type RowOutput } from './row-readers.ts';
import { RowWalker } from './row-walker.ts';

/** Rows of a report that are sent in one go: a history may have millions. */
const SEND_ROWS = 2000;

const LF = 10;

const CUT_OFF = 'cut off, or far too long';

/** Locust times with Python's `time.perf_counter`, nanoseconds; what it rounds is said in a warning. */
const CLOCK_TICK_MS = 1e-6;

/** Reads any of the four files row by row. */
export class LocustCsvReader implements RecordReader {
  rows = 0;
  private readonly context: ReaderContext;
  private readonly rejects = new RejectLog();
  private readonly warnings = new WarningLog();
  private readonly entries: Entries;
  private readonly walker = new RowWalker();
  private readonly cells = new RowCells();
  private readonly output: RowOutput = {
    aggregates: [],
    errors: [],
    percentileRows: 0,
    firstUs: null,
    lastUs: null,
  };
  private layout: LocustLayout | null = null;
  private history: HistoryRows | null = null;
  /** Line at the place of reading, from 1. */
  private line = 1;
  /** Offset of the present piece in the file. */
  private base = 0;
  private lineEnds = 'LF';
  /** In a line that was given up before its end was there. */
  private isSkipping = false;

  constructor(context: ReaderContext) {
    this.context = context;
    this.entries = new Entries(context.emit);
  }

  get rejectedRows(): number {
    return this.rejects.count;
  }

  consume(bytes: Uint8Array, length: number, final: boolean): number {
    const { walker } = this;
    let at = 0;
    while (at < length) {
      if (this.isSkipping) {
        at = this.skipLine(bytes, at, length);
        continue;
      }
      const found = walker.find(bytes, at, length, final);
      if (found === 'unfinished') break;
      const reason = found === 'open-quote' ? 'a quote is not closed' : this.readRow(bytes, at);
      if (reason !== null) {
        at = this.giveUp(bytes, at, reason);
        continue;
      }
      this.line += walker.lineEnds;
      at = walker.end;
      if (this.output.aggregates.length + this.output.errors.length >= SEND_ROWS) this.send();
    }
    this.base += at;
    return at;
  }

  finish(): ReaderReport {
    const { output, history, layout } = this;
    if (layout === null) {
      throw new AppError('file-damaged', 'The file has no header of Locust.', {
        place: { line: 1, byte: 0 },
      });
    }
    this.send();
    this.addWarnings(layout, history);
    const totals = history?.lastTotals ?? null;
    return {
      rows: this.rows,
      rejectedRows: this.rejectedRows,
      rejects: this.rejects.kept,
      firstInstantUs: output.firstUs,
      lastInstantUs: output.lastUs,
      clockTickMs: CLOCK_TICK_MS,
      toolVersion: null,
      warnings: this.warnings.list(),
      properties: {
        file: layout.file,
        columns: layout.names.join(', '),
        'line ends': this.lineEnds,
        encoding: this.cells.encoding ?? 'UTF-8',
        ...(totals === null
          ? {}
          : {
              'total requests in the last row': String(totals.samples),
              'total failures in the last row': String(totals.failures),
            }),
        ...(layout.isOld ? { 'written by': 'Locust before 1.0' } : {}),
      },
    };
  }

  /** @returns why it cannot be kept, or null */
  private readRow(bytes: Uint8Array, at: number): string | null {
    const { contentEnd } = this.walker;
    if (contentEnd === at) return null;
    const row = bytes.subarray(at, contentEnd);
    if (this.layout === null) return this.readHeader(row, at);
    const { layout, output, entries } = this;
    const cells = this.cells.read(row);
    if (cells.length !== layout.width) return `${cells.length} cells instead of ${layout.width}`;
    if (this.walker.lineEnds > 1 && this.hasRowInside(row, layout)) return 'a quote is not closed';
    const named = new LocustRow(layout, cells);
    try {
      if (this.history !== null) this.history.read(named);
      else if (layout.file === 'stats') readStatsRow(named, entries, output);
      else if (layout.file === 'failures') readFailureRow(named, entries, output);
      else readExceptionRow(named, output);
    } catch (error) {
      if (error instanceof BadRow) return error.message;
      throw error;
    }
    this.rows += 1;
    return null;
  }

  /** A row of several lines, one of which is a row of its own: a quote that was closed by that of a later row. */
  private hasRowInside(row: Uint8Array, layout: LocustLayout): boolean {
    const start = row.indexOf(LF) + 1;
    return this.cells.linesOf(row.subarray(start)).some((cells) => isRowOf(layout, cells));
  }

  private readHeader(row: Uint8Array, at: number): string | null {
    const layout = layoutOfRow(row);
    if (layout === null) {
      throw new AppError('file-damaged', 'The first line is no header that Locust writes.', {
        hint: 'Locust writes four files with --csv; each begins with the names of its columns.',
        place: { line: this.line, byte: this.base + at },
      });
    }
    this.layout = layout;
    if (layout.file === 'history')
      this.history = new HistoryRows(layout, this.entries, this.output, this.warnings);
    const trailing = this.walker.end - this.walker.contentEnd;
    this.lineEnds = ['none', 'LF', 'CR LF', 'CR CR LF'][trailing] ?? 'LF';
    return null;
  }

  /** Only the first line is lost: a quote that was not closed may have taken good rows in. */
  private giveUp(bytes: Uint8Array, start: number, reason: string): number {
    const { firstLineEnd, end: stoppedAt } = this.walker;
    const isWhole = firstLineEnd >= 0;
    const end = isWhole ? firstLineEnd : stoppedAt;
    this.rejects.add(this.line, this.base + start, isWhole ? reason : CUT_OFF, bytes, start, end);
    if (isWhole) this.line += 1;
    else this.isSkipping = true;
    return end;
  }

  /** Passes the rest of a line that was given up. */
  private skipLine(bytes: Uint8Array, from: number, length: number): number {
    const lineFeed = bytes.subarray(from, length).indexOf(LF);
    if (lineFeed < 0) return length;
    this.isSkipping = false;
    this.line += 1;
    return from + lineFeed + 1;
  }

  private send(): void {
    const { aggregates, errors } = this.output;
    this.context.emit.report({ aggregates: aggregates.splice(0), errors: errors.splice(0) });
  }

  private addWarnings({ file }: LocustLayout, history: HistoryRows | null): void {
    const { output, warnings } = this;
    if (output.percentileRows > 0) {
      warnings.add(
        'rounded-percentiles',
        'Locust computes percentiles from response times that it has rounded to two digits (147 ms to 150 ms). Mean, lowest and highest are exact.',
        output.percentileRows,
      );
    }
    if (history !== null && history.cumulativeRows > 0) {
      warnings.add(
        'cumulative-percentiles',
        'Percentiles of this history are those since the start of the run, not of an interval; they were left out. Locust writes those of intervals with --csv-full-history.',
        history.cumulativeRows,
      );
    }
    if (file === 'exceptions' && this.rows > 0) {
      warnings.add(
        'exceptions',
        'Exceptions in user code are listed as errors; Locust does not count them as failed requests. Their tracebacks stay in the file.',
        this.rows,
      );
    }
    if (this.cells.encoding !== null) {
      warnings.add(
        'encoding',
        `The file is not in UTF-8: its texts were read as ${this.cells.encoding}, which is a guess.`,
      );
    }
  }
}
