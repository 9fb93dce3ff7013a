import { AppError } from '#shared/contract/errors.ts';
import { MAX_RECORD_BYTES, type ReaderContext, type ReaderReport, type RecordReader } from '../importer.ts';
import { RejectLog } from '../reject-log.ts';
import { WarningLog } from '../warning-log.ts';
import { CarefulRow } from './careful-row.ts';
import { FastRows } from './fast-rows.ts';
import { delimiterName, type Layout } from './layout.ts';
import { layoutOf } from './probe.ts';
import { RowPlan } from './row-plan.ts';
import { RowSink } from './row-sink.ts';
import { RowStarts } from './row-starts.ts';
import { TimeStampReader } from './time-stamp.ts';
import { addRowWarnings } from './warnings.ts';

const LF = 10;
const CR = 13;

/** What is being skipped until the next row start: nothing, damaged lines, or zero bytes first. */
type Skipping = 'no' | 'lines' | 'zeros';

/** Reads the rows of a JTL in CSV. */
export class JmeterCsvReader implements RecordReader {
  private readonly context: ReaderContext;
  private readonly sink: RowSink;
  private readonly stamps: TimeStampReader;
  private readonly rejects = new RejectLog();
  private readonly warnings = new WarningLog();
  private readonly firstLayout: Layout;
  private plan: RowPlan;
  private fast: FastRows;
  private careful: CarefulRow;
  private rowStarts: RowStarts;
  private headerPending: boolean;
  private atFileStart = true;
  private skipping: Skipping = 'no';
  /** Offset of the present piece in the file, and the line at its place of reading. */
  private pieceStart = 0;
  private line = 1;
  private crlfRows = 0;
  private lfRows = 0;

  constructor(context: ReaderContext) {
    const layout = layoutOf(context.head);
    if (layout === null) {
      throw new AppError('file-damaged', `${context.head.name} does not start like a JMeter CSV file.`, {
        hint: 'Its first line should name the columns: timeStamp,elapsed,label,…',
      });
    }
    this.context = context;
    this.stamps = new TimeStampReader(context.options.timeZone);
    this.sink = new RowSink(context.emit, context.textIds, context.tagSetIds, this.stamps, this.warnings);
    this.firstLayout = layout;
    this.headerPending = layout.hasHeader;
    if (layout.assumption !== null) this.warnings.add(layout.hasHeader ? 'odd-header' : 'no-header', layout.assumption);
    this.plan = new RowPlan(layout);
    const readers = this.readersFor(this.plan);
    this.fast = readers.fast;
    this.careful = readers.careful;
    this.rowStarts = readers.rowStarts;
  }

  get rows(): number {
    return this.sink.rows;
  }

  get rejectedRows(): number {
    return this.rejects.count;
  }

  consume(bytes: Uint8Array, length: number, final: boolean): number {
    const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let at = this.atFileStart ? this.skipByteOrderMark(bytes, length, final) : 0;
    while (at >= 0 && at < length) {
      if (this.skipping !== 'no') {
        const next = this.skip(bytes, at, length, final);
        if (this.skipping !== 'no') {
          at = next;
          break;
        }
        at = next;
        continue;
      }
      if (!this.headerPending) {
        at = this.readRegularRows(bytes, words, at, length);
        if (at >= length) break;
      }
      const next = this.headerPending
        ? this.readHeader(bytes, at, length, final)
        : this.readUnusualRow(bytes, words, at, length, final);
      if (next < 0) break;
      at = next;
    }
    const done = Math.max(at, 0);
    this.pieceStart += done;
    this.sink.sendTexts();
    return done;
  }

