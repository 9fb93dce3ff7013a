import { AppError } from '#shared/contract/errors.ts';
import type { SampleColumn } from '../batch.ts';
import { DelimitedReader, type RecordHandler } from '../delimited/delimited-reader.ts';
import type { Likeness, RecordSplitter } from '../delimited/record-splitter.ts';
import type { ReaderContext, ReaderReport, RecordReader } from '../importer.ts';
import { RejectLog } from '../reject-log.ts';
import { WarningLog } from '../warning-log.ts';
import { SecondsReader, wholeNumber } from './number-cell.ts';
import { SampleWriter } from './sample-writer.ts';

const DASH = 45;
const DIGIT_0 = 48;
const DIGIT_9 = 57;

/** Name of the one transaction of a file that names none. */
const ALL_REQUESTS = '(all requests)';

/** Times of a sample that stand in a column of seconds. */
export type TimeColumn = Extract<SampleColumn, `${string}_ms`>;

/**
 * A CSV of hey or oha: a header, then one row per answered request; times in seconds, and when a request started only
 * relative to the start of the tool.
 */
export interface SecondsTable {
  /** In the order of the file. */
  readonly header: readonly string[];
  /** Column of the file to column of a sample; `elapsed_ms` is among them. */
  readonly times: Readonly<Record<string, TimeColumn>>;
  readonly status: string;
  /** Start of the request, relative. */
  readonly offset: string;
  readonly receivedBytes: string | null;
  /** Resolution of the times as written, ms. */
  readonly clockTickMs: number;
  /** Told about every file of the format. */
  readonly warnings: readonly { readonly code: string; readonly message: string }[];
  /** A file of so many rows may lack others; null: no limit. */
  readonly mostRows: number | null;
}

export function headerOf(table: SecondsTable): string {
  return table.header.join(',');
}

interface TimeCell {
  readonly cell: number;
  readonly name: string;
  readonly column: TimeColumn;
}

/** Reads such a table. */
export class SecondsTableReader implements RecordReader, RecordHandler {
  private readonly table: SecondsTable;
  private readonly name: string;
  private readonly warnings = new WarningLog();
  private readonly rejects = new RejectLog();
  private readonly records: DelimitedReader;
  private readonly samples: SampleWriter<SampleColumn>;
  private readonly seconds = new SecondsReader();
  private readonly times: readonly TimeCell[];
  private readonly timesMs: Float64Array;
  private readonly elapsed: number;
  private readonly statusCell: number;
  private readonly offsetCell: number;
  private readonly sizeCell: number;
  private transaction = -1;
  private headerPending = true;
  private firstStartMs = Infinity;
  private lastEndMs = -Infinity;

  constructor(context: ReaderContext, table: SecondsTable) {
    this.table = table;
    this.name = context.head.name;
    const { header } = table;
    this.times = Object.entries(table.times).map(([name, column]) => ({
      cell: header.indexOf(name),
      name,
      column,
    }));
    this.timesMs = new Float64Array(this.times.length);
    this.elapsed = this.times.findIndex(({ column }) => column === 'elapsed_ms');
    this.statusCell = header.indexOf(table.status);
    this.offsetCell = header.indexOf(table.offset);
    this.sizeCell = table.receivedBytes === null ? -1 : header.indexOf(table.receivedBytes);
    this.samples = new SampleWriter<SampleColumn>(context, this.warnings, [
      'transaction_id',
      'ok',
      'code_id',
      ...this.times.map(({ column }) => column),
      ...(this.sizeCell < 0 ? [] : (['received_bytes'] as const)),
    ]);
    this.records = new DelimitedReader(this, this.rejects);
  }

  get rows(): number {
    return this.samples.rows;
  }

  get rejectedRows(): number {
    return this.rejects.count;
  }

  consume(bytes: Uint8Array, length: number, final: boolean): number {
    const done = this.records.consume(bytes, length, final);
    this.samples.sendNames();
    return done;
  }

  finish(): ReaderReport {
    const { samples, warnings, table, rows } = this;
    samples.finish();
    if (rows > 0) for (const { code, message } of table.warnings) warnings.add(code, message);
    if (table.mostRows !== null && rows >= table.mostRows) {
      warnings.add(
        'rows-limited',
        `The tool writes ${table.mostRows} rows at most: there may have been more.`,
      );
    }
    return {
      rows,
      rejectedRows: this.rejectedRows,
      rejects: this.rejects.kept,
      firstInstantUs: null,
      lastInstantUs: null,
      clockTickMs: table.clockTickMs,
      toolVersion: null,
      warnings: warnings.list(),
      properties: this.properties(),
    };
  }

