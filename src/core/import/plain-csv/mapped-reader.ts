import type { ColumnMapping, MappedField, TimeUnit } from '#shared/model/column-mapping.ts';
import type { SampleColumn } from '../batch.ts';
import { DelimitedReader, type RecordHandler } from '../delimited/delimited-reader.ts';
import type { RecordSplitter } from '../delimited/record-splitter.ts';
import { RequestNames } from '../http-samples/request-names.ts';
import { SampleWriter } from '../http-samples/sample-writer.ts';
import type { ReaderContext, ReaderReport, RecordReader } from '../importer.ts';
import { TimeStampReader } from '../jmeter/time-stamp.ts';
import { RejectLog } from '../reject-log.ts';
import { WarningLog } from '../warning-log.ts';
import type { TableHead } from './table-head.ts';
import { TagCells } from './tag-cells.ts';

const msPerUnit: Readonly<Record<TimeUnit, number>> = { ns: 1e-6, us: 1e-3, ms: 1, s: 1000 };
const SUCCESS = new Set(['true', '1', 'ok', 'yes', 'y', 'pass', 'passed', 'success', 'succeeded']);
const FAILURE = new Set(['false', '0', 'ko', 'no', 'n', 'fail', 'failed', 'failure', 'error']);
/** Samples without a column for the transaction. */
const ALL = new TextEncoder().encode('(all requests)');

const columns = [
  'transaction_id',
  'started_at',
  'elapsed_ms',
  'ok',
  'code_id',
  'message_id',
  'url_id',
  'thread_id',
  'tag_set_id',
  'received_bytes',
  'sent_bytes',
  'all_threads',
  'latency_ms',
  'connect_ms',
] as const satisfies readonly SampleColumn[];

/** Reads the records of a delimited text as a person said: see `ColumnMapping`. */
export class MappedReader implements RecordReader, RecordHandler {
  private readonly width: number;
  private readonly place: Readonly<Partial<Record<MappedField, number>>>;
  private readonly msPerUnit: number;
  private readonly table: TableHead;
  private readonly mapping: ColumnMapping;
  private readonly rejects = new RejectLog();
  private readonly warnings = new WarningLog();
  private readonly reader: DelimitedReader;
  private readonly samples: SampleWriter<(typeof columns)[number]>;
  private readonly names: RequestNames;
  private readonly tags: TagCells;
  private readonly time: TimeStampReader;
  private readonly encoder = new TextEncoder();
  private headerSeen = false;
  private firstUs = Infinity;
  private lastUs = -Infinity;

  constructor(context: ReaderContext, table: TableHead, mapping: ColumnMapping) {
    this.table = table;
    this.mapping = mapping;
    this.width = table.header.length;
    this.place = Object.fromEntries(
      Object.entries(mapping.columns).map(([field, name]) => [field, table.header.indexOf(name)]),
    );
    this.msPerUnit = msPerUnit[mapping.unit];
    this.reader = new DelimitedReader(this, this.rejects, table.delimiter.charCodeAt(0));
    this.samples = new SampleWriter(context, this.warnings, columns);
    this.names = new RequestNames((name, method) => this.samples.addTransaction(name, method), this.warnings);
    this.tags = new TagCells(
      mapping.tags.map((name) => ({ name, place: table.header.indexOf(name) })),
      context,
      this.warnings,
    );
    this.time = new TimeStampReader(context.options.timeZone);
  }

  get rows(): number {
    return this.samples.rows;
  }

  get rejectedRows(): number {
    return this.rejects.count;
  }

  consume(bytes: Uint8Array, length: number, final: boolean): number {
    const done = this.reader.consume(bytes, length, final);
    this.samples.sendNames();
    this.tags.send();
    return done;
  }

  /** Nothing in a table of any tool tells its records from lines inside quotes. */
  readonly isRecordStart = (): 'no' => 'no';

  record(cells: RecordSplitter, bytes: Uint8Array): string | null {
    if (!this.headerSeen) {
      this.headerSeen = true;
      return null;
    }
    if (cells.count !== this.width) return `${cells.count} columns instead of ${this.width}`;
    const elapsed = this.number('elapsed', cells);
    if (Number.isNaN(elapsed))
      return `${this.named('elapsed')} "${this.short('elapsed', cells)}" is no number`;
    if (elapsed < 0) return `${this.named('elapsed')} is negative`;
    const us = this.instant(cells, bytes);
    if (us === null) return `${this.named('start')} "${this.short('start', cells)}" is no time`;
    this.add(cells, elapsed * this.msPerUnit, us);
    return null;
  }

