import type { ReaderContext, ReaderReport, RecordReader } from '../importer.ts';
import { LineReader, type LineHandler } from '../json-lines/line-reader.ts';
import { K6Recorder } from '../k6/k6-recorder.ts';
import { Rfc3339Reader } from '../k6/rfc3339.ts';
import { RejectLog } from '../reject-log.ts';
import { WarningLog } from '../warning-log.ts';
import { metricTexts } from './metric-texts.ts';
import { PointScanner } from './point-scanner.ts';
import { TagTexts } from './tag-texts.ts';
import { readLine, type PointLine } from './unusual-line.ts';

const LOWER_M = 109;

/** k6 writes nanoseconds. */
const CLOCK_TICK_MS = 1e-6;

/** Reads `--out json` line by line: usual points by their bytes, everything else with `JSON.parse`. */
export class K6NdjsonReader implements RecordReader, LineHandler {
  private readonly warnings = new WarningLog();
  private readonly rejects = new RejectLog();
  private readonly recorder: K6Recorder;
  private readonly scanner: PointScanner;
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  private readonly encoder = new TextEncoder();
  private readonly instant = new Rfc3339Reader();
  private readonly lines: LineReader;
  private definitions = 0;
  private metricFirst = 0;
  private typeFirst = 0;
  private unusual = 0;
  private tainted = false;

  constructor(context: ReaderContext) {
    this.recorder = new K6Recorder(context, this.warnings);
    this.scanner = new PointScanner(metricTexts(this.recorder.limit), new TagTexts(this.recorder.tagSets));
    this.lines = new LineReader(this, this.rejects);
  }

  get rows(): number {
    return this.recorder.points;
  }

  get rejectedRows(): number {
    return this.rejects.count;
  }

  consume(bytes: Uint8Array, length: number, final: boolean): number {
    const consumed = this.lines.consume(bytes, length, final);
    this.recorder.sendNames();
    return consumed;
  }

  look(bytes: Uint8Array): void {
    this.scanner.look(bytes);
  }

  quick(bytes: Uint8Array, at: number, length: number, final: boolean): number {
    const { scanner, recorder } = this;
    const next = scanner.read(at, length, final);
    const metric = next < 0 ? undefined : scanner.metric?.metricIn(recorder.metrics);
    if (metric === undefined || !recorder.accepts(metric, scanner.value)) return -1;
    recorder.add(metric, scanner.instant.us, scanner.instant.ns, scanner.value, scanner.tags);
    if (bytes[at + 2] === LOWER_M) this.metricFirst += 1;
    else this.typeFirst += 1;
    return next;
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

  /** What the scanner does not read: metric definitions, unusual layouts, damage. */
  line(bytes: Uint8Array, start: number, end: number): string | null {
    const line = readLine(this.decoder.decode(bytes.subarray(start, end)));
    switch (line.kind) {
      case 'point':
        return this.addPoint(line);
      case 'definition':
        this.definitions += 1;
        this.tainted ||= line.tainted;
        this.recorder.metrics.define(line.definition);
        return null;
      case 'invalid':
        return line.reason;
    }
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

  private properties(): Record<string, string> {
    const { recorder } = this;
    const properties: Record<string, string> = {
      ...(recorder.points > 0 ? { layout: this.layout() } : {}),
      lines: String(this.lines.lines),
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