  /** A number, as every cell is. */
  isRecordStart(bytes: Uint8Array, at: number, length: number, final: boolean): Likeness {
    if (at >= length) return final ? 'no' : 'unknown';
    const byte = bytes[at]!;
    return (byte >= DIGIT_0 && byte <= DIGIT_9) || byte === DASH ? 'yes' : 'no';
  }

  record(cells: RecordSplitter, bytes: Uint8Array): string | null {
    const { table, times, timesMs } = this;
    if (this.headerPending) return this.readHeader(cells);
    const { header } = table;
    if (cells.count !== header.length) return `${cells.count} cells instead of ${header.length}`;
    if (bytes[cells.startOf(0)]! > DIGIT_9 && isHeader(cells, header)) {
      warnRepeated(this.warnings);
      return null;
    }
    for (const [i, { cell, name }] of times.entries()) {
      timesMs[i] = this.seconds.ms(bytes, cells.startOf(cell), cells.endOf(cell));
      if (timesMs[i] !== timesMs[i]) return `${name} "${cells.textOf(cell).slice(0, 40)}" is no number`;
    }
    const offsetMs = this.seconds.ms(bytes, cells.startOf(this.offsetCell), cells.endOf(this.offsetCell));
    if (offsetMs !== offsetMs) return `${table.offset} is no number`;
    const statusStart = cells.startOf(this.statusCell);
    const statusEnd = cells.endOf(this.statusCell);
    const status = wholeNumber(bytes, statusStart, statusEnd);
    if (status !== status) return `${table.status} is no whole number`;
    const size =
      this.sizeCell < 0 ? NaN : wholeNumber(bytes, cells.startOf(this.sizeCell), cells.endOf(this.sizeCell));
    if (this.sizeCell >= 0 && size !== size) return `${table.receivedBytes ?? ''} is no whole number`;
    this.keep(bytes, statusStart, statusEnd, status, size);
    if (offsetMs < this.firstStartMs) this.firstStartMs = offsetMs;
    const endMs = offsetMs + timesMs[this.elapsed]!;
    if (endMs > this.lastEndMs) this.lastEndMs = endMs;
    return null;
  }

  private keep(bytes: Uint8Array, codeStart: number, codeEnd: number, status: number, size: number): void {
    const { samples, times, timesMs } = this;
    const { columns: to, row } = samples;
    if (this.transaction < 0) this.transaction = samples.addTransaction(ALL_REQUESTS, null);
    to.transaction_id.set(row, this.transaction);
    to.ok.set(row, status >= 200 && status < 400 ? 1 : 0);
    samples.setId(to.code_id, samples.textId(bytes, codeStart, codeEnd));
    for (const [i, { column }] of times.entries()) to[column].set(row, timesMs[i]!);
    if (this.sizeCell >= 0) samples.setSize(to.received_bytes, size);
    samples.next();
  }

  private readHeader(cells: RecordSplitter): null {
    if (!isHeader(cells, this.table.header)) {
      throw new AppError('file-damaged', `${this.name} does not start with the header of this format.`, {
        hint: `The first line should be: ${headerOf(this.table)}`,
      });
    }
    this.headerPending = false;
    return null;
  }

  private properties(): Record<string, string> {
    const { table, rows } = this;
    const kept = new Set([...Object.keys(table.times), table.status, table.offset, table.receivedBytes]);
    const left = table.header.filter((name) => !kept.has(name));
    const properties: Record<string, string> = {
      columns: table.header.join(', '),
      failures: 'status codes below 200 or from 400 on',
    };
    if (left.length > 0) properties['columns not kept'] = left.join(', ');
    if (rows > 0) {
      properties['first start'] = `${this.firstStartMs / 1000} s after the start of the tool`;
      properties['last end'] = `${Math.round(this.lastEndMs * 1e6) / 1e9} s after the start of the tool`;
    }
    return properties;
  }
}

function isHeader(cells: RecordSplitter, header: readonly string[]): boolean {
  return cells.count === header.length && header.every((name, cell) => cells.textOf(cell).trim() === name);
}

function warnRepeated(warnings: WarningLog): void {
  warnings.add('header-repeated', 'The header stands in the file again; it was passed over.');
}

/** Whether the first line of a text is this header. */
export function startsWithHeader(text: string, table: SecondsTable): boolean {
  const line = text.replace(/^\uFEFF?[\r\n]*/u, '').split(/\r?\n/u, 1)[0]!;
  return line.trim() === headerOf(table);
}
