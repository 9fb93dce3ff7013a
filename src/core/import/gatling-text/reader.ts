import { ACTIVE_USER_LIMITS } from '../gatling/active-users.ts';
import { GatlingRecorder } from '../gatling/gatling-recorder.ts';
import { MAX_RECORD_BYTES, type ReaderContext, type ReaderReport, type RecordReader } from '../importer.ts';
import { RejectLog } from '../reject-log.ts';
import { WarningLog } from '../warning-log.ts';
import { LineCells } from './line-cells.ts';
import { RecordLines } from './record-lines.ts';
import { RegularLines } from './regular-lines.ts';
import { TextColumn } from './text-column.ts';

const LF = 10;
const CR = 13;

const TOO_LONG = `longer than ${MAX_RECORD_BYTES >> 20} MB`;
const CUT_OFF = 'cut off at the end of the file';
const ZEROS = 'zero bytes: the file was not written to its end';

/** Answer of a step that cannot get on with the bytes that are there. */
const MORE_BYTES = -1;

/** What is being passed over: nothing, the rest of a line that was given up, or zero bytes. */
type Skipping = 'no' | 'line' | 'zeros';

/** Reads the text form of `simulation.log`, all layouts. */
export class GatlingTextReader implements RecordReader {
  private readonly rejects = new RejectLog();
  private readonly warnings = new WarningLog();
  private readonly recorder: GatlingRecorder;
  private readonly cells = new LineCells();
  private readonly records: RecordLines;
  private readonly regular: RegularLines;
  private skipping: Skipping = 'no';
  private atFileStart = true;
  /** Offset of the present piece in the file, and the line at its place of reading. */
  private pieceStart = 0;
  private line = 1;

  constructor(context: ReaderContext, userLimits = ACTIVE_USER_LIMITS) {
    const recorder = new GatlingRecorder(context, this.warnings, userLimits);
    const columns = {
      names: new TextColumn((name) => recorder.requestId(name)),
      // From 3.0 on commas in names are written as spaces, so that this is exact.
      groups: new TextColumn((names) => recorder.groupId(names.split(','))),
      scenarios: new TextColumn((name) => recorder.scenarioId(name)),
    };
    this.recorder = recorder;
    this.records = new RecordLines(recorder, columns, this.cells, this.warnings);
    this.regular = new RegularLines(recorder, columns);
  }

  get rows(): number {
    return this.recorder.rows;
  }

  get rejectedRows(): number {
    return this.rejects.count;
  }

  consume(bytes: Uint8Array, length: number, final: boolean): number {
    const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let at = 0;
    while (at < length) {
      const next = this.step(bytes, words, at, length, final);
      if (next === MORE_BYTES) break;
      at = next;
    }
    this.pieceStart += at;
    this.recorder.sendNames();
    return at;
  }

  finish(): ReaderReport {
    const { recorder, records, warnings } = this;
    recorder.finish();
    if (records.furtherRuns > 0) {
      warnings.add(
        'several-runs',
        'The file has further RUN lines: logs of several runs, or load generators, are in it.',
        records.furtherRuns,
      );
    }
    const hasInstants = recorder.firstMs <= recorder.lastMs;
    return {
      rows: recorder.rows,
      rejectedRows: this.rejects.count,
      rejects: this.rejects.kept,
      firstInstantUs: hasInstants ? recorder.firstMs * 1000 : null,
      lastInstantUs: hasInstants ? recorder.lastMs * 1000 : null,
      clockTickMs: 1,
      // Before 3.0 the cell says 2.0, whatever wrote it.
      toolVersion: records.run?.layout === '3.x' ? records.run.version : null,
      warnings: warnings.list(),
      properties: this.properties(),
    };
  }

  /** Gets on by one line, or by many regular ones. @returns where it came to, or {@link MORE_BYTES} */
  private step(bytes: Uint8Array, words: DataView, at: number, length: number, final: boolean): number {
    if (this.atFileStart) {
      if (length < 3 && !final) return MORE_BYTES;
      this.atFileStart = false;
      if (length >= 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 3;
    }
    if (this.skipping !== 'no') return this.skip(bytes, at, length);
    this.regular.leadingCells = this.records.leadingCells;
    const next = this.regular.read(bytes, words, at, length);
    this.line += this.regular.lines;
    if (next === length) return next;
    const behind = this.readLine(bytes, words, next, length, final);
    return behind === MORE_BYTES && next > at ? next : behind;
  }

  private readLine(bytes: Uint8Array, words: DataView, at: number, length: number, final: boolean): number {
    const { cells } = this;
    const lineEnd = cells.split(bytes, at, length);
    if (cells.next - at > MAX_RECORD_BYTES) {
      this.reject(bytes, at, TOO_LONG);
      if (lineEnd === 'line-feed') this.line += 1;
      else this.skipping = 'line';
      return cells.next;
    }
    if (lineEnd === 'zero') {
      this.reject(bytes, at, ZEROS);
      this.skipping = 'zeros';
      return cells.next;
    }
    if (lineEnd === 'cut' && !final) return MORE_BYTES;
    if (!isBlank(bytes, at, cells.end)) {
      const reason = this.records.read(bytes, words, lineEnd === 'line-feed');
      if (reason !== null) this.reject(bytes, at, lineEnd === 'cut' ? `${CUT_OFF}: ${reason}` : reason);
    }
    if (lineEnd === 'line-feed') this.line += 1;
    return cells.next;
  }

  /** Of the line that {@link cells} has split. */
  private reject(bytes: Uint8Array, at: number, reason: string): void {
    this.rejects.add(this.line, this.pieceStart + at, reason, bytes, at, this.cells.end);
  }

  /** Passes over bytes that have been reported already. */
  private skip(bytes: Uint8Array, from: number, length: number): number {
    let at = from;
    if (this.skipping === 'zeros') {
      while (at < length && bytes[at] === 0) at += 1;
      if (at < length) this.skipping = 'no';
      return at;
    }
    const lineFeed = bytes.subarray(at, length).indexOf(LF);
    if (lineFeed < 0) return length;
    this.skipping = 'no';
    this.line += 1;
    return at + lineFeed + 1;
  }

  private properties(): Record<string, string> {
    const { records } = this;
    const { run } = records;
    const properties: Record<string, string> = {};
    const add = (name: string, value: string): void => {
      if (value !== '') properties[name] = value;
    };
    if (run !== null) {
      add('layout', run.layout);
      add('simulation class', run.simulationClass);
      add('simulation id', run.simulationId);
      add('description', run.description);
      add('version', run.version);
      add('start', run.startMs === null ? '' : new Date(run.startMs).toISOString());
      add('start (local time)', run.localDate);
    }
    add('request lines', [...records.requestLayouts].join('; '));
    return {
      ...properties,
      assertions: String(records.assertions),
      ...this.recorder.counts(),
      ...(records.markers > 0 ? { 'group markers': String(records.markers) } : {}),
    };
  }
}

function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at] !== CR && bytes[at] !== 32) return false;
  return true;
}