  finish(): ReaderReport {
    const { sink } = this;
    this.keepLineEndCounts();
    sink.finish();
    addRowWarnings(this.warnings, sink, this.stamps, this.plan, this.context.options.timeZone);
    const hasStamps = sink.firstUs <= sink.lastUs;
    return {
      rows: sink.rows,
      rejectedRows: this.rejects.count,
      rejects: this.rejects.kept,
      firstInstantUs: hasStamps ? sink.firstUs : null,
      lastInstantUs: hasStamps ? sink.lastUs : null,
      clockTickMs: this.stamps.forms().includes('epoch nanoseconds') ? 1e-6 : 1,
      toolVersion: null,
      warnings: this.warnings.list(),
      properties: this.properties(),
    };
  }

  private properties(): Record<string, string> {
    const { sink, firstLayout } = this;
    const forms = this.stamps.forms();
    const properties: Record<string, string> = {
      header: firstLayout.hasHeader ? 'yes' : 'no',
      delimiter: delimiterName(firstLayout.delimiter),
      columns: firstLayout.columns.map(({ name }) => name).join(', '),
      'line ends': lineEnds(this.crlfRows, this.lfRows),
      'time stamps': forms.length === 0 ? 'none' : forms.join(', '),
    };
    if (forms.includes('local date and time')) properties['time zone'] = this.context.options.timeZone;
    if (sink.controllerRows > 0) properties['transaction controller rows'] = String(sink.controllerRows);
    if (sink.emptyControllerRows > 0) properties['empty transaction controller rows'] = String(sink.emptyControllerRows);
    if (sink.subResultRows > 0) properties['sub-result rows'] = String(sink.subResultRows);
    if (this.plan.has('dataType')) properties['columns not kept'] = 'dataType';
    return properties;
  }

  private use(layout: Layout): void {
    this.keepLineEndCounts();
    this.plan = new RowPlan(layout);
    const readers = this.readersFor(this.plan);
    this.fast = readers.fast;
    this.careful = readers.careful;
    this.rowStarts = readers.rowStarts;
  }

  private readersFor(plan: RowPlan): { fast: FastRows; careful: CarefulRow; rowStarts: RowStarts } {
    const dictionaries = this.sink.use(plan);
    const rowStarts = new RowStarts(plan, new TimeStampReader(this.context.options.timeZone));
    return {
      fast: new FastRows(plan, dictionaries, this.sink, this.stamps),
      careful: new CarefulRow(plan, dictionaries, this.sink, this.stamps, rowStarts, this.warnings),
      rowStarts,
    };
  }

  /** @returns where reading starts; -1 when it takes more bytes to tell */
  private skipByteOrderMark(bytes: Uint8Array, length: number, final: boolean): number {
    if (length < 3 && !final) return -1;
    this.atFileStart = false;
    return length >= 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  }

  private readRegularRows(bytes: Uint8Array, words: DataView, at: number, length: number): number {
    const before = this.sink.acceptedRows;
    const next = this.fast.read(bytes, words, at, length);
    // Each of them is one line: those with line breaks are left to the careful reader.
    this.line += this.sink.acceptedRows - before;
    return next;
  }

  /** @returns the byte behind the row; -1 when it takes more bytes */
  private readUnusualRow(bytes: Uint8Array, words: DataView, at: number, length: number, final: boolean): number {
    const { careful } = this;
    const outcome = careful.read(bytes, words, at, length, final);
    switch (outcome) {
      case 'unfinished':
        return -1;
      case 'accepted':
        if (careful.endsInCrLf) this.crlfRows += 1;
        this.line += careful.lineEnds;
        return careful.end;
      case 'blank':
        this.line += careful.lineEnds;
        return careful.end;
      case 'header':
        return this.readAnotherHeader();
      case 'rejected':
        return this.giveUpRow(bytes, at, length, final);
      case 'damaged':
        return this.giveUpDamage(bytes, at, length, final);
    }
  }

