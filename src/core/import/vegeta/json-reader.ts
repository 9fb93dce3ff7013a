import { ESCAPED_TEXT, MemberScanner, TEXT, WORD } from '../json-lines/member-scanner.ts';
import { LineReader, NOT_JSON, type LineHandler } from '../json-lines/line-reader.ts';
import { wholeNumber } from '../http-samples/number-cell.ts';
import type { ReaderContext, ReaderReport, RecordReader } from '../importer.ts';
import { Rfc3339Reader } from '../k6/rfc3339.ts';
import { RejectLog } from '../reject-log.ts';
import { WarningLog } from '../warning-log.ts';
import { ResultSink } from './result-sink.ts';
import { VegetaResult, type Range } from './result.ts';

const NOT_VEGETA = 'JSON, but no result of Vegeta';

/** Reads `vegeta encode` (JSON): an object a line. */
export class VegetaJsonReader implements RecordReader, LineHandler {
  private readonly warnings = new WarningLog();
  private readonly rejects = new RejectLog();
  private readonly sink: ResultSink;
  private readonly lines: LineReader;
  private readonly scanner = new MemberScanner();
  private readonly result = new VegetaResult();
  private readonly instant = new Rfc3339Reader();
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  private readonly encoder = new TextEncoder();

  constructor(context: ReaderContext) {
    this.sink = new ResultSink(context, this.warnings);
    this.lines = new LineReader(this, this.rejects);
  }

  get rows(): number {
    return this.sink.rows;
  }

  get rejectedRows(): number {
    return this.rejects.count;
  }

  consume(bytes: Uint8Array, length: number, final: boolean): number {
    const done = this.lines.consume(bytes, length, final);
    this.sink.sendNames();
    return done;
  }

  finish(): ReaderReport {
    return this.sink.finish(this.rejects, { encoding: 'JSON' });
  }

  line(bytes: Uint8Array, start: number, end: number): string | null {
    if (this.scanner.scan(bytes, start, end) && this.takeMembers(bytes)) {
      this.sink.add(this.result);
      return null;
    }
    return this.readSlowly(bytes, start, end);
  }

  /** @returns whether the line is an ordinary result */
  private takeMembers(bytes: Uint8Array): boolean {
    const { scanner, result } = this;
    result.clear(bytes);
    for (let member = 0; member < scanner.count; member++) {
      const start = scanner.starts[member]!;
      const end = scanner.ends[member]!;
      const kind = scanner.kinds[member]!;
      const field = fieldOf(bytes, scanner.keyStarts[member]!, scanner.keyEnds[member]!);
      switch (field) {
        case 'latency':
          result.latencyNs = kind === WORD ? wholeNumber(bytes, start, end) : NaN;
          break;
        case 'code':
          result.code = kind === WORD ? wholeNumber(bytes, start, end) : NaN;
          break;
        case 'bytes_out':
          result.bytesOut = kind === WORD ? wholeNumber(bytes, start, end) : NaN;
          break;
        case 'bytes_in':
          result.bytesIn = kind === WORD ? wholeNumber(bytes, start, end) : NaN;
          break;
        case 'timestamp':
          if (kind !== TEXT || this.instant.read(bytes, start) !== end) return false;
          result.us = this.instant.us;
          break;
        case 'attack':
        case 'error':
        case 'method':
        case 'url':
          if (kind === ESCAPED_TEXT || kind !== TEXT) return false;
          result[field].start = start;
          result[field].end = end;
          break;
        case null:
      }
    }
    return result.fault === null;
  }

  /** @returns why the line cannot be kept, or null */
  private readSlowly(bytes: Uint8Array, start: number, end: number): string | null {
    let value: unknown;
    try {
      value = JSON.parse(this.decoder.decode(bytes.subarray(start, end)));
    } catch {
      return NOT_JSON;
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return NOT_VEGETA;
    const members = value as Readonly<Record<string, unknown>>;
    if (!('latency' in members) || !('timestamp' in members)) return NOT_VEGETA;
    const { result } = this;
    const texts = (['attack', 'error', 'method', 'url'] as const).map((name) => {
      const text = members[name];
      return [result[name], this.encoder.encode(typeof text === 'string' ? text : '')] as const;
    });
    const timeBytes = this.encoder.encode(
      typeof members['timestamp'] === 'string' ? members['timestamp'] : '',
    );
    result.clear(joined(texts));
    if (this.instant.read(timeBytes, 0) === timeBytes.length && timeBytes.length > 0)
      result.us = this.instant.us;
    result.latencyNs = whole(members['latency']);
    result.code = whole(members['code']);
    result.bytesOut = whole(members['bytes_out']);
    result.bytesIn = whole(members['bytes_in']);
    let at = 0;
    for (const [range, text] of texts) {
      range.start = at;
      at += text.length;
      range.end = at;
    }
    if (result.fault !== null) return result.fault;
    this.sink.add(result);
    return null;
  }
}

type Field =
  'attack' | 'error' | 'method' | 'url' | 'code' | 'timestamp' | 'latency' | 'bytes_out' | 'bytes_in';

const keys: readonly (readonly [Field, Uint8Array])[] = (
  ['attack', 'code', 'timestamp', 'latency', 'bytes_out', 'bytes_in', 'error', 'method', 'url'] as const
).map((field) => [field, new TextEncoder().encode(field)]);

function fieldOf(bytes: Uint8Array, start: number, end: number): Field | null {
  for (const [field, key] of keys) {
    if (key.length !== end - start) continue;
    let at = 0;
    while (at < key.length && key[at] === bytes[start + at]) at += 1;
    if (at === key.length) return field;
  }
  return null;
}

function whole(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : NaN;
}

function joined(texts: readonly (readonly [Range, Uint8Array])[]): Uint8Array {
  const out = new Uint8Array(texts.reduce((sum, [, text]) => sum + text.length, 0));
  let at = 0;
  for (const [, text] of texts) {
    out.set(text, at);
    at += text.length;
  }
  return out;
}
