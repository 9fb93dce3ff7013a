import { MAX_RECORD_BYTES, type ReaderContext, type ReaderReport, type RecordReader } from '../importer.ts';
import { K6Recorder } from '../k6/k6-recorder.ts';
import { Rfc3339Reader } from '../k6/rfc3339.ts';
import { RejectLog } from '../reject-log.ts';
import { WarningLog } from '../warning-log.ts';
import { MetricTexts } from './metric-texts.ts';
import { PointScanner } from './point-scanner.ts';
import { TagTexts } from './tag-texts.ts';
import { NOT_JSON, readLine, type PointLine } from './unusual-line.ts';

const LINE_FEED = 10;
const ZERO = 0;
const LOWER_M = 109;
const BYTE_ORDER_MARK = '\uFEFF';

const CUT_OFF = 'cut off at the end of the file';
const CUT_BY_ZEROS = 'cut off by zero bytes';
const ZEROS = 'zero bytes instead of text';
const TOO_LONG = `longer than ${MAX_RECORD_BYTES >> 20} MiB`;

/** k6 writes nanoseconds. */
const CLOCK_TICK_MS = 1e-6;

/** What the next byte belongs to: a line, the rest of a line that was given up, a stretch of zero bytes. */
type Within = 'line' | 'given-up' | 'zeros';

/** Reads `--out json` line by line: usual points by their bytes, everything else with `JSON.parse`. */
export class K6NdjsonReader implements RecordReader {
  private readonly warnings = new WarningLog();
  private readonly rejects = new RejectLog();
  private readonly recorder: K6Recorder;
  private readonly scanner: PointScanner;
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  private readonly encoder = new TextEncoder();
  private readonly instant = new Rfc3339Reader();
  private within: Within = 'line';
  /** Number of the line that is being read, from 1. */
  private line = 1;
  /** Where the bytes of the present call start in the file. */
  private base = 0;
  private definitions = 0;
  private metricFirst = 0;
  private typeFirst = 0;
  private unusual = 0;
  private tainted = false;

  constructor(context: ReaderContext) {
    this.recorder = new K6Recorder(context, this.warnings);
    this.scanner = new PointScanner(
      new MetricTexts(this.recorder.limit),
      new TagTexts(this.recorder.tagSets),
    );
  }

  get rows(): number {
    return this.recorder.points;
  }

  get rejectedRows(): number {
    return this.rejects.count;
  }

  consume(bytes: Uint8Array, length: number, final: boolean): number {
    const { scanner, recorder } = this;
    scanner.look(bytes);
    let at = 0;
    while (at < length) {
      if (this.within !== 'line') {
        at = this.skip(bytes, at, length);
        continue;
      }
      const next = scanner.read(at, length, final);
      const metric = next < 0 ? undefined : scanner.metric?.metricIn(recorder.metrics);
      if (metric !== undefined && recorder.accepts(metric, scanner.value)) {
        recorder.add(metric, scanner.instant.us, scanner.instant.ns, scanner.value, scanner.tags);
        if (bytes[at + 2] === LOWER_M) this.metricFirst += 1;
        else this.typeFirst += 1;
        this.line += 1;
        at = next;
        continue;
      }
      const done = this.readSlowly(bytes, at, length, final);
      if (done < 0) break;
      at = done;
    }
    recorder.sendNames();
    this.base += at;
    return at;
  }

  finish(): ReaderReport {
    const { recorder } = this;
    recorder.finish();
    return {
      rows: this.rows,
      rejectedRows: this.rejectedRows,
      rejects: this.rejects.kept,
      firstInstantUs: recorder.points > 0 ? recorder.firstUs : null,
      lastInstantUs: recorder.points > 0 ? recorder.lastUs : null,
      clockTickMs: CLOCK_TICK_MS,
      toolVersion: null,
      warnings: this.warnings.list(),
      properties: this.properties(),
    };
  }