  /** Passes the header line. @returns the byte behind it; -1 when it takes more bytes */
  private readHeader(bytes: Uint8Array, at: number, length: number, final: boolean): number {
    const lineEnd = bytes.indexOf(LF, at);
    const ended = lineEnd >= 0 && lineEnd < length;
    if (!ended && !final) return length - at > MAX_RECORD_BYTES ? length : -1;
    const end = ended ? lineEnd + 1 : length;
    let blank = true;
    for (let i = at; i < end && blank; i++) blank = bytes[i] === LF || bytes[i] === CR || bytes[i] === 32;
    // Blank lines may stand above it.
    this.headerPending = blank;
    this.line += ended ? 1 : 0;
    return end;
  }

  private readAnotherHeader(): number {
    const { careful } = this;
    const { end, header } = careful;
    this.line += careful.lineEnds;
    if (header === null) return end;
    if (sameColumns(header, this.plan.layout)) {
      this.warnings.add('header-repeated', 'The header stands in the file again; it was passed over.');
    } else {
      this.warnings.add('header-changed', 'Another header stands in the file; the rows below it were read by it.');
      this.use(header);
    }
    return end;
  }

  /** Rejects a row whose end is known. A good row that begins inside it, behind an open quote, is not lost. */
  private giveUpRow(bytes: Uint8Array, at: number, length: number, final: boolean): number {
    const { careful } = this;
    let end = careful.end;
    let { lineEnds } = careful;
    if (lineEnds > 1) {
      const next = this.rowStarts.next(bytes, at, careful.end, length, final);
      if (next < -1 - careful.end || (next < 0 && next > -1 - careful.end)) return -1;
      if (next >= 0 && next < careful.end) {
        end = next;
        lineEnds = countLineEnds(bytes, at, end);
      }
    }
    this.reject(bytes, at, end);
    this.line += lineEnds;
    return end;
  }

  /** Rejects a row that has no end, and looks for the next row start. */
  private giveUpDamage(bytes: Uint8Array, at: number, length: number, final: boolean): number {
    const { careful } = this;
    this.reject(bytes, at, length);
    if (careful.isHole) {
      // The run of zero bytes itself: the row before it may have lines of its own.
      const end = careful.end;
      this.line += countLineEnds(bytes, at, end);
      this.skipping = 'zeros';
      return end;
    }
    this.skipping = 'lines';
    return this.skip(bytes, at, length, final);
  }

  private reject(bytes: Uint8Array, at: number, end: number): void {
    this.rejects.add(this.line, this.pieceStart + at, this.careful.reason, bytes, at, end);
  }

  /** @returns how far it came; {@link skipping} is over when a row starts there */
  private skip(bytes: Uint8Array, from: number, length: number, final: boolean): number {
    let at = from;
    if (this.skipping === 'zeros') {
      while (at < length && bytes[at] === 0) at += 1;
      if (at === length) return at;
      const likeness = this.rowStarts.check(bytes, at, length, final);
      if (likeness === 'unknown') return at;
      this.skipping = likeness === 'yes' ? 'no' : 'lines';
      if (likeness === 'yes') return at;
    }
    const next = this.rowStarts.next(bytes, at, length, length, final);
    if (next >= 0) this.skipping = 'no';
    const end = next >= 0 ? next : -1 - next;
    this.line += countLineEnds(bytes, at, end);
    return end;
  }

  private keepLineEndCounts(): void {
    this.crlfRows += this.fast.crlfRows;
    this.fast.crlfRows = 0;
    this.lfRows = this.sink.acceptedRows - this.crlfRows;
  }
}

function sameColumns(a: Layout, b: Layout): boolean {
  return (
    a.columns.length === b.columns.length && a.columns.every((column, index) => column.name === b.columns[index]!.name)
  );
}

function lineEnds(crlfRows: number, lfRows: number): string {
  if (crlfRows === 0) return 'LF';
  return lfRows === 0 ? 'CR LF' : 'mixed';
}

function countLineEnds(bytes: Uint8Array, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at++) if (bytes[at] === LF) count += 1;
  return count;
}
