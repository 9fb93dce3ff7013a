import { AppError } from '#shared/contract/errors.ts';
import { type ReaderContext, type ReaderReport, type RecordReader } from '../importer.ts';
import { RejectLog } from '../reject-log.ts';
import { WarningLog } from '../warning-log.ts';
import { CarefulRow, describeDamage } from './careful-row.ts';
import { FastRows } from './fast-rows.ts';
import { delimiterName, type Layout } from './layout.ts';
import { layoutOf } from './probe.ts';
import { RowPlan } from './row-plan.ts';
import { RowScanner } from './row-scanner.ts';
import { RowSink } from './row-sink.ts';
import { NOT_FOUND, RowStarts, UNDECIDED } from './row-starts.ts';
import { TimeStampReader } from '../jmeter/time-stamp.ts';
import { addRowWarnings } from './warnings.ts';

const LF = 10;
const CR = 13;
const SPACE = 32;

/** Answer of a step that cannot get on with the bytes that are there. */
const MORE_BYTES = -1;

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
  /** Rows without a line end: the last one of a file at most. */
  private endlessRows = 0;

  /** @param perfmonByLabel the file is known to be of the PerfMon plugin */
  constructor(context: ReaderContext, perfmonByLabel = false) {
    const layout = layoutOf(context.head);
    if (layout === null) {
      throw new AppError('file-damaged', `${context.head.name} does not start like a JMeter CSV file.`, {
        hint: 'Its first line should name the columns: timeStamp,elapsed,label,…',
      });
    }
    this.context = context;
    this.stamps = new TimeStampReader(context.options.timeZone);
    this.sink = new RowSink(context, this.warnings, perfmonByLabel);
    this.firstLayout = layout;
    this.headerPending = layout.hasHeader;
    if (layout.assumption !== null)
      this.warnings.add(layout.hasHeader ? 'odd-header' : 'no-header', layout.assumption);
    this.plan = new RowPlan(layout);
    const readers = this.readersFor(this.plan);
    this.fast = readers.fast;
    this.careful = readers.careful;
    this.rowStarts = readers.rowStarts;
  }

  get rows(): number {
    return this.sink.rows + this.sink.points.rows;
  }

  get rejectedRows(): number {
    return this.rejects.count;
  }

  consume(bytes: Uint8Array, length: number, final: boolean): number {
    const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let at = 0;
    this.fast.startPiece();
    while (at < length) {
      const next = this.step(bytes, words, at, length, final);
      if (next === MORE_BYTES) break;
      at = next;
    }
    this.pieceStart += at;
    this.sink.takeBlock();
    this.sink.sendTexts();
    return at;
  }

  finish(): ReaderReport {
    const { sink } = this;
    this.keepLineEndCounts();
    sink.finish();
    addRowWarnings(this.warnings, sink, this.plan, this.context.options.timeZone);
    const hasStamps = sink.firstUs <= sink.lastUs;
    return {
      rows: this.rows,
      rejectedRows: this.rejects.count,
      rejects: this.rejects.kept,
      firstInstantUs: hasStamps ? sink.firstUs : null,
      lastInstantUs: hasStamps ? sink.lastUs : null,
      clockTickMs: sink.stampCounts.rowsOf('epoch nanoseconds') > 0 ? 1e-6 : 1,
      toolVersion: null,
      warnings: this.warnings.list(),
      properties: this.properties(),
    };
  }

  private properties(): Record<string, string> {
    const { sink, firstLayout } = this;
    const forms = sink.stampCounts.forms();
    const properties: Record<string, string> = {
      header: firstLayout.hasHeader ? 'yes' : 'no',
      delimiter: delimiterName(firstLayout.delimiter),
      columns: firstLayout.columns.map(({ name }) => name).join(', '),
      'line ends': lineEnds(this.crlfRows, this.lfRows),
      'time stamps': forms.length === 0 ? 'none' : forms.join(', '),
    };
    if (forms.includes('local date and time')) properties['time zone'] = this.context.options.timeZone;
    if (sink.kinds.controllerRows > 0)
      properties['transaction controller rows'] = String(sink.kinds.controllerRows);
    if (sink.kinds.emptyControllerRows > 0)
      properties['empty transaction controller rows'] = String(sink.kinds.emptyControllerRows);
    if (sink.kinds.subResultRows > 0) properties['sub-result rows'] = String(sink.kinds.subResultRows);
    if (sink.points.rows > 0) properties['PerfMon readings'] = String(sink.points.rows);
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
    const scanner = new RowScanner(plan);
    const dictionaries = this.sink.use(plan, scanner);
    const rowStarts = new RowStarts(plan, new TimeStampReader(this.context.options.timeZone));
    return {
      fast: new FastRows(plan, dictionaries, this.sink, this.stamps, scanner),
      careful: new CarefulRow(plan, dictionaries, this.sink, this.stamps, rowStarts, this.warnings),
      rowStarts,
    };
  }

  /** Gets on by one row, or by many regular ones. @returns where it came to, or {@link MORE_BYTES} */
  private step(bytes: Uint8Array, words: DataView, at: number, length: number, final: boolean): number {
    if (this.atFileStart) {
      if (length < 3 && !final) return MORE_BYTES;
      this.atFileStart = false;
      const marked = length >= 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
      return marked ? 3 : 0;
    }
    if (this.skipping !== 'no') return this.skip(bytes, at, length, final);
    if (this.headerPending) return this.readHeader(bytes, at, length, final);
    const next = this.readRegularRows(bytes, at, length);
    if (next === length) return next;
    const unusual = this.readUnusualRow(bytes, words, next, length, final);
    return unusual === MORE_BYTES && next > at ? next : unusual;
  }

  private readRegularRows(bytes: Uint8Array, at: number, length: number): number {
    const before = this.sink.acceptedRows;
    const next = this.fast.read(bytes, at, length);
    // Each of them is one line: those with line breaks are left to the careful reader.
    this.line += this.sink.acceptedRows - before;
    return next;
  }

  /** @returns the byte behind the row; {@link MORE_BYTES} */
  private readUnusualRow(
    bytes: Uint8Array,
    words: DataView,
    at: number,
    length: number,
    final: boolean,
  ): number {
    const { careful } = this;
    switch (careful.read(bytes, words, at, length, final)) {
      case 'unfinished':
        return MORE_BYTES;
      case 'accepted':
        if (careful.endsInCrLf) this.crlfRows += 1;
        if (!careful.ended) this.endlessRows += 1;
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

  /** Passes the header line, and blank lines above it. */
  private readHeader(bytes: Uint8Array, at: number, length: number, final: boolean): number {
    const lineEnd = bytes.indexOf(LF, at);
    const ended = lineEnd >= 0 && lineEnd < length;
    if (!ended && !final) return MORE_BYTES;
    const end = ended ? lineEnd + 1 : length;
    let blank = true;
    for (let i = at; i < end && blank; i++) blank = bytes[i] === LF || bytes[i] === CR || bytes[i] === SPACE;
    this.headerPending = blank;
    if (ended) this.line += 1;
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
      this.warnings.add(
        'header-changed',
        'Another header stands in the file; the rows below it were read by it.',
      );
      this.use(header);
    }
    return end;
  }

  /** Rejects a row whose end is known. A good row that begins inside it, behind an open quote, is not lost. */
  private giveUpRow(bytes: Uint8Array, at: number, length: number, final: boolean): number {
    let { end, reason } = this.careful;
    if (this.careful.lineEnds > 1) {
      const next = this.rowStarts.next(bytes, at, end, length, final);
      if (next === UNDECIDED) return MORE_BYTES;
      if (next !== NOT_FOUND && next < end) {
        end = next;
        reason = describeDamage('open-quote', true);
      }
    }
    this.rejects.add(this.line, this.pieceStart + at, reason, bytes, at, end);
    this.line += countLineEnds(bytes, at, end);
    return end;
  }

  /** Rejects a row that has no end, and goes on at the next row start. */
  private giveUpDamage(bytes: Uint8Array, at: number, length: number, final: boolean): number {
    const { end, damage } = this.careful;
    const next = this.rowStarts.next(bytes, at, end, length, final);
    if (next === UNDECIDED) return MORE_BYTES;
    // With rows before the place of the damage, the damage is the quote that is open until there.
    const inside = next !== NOT_FOUND && next < end;
    const reason = describeDamage(inside && damage !== 'too-long' ? 'open-quote' : damage, inside);
    this.rejects.add(this.line, this.pieceStart + at, reason, bytes, at, inside ? next : end);
    const resume = next === NOT_FOUND ? end : next;
    if (next === NOT_FOUND) this.skipping = damage === 'hole' ? 'zeros' : 'lines';
    this.line += countLineEnds(bytes, at, resume);
    return resume;
  }

  /** Passes what follows damage. {@link skipping} is over when a row starts at the place that is returned. */
  private skip(bytes: Uint8Array, from: number, length: number, final: boolean): number {
    let at = from;
    if (this.skipping === 'zeros') {
      while (at < length && bytes[at] === 0) at += 1;
      if (at > from) return at;
      const likeness = this.rowStarts.check(bytes, at, length, final);
      if (likeness === 'unknown') return MORE_BYTES;
      this.skipping = likeness === 'yes' ? 'no' : 'lines';
      if (likeness === 'yes') return at;
    }
    const next = this.rowStarts.next(bytes, at, length, length, final);
    if (next === UNDECIDED && this.rowStarts.undecidedAt === at) return MORE_BYTES;
    if (next >= 0) this.skipping = 'no';
    at = next >= 0 ? next : next === UNDECIDED ? this.rowStarts.undecidedAt : length;
    this.line += countLineEnds(bytes, from, at);
    return at;
  }

  private keepLineEndCounts(): void {
    this.crlfRows += this.fast.crlfRows;
    this.fast.crlfRows = 0;
    this.lfRows = this.sink.acceptedRows - this.crlfRows - this.endlessRows;
  }
}

function sameColumns(a: Layout, b: Layout): boolean {
  return (
    a.columns.length === b.columns.length &&
    a.columns.every((column, index) => column.name === b.columns[index]!.name)
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
