import { AppError } from '#shared/contract/errors.ts';
import { DelimitedReader, type RecordHandler } from '../delimited/delimited-reader.ts';
import type { Likeness, RecordSplitter } from '../delimited/record-splitter.ts';
import type { ReaderContext, ReaderReport, RecordReader } from '../importer.ts';
import { DecimalReader } from '../k6/decimal.ts';
import { K6Recorder } from '../k6/k6-recorder.ts';
import { RejectLog } from '../reject-log.ts';
import { WarningLog } from '../warning-log.ts';
import { isSameLayout, layoutOf, type Layout } from './layout.ts';
import { metricNames, type MetricNames } from './metric-names.ts';
import { PointRows } from './point-rows.ts';
import { isPointStart } from './row-start.ts';
import { TagCells, tagsOf } from './tag-cells.ts';
import { TimeCellReader, timeForms } from './time-cell.ts';

const LF = 10;
const CR = 13;
const ZERO = 0;

/** Values have six decimals of a millisecond: k6's clock counts nanoseconds. */
const CLOCK_TICK_MS = 1e-6;

/** Reads `--out csv`: usual rows by their bytes, everything else cell by cell. */
export class K6CsvReader implements RecordReader, RecordHandler {
  private readonly name: string;
  private readonly warnings = new WarningLog();
  private readonly rejects = new RejectLog();
  private readonly recorder: K6Recorder;
  private readonly names: MetricNames;
  private readonly records: DelimitedReader;
  private readonly time = new TimeCellReader();
  private readonly number = new DecimalReader();
  private readonly encoder = new TextEncoder();
  /** Rows by form of their time stamp, and those with a fraction of a second. */
  private readonly forms = new Float64Array(timeForms.length);
  private fractions = 0;
  private layout: Layout | null = null;
  private rowsOfLayout: PointRows | null = null;

  constructor(context: ReaderContext) {
    this.name = context.head.name;
    this.recorder = new K6Recorder(context, this.warnings, 'readings');
    this.names = metricNames(this.recorder.limit);
    this.records = new DelimitedReader(this, this.rejects);
  }

  get rows(): number {
    return this.recorder.points;
  }

  get rejectedRows(): number {
    return this.rejects.count;
  }

  consume(bytes: Uint8Array, length: number, final: boolean): number {
    const done = this.records.consume(bytes, length, final);
    this.recorder.sendNames();
    return done;
  }

  finish(): ReaderReport {
    const { recorder, warnings } = this;
    recorder.finish();
    this.takeForms();
    if (recorder.points > 0 && this.fractions === 0) {
      warnings.add(
        'whole-seconds',
        'Time stamps are whole seconds, and k6 writes the end of a request: starts may be up to a second early. ' +
          'K6_CSV_TIME_FORMAT=unix_milli writes more digits. Durations are exact.',
        recorder.points,
      );
    }
    return {
      rows: this.rows,
      rejectedRows: this.rejectedRows,
      rejects: this.rejects.kept,
      firstInstantUs: recorder.points > 0 ? recorder.firstUs : null,
      lastInstantUs: recorder.points > 0 ? recorder.lastUs : null,
      clockTickMs: CLOCK_TICK_MS,
      toolVersion: null,
      warnings: warnings.list(),
      properties: this.properties(),
    };
  }

  isRecordStart(bytes: Uint8Array, at: number, length: number, final: boolean): Likeness {
    if (this.layout === null || this.layout.isUsual) return isPointStart(bytes, at, length, final);
    // In another order any line may be a row.
    if (at >= length) return final ? 'no' : 'unknown';
    return bytes[at] === LF || bytes[at] === CR || bytes[at] === ZERO ? 'no' : 'yes';
  }

  regular(bytes: Uint8Array, from: number, length: number): number {
    return this.rowsOfLayout === null ? from : this.rowsOfLayout.read(bytes, from, length);
  }

  takeLines(): number {
    const { rowsOfLayout } = this;
    if (rowsOfLayout === null) return 0;
    const { rows } = rowsOfLayout;
    rowsOfLayout.rows = 0;
    return rows;
  }