  /**
   * Reads what the scanner does not: metric definitions, unusual layouts, damage.
   * @returns the position behind it, or -1 when the line is not complete yet
   */
  private readSlowly(bytes: Uint8Array, at: number, length: number, final: boolean): number {
    if (bytes[at] === ZERO) {
      this.reject(bytes, at, at + 1, ZEROS);
      this.within = 'zeros';
      return at;
    }
    const lineFeed = bytes.subarray(at, length).indexOf(LINE_FEED);
    const complete = lineFeed >= 0;
    let end = complete ? at + lineFeed : length;
    const zero = bytes.subarray(at, end).indexOf(ZERO);
    const broken = zero >= 0;
    if (broken) end = at + zero;
    if (end - at >= MAX_RECORD_BYTES) {
      this.reject(bytes, at, end, TOO_LONG);
      this.within = 'given-up';
      return end;
    }
    if (broken) {
      if (this.readText(bytes, at, end, CUT_BY_ZEROS)) this.reject(bytes, end, end + 1, ZEROS);
      this.within = 'zeros';
      return end;
    }
    if (!complete && !final) return -1;
    this.readText(bytes, at, end, complete ? NOT_JSON : CUT_OFF);
    this.line += 1;
    return complete ? end + 1 : end;
  }

  /** Passes over bytes that have been reported already. */
  private skip(bytes: Uint8Array, from: number, length: number): number {
    let at = from;
    if (this.within === 'zeros') {
      while (at < length && bytes[at] === ZERO) at += 1;
      if (at < length) this.within = 'line';
      return at;
    }
    while (at < length && bytes[at] !== LINE_FEED && bytes[at] !== ZERO) at += 1;
    if (at === length) return at;
    if (bytes[at] === ZERO) {
      this.within = 'zeros';
      return at;
    }
    this.within = 'line';
    this.line += 1;
    return at + 1;
  }

  /**
   * @param unreadable the reason to give when it is no JSON
   * @returns false when it was rejected
   */
  private readText(bytes: Uint8Array, start: number, end: number, unreadable: string): boolean {
    let text = this.decoder.decode(bytes.subarray(start, end));
    if (this.base + start === 0 && text.startsWith(BYTE_ORDER_MARK))
      text = text.slice(BYTE_ORDER_MARK.length);
    if (text.trim() === '') return true;
    const line = readLine(text);
    let reason: string | null = null;
    switch (line.kind) {
      case 'point':
        reason = this.addPoint(line);
        break;
      case 'definition':
        this.definitions += 1;
        this.tainted ||= line.tainted;
        this.recorder.metrics.define(line.definition);
        break;
      case 'invalid':
        reason = line.reason === NOT_JSON ? unreadable : line.reason;
        break;
    }
    if (reason !== null) this.reject(bytes, start, end, reason);
    return reason === null;
  }

  /** @returns why the point cannot be kept, or null */
  private addPoint({ metric: name, time, value, tags, metadata }: PointLine): string | null {
    const { recorder, instant } = this;
    const timeBytes = this.encoder.encode(time);
    if (instant.read(timeBytes, 0) !== timeBytes.length) {
      return 'the time is not an RFC 3339 instant of the years 1700 to 2250';
    }
    const tagSet = recorder.tagSets.of(tags, metadata);
    if (tagSet === null) return 'the tags are not an object of texts';
    const metric = recorder.metrics.named(recorder.limit.clip(name));
    if (!recorder.accepts(metric, value)) return 'the duration is longer than 31 years';
    recorder.add(metric, instant.us, instant.ns, value, tagSet);
    this.unusual += 1;
    return null;
  }

  private reject(bytes: Uint8Array, start: number, end: number, reason: string): void {
    this.rejects.add(this.line, this.base + start, reason, bytes, start, end);
  }

  private properties(): Record<string, string> {
    const { recorder } = this;
    const lines = this.line - 1 + (this.within === 'line' ? 0 : 1);
    const properties: Record<string, string> = {
      ...(recorder.points > 0 ? { layout: this.layout() } : {}),
      lines: String(lines),
      'metric lines': String(this.definitions),
      'point lines': String(recorder.points),
      'http requests': String(recorder.httpRequests),
      iterations: String(recorder.iterations),
      'checks passed': String(recorder.checksPassed),
      'checks failed': String(recorder.checksFailed),
    };
    const scenarios = [...recorder.tagSets.scenarios];
    if (scenarios.length > 0) properties['scenarios'] = scenarios.join(', ');
    // The member went away with v0.40, July 2022.
    if (this.tainted) properties['written by'] = 'k6 before 0.40';
    return properties;
  }

  private layout(): string {
    const layouts: string[] = [];
    if (this.metricFirst > 0) layouts.push('metric, type, data');
    if (this.typeFirst > 0) layouts.push('type, data, metric');
    if (this.unusual > 0) layouts.push('others');
    return layouts.join('; ');
  }
}