  finish(): ReaderReport {
    this.samples.finish();
    this.tags.send();
    const { rows } = this;
    return {
      rows,
      rejectedRows: this.rejects.count,
      rejects: this.rejects.kept,
      firstInstantUs: Number.isFinite(this.firstUs) ? this.firstUs : null,
      lastInstantUs: Number.isFinite(this.lastUs) ? this.lastUs : null,
      clockTickMs: this.msPerUnit <= 1 ? this.msPerUnit : 1,
      toolVersion: null,
      warnings: this.warnings.list(),
      header: this.table.header,
      properties: {
        delimiter: { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' }[this.table.delimiter] ?? '',
        columns: this.table.header.join(', ').slice(0, 2000),
        'columns as said': Object.entries(this.mapping.columns)
          .map(([field, name]) => `${field} = ${name}`)
          .join(', '),
        'unit of times': this.mapping.unit,
      },
    };
  }

  private add(cells: RecordSplitter, elapsedMs: number, us: number): void {
    const { samples } = this;
    const { row, columns: to } = samples;
    to.transaction_id.set(row, this.transactionOf(cells));
    to.elapsed_ms.set(row, elapsedMs);
    if (Number.isNaN(us)) to.started_at.setNull(row);
    else {
      to.started_at.setWide(row, us);
      if (us < this.firstUs) this.firstUs = us;
      if (us > this.lastUs) this.lastUs = us;
    }
    const ok = this.success(cells);
    if (ok === null) to.ok.setNull(row);
    else to.ok.set(row, ok ? 1 : 0);
    for (const [field, column] of [
      ['code', to.code_id],
      ['message', to.message_id],
      ['url', to.url_id],
      ['thread', to.thread_id],
    ] as const) {
      const text = this.encoder.encode(this.text(field, cells));
      samples.setId(column, samples.textId(text, 0, text.length));
    }
    samples.setId(to.tag_set_id, this.tags.idOf(cells));
    samples.setSize(to.received_bytes, Math.round(this.number('received', cells)));
    samples.setSize(to.sent_bytes, Math.round(this.number('sent', cells)));
    samples.setNumber(to.all_threads, Math.round(this.number('users', cells)));
    samples.setNumber(to.latency_ms, this.number('latency', cells) * this.msPerUnit);
    samples.setNumber(to.connect_ms, this.number('connect', cells) * this.msPerUnit);
    samples.next();
  }

  private transactionOf(cells: RecordSplitter): number {
    const label = this.text('label', cells) || this.text('url', cells).replace(/[?#].*$/su, '');
    if (label === '') return this.names.idOf(ALL, 0, ALL.length, 0, 0);
    const method = this.encoder.encode(this.text('method', cells));
    const name = this.encoder.encode(label);
    const both = new Uint8Array(name.length + method.length);
    both.set(name);
    both.set(method, name.length);
    return this.names.idOf(both, 0, name.length, name.length, both.length);
  }

  /** Null where the file does not say. A response code decides only where nothing else does. */
  private success(cells: RecordSplitter): boolean | null {
    if (this.place.ok !== undefined) {
      const text = this.text('ok', cells).trim().toLowerCase();
      if (SUCCESS.has(text)) return true;
      if (FAILURE.has(text)) return false;
      this.warnings.add(
        'success-unknown',
        `${this.named('ok')} holds words that mean neither success nor failure.`,
      );
      return null;
    }
    const code = this.number('code', cells);
    if (!Number.isInteger(code)) return null;
    return code >= 100 && code < 400;
  }

  /** µs; not a number without a column of starts; null for a cell that is no time. */
  private instant(cells: RecordSplitter, bytes: Uint8Array): number | null {
    const place = this.place.start;
    if (place === undefined) return Number.NaN;
    const us = this.time.read(bytes, cells.startOf(place), cells.endOf(place));
    if (!Number.isNaN(us)) return us;
    // Seconds with a fraction are no form of JMeter's, but of everybody else.
    const seconds = this.number('start', cells);
    return seconds >= 1e8 && seconds < 1e11 ? Math.round(seconds * 1e6) : null;
  }

  private number(field: MappedField, cells: RecordSplitter): number {
    const text = this.text(field, cells).trim();
    return /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/iu.test(text) ? Number(text) : Number.NaN;
  }

  private text(field: MappedField, cells: RecordSplitter): string {
    const place = this.place[field];
    return place === undefined ? '' : cells.textOf(place);
  }

  private short(field: MappedField, cells: RecordSplitter): string {
    return this.text(field, cells).slice(0, 40);
  }

  private named(field: MappedField): string {
    return this.mapping.columns[field] ?? field;
  }
}