  record(cells: RecordSplitter): string | null {
    const { layout } = this;
    if (layout === null) return this.readHeader(cells);
    if (cells.count !== layout.columns.length) {
      return this.readAnotherHeader(cells, layout) ? null : wrongWidth(cells.count, layout);
    }
    return this.readPoint(cells, layout);
  }

  private readHeader(cells: RecordSplitter): null {
    const layout = layoutOf(textsOf(cells));
    if (layout === null) {
      throw new AppError('file-damaged', `${this.name} does not start like a CSV file of k6.`, {
        hint: 'Its first line should name the columns: metric_name,timestamp,metric_value,…',
      });
    }
    this.use(layout);
    return null;
  }

  /** Files of several runs or load generators may have been put one behind the other. */
  private readAnotherHeader(cells: RecordSplitter, layout: Layout): boolean {
    const other = layoutOf(textsOf(cells));
    if (other === null) return false;
    if (isSameLayout(other, layout)) {
      this.warnings.add('header-repeated', 'The header stands in the file again; it was passed over.');
    } else {
      this.warnings.add(
        'header-changed',
        'Another header stands in the file; the rows below it were read by it.',
      );
      this.use(other);
    }
    return true;
  }

  private use(layout: Layout): void {
    this.takeForms();
    this.layout = layout;
    const { recorder } = this;
    // Without a column behind the three there is no comma behind the value.
    const isUsual = layout.isUsual && layout.columns.length > 3;
    this.rowsOfLayout = isUsual
      ? new PointRows(recorder, this.names, new TagCells(recorder.tagSets, layout))
      : null;
  }

  private readPoint(cells: RecordSplitter, layout: Layout): string | null {
    const { recorder, time, number, encoder } = this;
    const name = cells.textOf(layout.metric);
    const timeText = cells.textOf(layout.time);
    const valueText = cells.textOf(layout.value);
    const timeBytes = encoder.encode(timeText);
    if (time.read(timeBytes, 0) !== timeBytes.length) {
      if (this.readAnotherHeader(cells, layout)) return null;
      return `the time stamp "${timeText.slice(0, 40)}" is neither Unix time nor an RFC 3339 instant`;
    }
    if (name === '') return 'the point names no metric';
    const valueBytes = encoder.encode(valueText);
    if (valueBytes.length === 0 || number.read(valueBytes, 0) !== valueBytes.length)
      return `the value "${valueText.slice(0, 40)}" is not a number`;
    const { value } = number;
    const metric = recorder.metrics.named(recorder.limit.clip(name));
    if (!recorder.accepts(metric, value)) return 'the duration is longer than 31 years';
    const tags = tagsOf(layout, (column) => cells.textOf(column));
    recorder.add(metric, time.us, time.ns, value, recorder.tagSets.ofTexts(tags));
    this.forms[time.form]! += 1;
    if (!time.inSeconds) this.fractions += 1;
    return null;
  }

  private takeForms(): void {
    const { rowsOfLayout } = this;
    if (rowsOfLayout === null) return;
    rowsOfLayout.forms.forEach((rows, form) => (this.forms[form]! += rows));
    this.fractions += rowsOfLayout.fractions;
    rowsOfLayout.forms.fill(0);
    rowsOfLayout.fractions = 0;
  }

  private properties(): Record<string, string> {
    const { recorder, layout } = this;
    const forms = timeForms.filter((_, form) => this.forms[form]! > 0);
    const properties: Record<string, string> = {
      columns: layout === null ? '' : layout.columns.join(', '),
      rows: String(recorder.points),
      'time stamps': forms.length === 0 ? 'none' : forms.join(', '),
      'metric kinds': 'not in the file: by name, and by readings',
      'http requests': String(recorder.httpRequests),
      iterations: String(recorder.iterations),
      'checks passed': String(recorder.checksPassed),
      'checks failed': String(recorder.checksFailed),
    };
    const scenarios = [...recorder.tagSets.scenarios];
    if (scenarios.length > 0) properties['scenarios'] = scenarios.join(', ');
    return properties;
  }
}

function textsOf(cells: RecordSplitter): string[] {
  return Array.from({ length: cells.count }, (_, cell) => cells.textOf(cell));
}

function wrongWidth(count: number, { columns }: Layout): string {
  return `${count} cells instead of ${columns.length}`;
}
