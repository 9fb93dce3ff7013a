import type { NewReportedError } from '../aggregates.ts';
import type { ReaderContext, ReaderReport, RecordReader } from '../importer.ts';
import { LineReader, NOT_JSON, type LineHandler } from '../json-lines/line-reader.ts';
import { TextLimit } from '../k6/text-limit.ts';
import { MORE_NAMES, Transactions } from '../k6/transactions.ts';
import { RejectLog } from '../reject-log.ts';
import { WarningLog } from '../warning-log.ts';
import { FigureSum } from './figures.ts';
import { Intervals } from './intervals.ts';
import { workerReportOf, type WorkerReport } from './worker-report.ts';

const NOT_A_REPORT = 'JSON, but no report of a Locust worker';

/** More names than this share one: each costs a table of response times. */
const MAX_NAMES = 5_000;
/** Different error texts that are kept. */
const MAX_ERRORS = 5_000;

/** Locust counts whole milliseconds. */
const CLOCK_TICK_MS = 1;

interface ErrorSum {
  readonly transaction: number;
  readonly message: string;
  count: number;
}

/** Reads the reports of workers and sums them up: for the whole run, and for intervals of three seconds. */
export class TaurusLdjsonReader implements RecordReader, LineHandler {
  rows = 0;
  private readonly context: ReaderContext;
  private readonly warnings = new WarningLog();
  private readonly rejects = new RejectLog();
  private readonly lines: LineReader;
  private readonly limit: TextLimit;
  private readonly transactions = new Transactions(MAX_NAMES);
  private readonly intervals = new Intervals();
  private readonly total = new FigureSum();
  private readonly totals = new Map<number, FigureSum>();
  private readonly errors = new Map<string, ErrorSum>();
  private readonly workers = new Set<string>();
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  private firstUs = Infinity;
  private lastUs = -Infinity;
  private oldEntries = 0;
  private errorsLeftOut = 0;

  constructor(context: ReaderContext) {
    this.context = context;
    this.limit = new TextLimit(this.warnings);
    this.lines = new LineReader(this, this.rejects);
  }

  get rejectedRows(): number {
    return this.rejects.count;
  }

  consume(bytes: Uint8Array, length: number, final: boolean): number {
    const done = this.lines.consume(bytes, length, final);
    this.send(false);
    return done;
  }

  finish(): ReaderReport {
    this.send(true);
    this.sendTotals();
    this.addWarnings();
    const hasRows = this.firstUs <= this.lastUs;
    return {
      rows: this.rows,
      rejectedRows: this.rejectedRows,
      rejects: this.rejects.kept,
      firstInstantUs: hasRows ? this.firstUs : null,
      lastInstantUs: hasRows ? this.lastUs : null,
      clockTickMs: CLOCK_TICK_MS,
      toolVersion: null,
      warnings: this.warnings.list(),
      properties: {
        'worker reports': String(this.rows),
        workers: String(this.workers.size),
        ...(this.oldEntries > 0 ? { 'written by': 'Locust before 1.0' } : {}),
      },
    };
  }

  line(bytes: Uint8Array, start: number, end: number): string | null {
    let value: unknown;
    try {
      value = JSON.parse(this.decoder.decode(bytes.subarray(start, end)));
    } catch {
      return NOT_JSON;
    }
    const report = workerReportOf(value);
    if (report === null) return NOT_A_REPORT;
    this.add(report);
    this.rows += 1;
    return null;
  }

  private add({ worker, users, entries, errors }: WorkerReport): void {
    if (this.workers.size < MAX_NAMES) this.workers.add(worker);
    for (const entry of entries) {
      const transaction = this.transactions.idOf(this.limit.clip(entry.name), 'request', entry.method);
      this.total.add(entry);
      this.sumOf(transaction).add(entry);
      this.intervals.add(entry, transaction, worker, users);
      if (entry.startUs < this.firstUs) this.firstUs = entry.startUs;
      if (entry.endUs > this.lastUs) this.lastUs = entry.endUs;
      if (entry.isOld) this.oldEntries += 1;
    }
    for (const { name, method, message, count } of errors) {
      const transaction = this.transactions.idOf(this.limit.clip(name), 'request', method);
      this.addError(transaction, this.limit.clip(message), count);
    }
  }

  private sumOf(transaction: number): FigureSum {
    let sum = this.totals.get(transaction);
    if (sum === undefined) {
      sum = new FigureSum();
      this.totals.set(transaction, sum);
    }
    return sum;
  }

  private addError(transaction: number, message: string, count: number): void {
    const key = `${transaction} ${message}`;
    const known = this.errors.get(key);
    if (known !== undefined) known.count += count;
    else if (this.errors.size < MAX_ERRORS) this.errors.set(key, { transaction, message, count });
    else this.errorsLeftOut += count;
  }

  private send(isEnd: boolean): void {
    const { emit } = this.context;
    const transactions = this.transactions.takeNew();
    if (transactions.length > 0) emit.transactions(transactions);
    const aggregates = this.intervals.take(isEnd);
    if (aggregates.length > 0) emit.report({ aggregates });
  }

  private sendTotals(): void {
    const durationMs = this.firstUs < this.lastUs ? (this.lastUs - this.firstUs) / 1000 : null;
    const aggregates = [[null, this.total] as const, ...this.totals].map(([transaction, sum]) => ({
      transaction,
      interval: null,
      figures: sum.figures(durationMs),
    }));
    const errors: NewReportedError[] = [...this.errors.values()].map(({ transaction, message, count }) => ({
      transaction,
      code: null,
      message: message === '' ? null : message,
      count,
      firstUs: null,
      lastUs: null,
    }));
    if (this.rows > 0) this.context.emit.report({ aggregates, errors });
  }

  private addWarnings(): void {
    const { warnings } = this;
    if (this.rows > 0) {
      warnings.add(
        'rounded-percentiles',
        'Locust rounds response times to two digits (147 ms to 150 ms) before it counts them; percentiles are those of ' +
          'the rounded times. Mean, lowest and highest are exact.',
      );
    }
    if (this.oldEntries > 0) {
      warnings.add(
        'failures-without-time',
        'This version of Locust counts failures apart from requests and does not time them: they are in the number of ' +
          'samples, and not in the response times.',
        this.oldEntries,
      );
    }
    if (this.intervals.late > 0) {
      warnings.add(
        'late-reports',
        'Reports of workers came minutes late: they count in the run, and not in its intervals.',
        this.intervals.late,
      );
    }
    if (this.transactions.overflow > 0) {
      warnings.add(
        'many-names',
        `More than ${MAX_NAMES} names of requests: further ones are in "${MORE_NAMES}".`,
        this.transactions.overflow,
      );
    }
    if (this.errorsLeftOut > 0) {
      const message = `More than ${MAX_ERRORS} different errors: further ones are not listed.`;
      warnings.add('many-errors', message, this.errorsLeftOut);
    }
  }
}
