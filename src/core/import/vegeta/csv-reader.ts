import { DelimitedReader, type RecordHandler } from '../delimited/delimited-reader.ts';
import { RecordSplitter, type Likeness } from '../delimited/record-splitter.ts';
import { wholeNumber } from '../http-samples/number-cell.ts';
import type { ProbeHead, ReaderContext, ReaderReport, RecordReader } from '../importer.ts';
import { RejectLog } from '../reject-log.ts';
import { WarningLog } from '../warning-log.ts';
import { isResultStart, nanosecondsToUs } from './nanoseconds.ts';
import { ResultSink } from './result-sink.ts';
import { VegetaResult, type Range } from './result.ts';

/** Columns of the versions: with headers, with method and URL, with attack and number, the first ones. */
const WIDTHS = [12, 11, 9, 6] as const;
/** Rows that tell how wide the others are. */
const TELLING_ROWS = 100;
const DELIMITER = 44;

const TIMESTAMP = 0;
const CODE = 1;
const LATENCY = 2;
const BYTES_OUT = 3;
const BYTES_IN = 4;
const ERROR = 5;
const ATTACK = 7;
const METHOD = 9;
const URL = 10;

/** Reads `vegeta encode --to csv`. There is no header. */
export class VegetaCsvReader implements RecordReader, RecordHandler {
  private readonly warnings = new WarningLog();
  private readonly rejects = new RejectLog();
  private readonly sink: ResultSink;
  private readonly records: DelimitedReader;
  private readonly result = new VegetaResult();
  private readonly encoder = new TextEncoder();
  /** Cells of a row; 0 while nothing has told it. */
  private width: number;
  /** Cells with doubled quotes, as they mean to be. */
  private unescaped = new Uint8Array(0);

  constructor(context: ReaderContext) {
    this.sink = new ResultSink(context, this.warnings);
    this.records = new DelimitedReader(this, this.rejects, DELIMITER);
    this.width = usualWidth(context.head);
  }

  get rows(): number {
    return this.sink.rows;
  }

  get rejectedRows(): number {
    return this.rejects.count;
  }

  consume(bytes: Uint8Array, length: number, final: boolean): number {
    const done = this.records.consume(bytes, length, final);
    this.sink.sendNames();
    return done;
  }

  finish(): ReaderReport {
    return this.sink.finish(this.rejects, { encoding: 'CSV', columns: String(this.width) });
  }

  isRecordStart(bytes: Uint8Array, at: number, length: number, final: boolean): Likeness {
    return isResultStart(bytes, at, length, final);
  }

  record(cells: RecordSplitter, bytes: Uint8Array): string | null {
    const { result } = this;
    if (this.width === 0) this.width = WIDTHS.find((width) => width === cells.count) ?? 0;
    if (cells.count !== this.width) return `${cells.count} cells instead of ${this.width || WIDTHS[0]}`;
    result.clear(bytes);
    result.us = nanosecondsToUs(bytes, cells.startOf(TIMESTAMP), cells.endOf(TIMESTAMP));
    result.code = number(cells, bytes, CODE);
    result.latencyNs = number(cells, bytes, LATENCY);
    result.bytesOut = number(cells, bytes, BYTES_OUT);
    result.bytesIn = number(cells, bytes, BYTES_IN);
    if (result.fault !== null) return result.fault;
    const texts: [Range, number][] = [[result.error, ERROR]];
    if (this.width > ATTACK) texts.push([result.attack, ATTACK]);
    if (this.width > URL) texts.push([result.method, METHOD], [result.url, URL]);
    if (texts.some(([, cell]) => cells.isEscaped(cell))) this.unescape(cells, texts);
    else
      for (const [range, cell] of texts) {
        range.start = cells.startOf(cell);
        range.end = cells.endOf(cell);
      }
    this.sink.add(result);
    return null;
  }

  private unescape(cells: RecordSplitter, texts: readonly (readonly [Range, number])[]): void {
    const parts = texts.map(([, cell]) => this.encoder.encode(cells.textOf(cell)));
    this.unescaped = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    texts.forEach(([range], i) => {
      this.unescaped.set(parts[i]!, at);
      range.start = at;
      at += parts[i]!.length;
      range.end = at;
    });
    this.result.bytes = this.unescaped;
  }
}

function number(cells: RecordSplitter, bytes: Uint8Array, cell: number): number {
  return wholeNumber(bytes, cells.startOf(cell), cells.endOf(cell));
}

/** The width that most of the first rows have; 0 when none is there as a whole. */
function usualWidth({ bytes, complete }: ProbeHead): number {
  const splitter = new RecordSplitter(DELIMITER, { isRecordStart: isResultStart });
  const rows = new Map<number, number>();
  let at = 0;
  for (let row = 0; row < TELLING_ROWS; row++) {
    if (splitter.split(bytes, at, bytes.length, complete) !== 'record') break;
    rows.set(splitter.count, (rows.get(splitter.count) ?? 0) + 1);
    at = splitter.end;
  }
  const countOf = (width: number): number => rows.get(width) ?? 0;
  return WIDTHS.reduce((best: number, width) => (countOf(width) > countOf(best) ? width : best), 0);
}
