import { MAX_RECORD_BYTES } from '../importer.ts';
import { sameBytes } from '../k6/byte-words.ts';
import { DecimalReader } from '../k6/decimal.ts';
import type { K6Recorder } from '../k6/k6-recorder.ts';
import { isText, type TagText } from '../k6/known-texts.ts';
import type { MetricName, MetricNames } from './metric-names.ts';
import type { TagCells } from './tag-cells.ts';
import { TimeCellReader, timeForms } from './time-cell.ts';

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const COMMA = 44;

/** Longer names of metrics are left to the careful reader. */
const MAX_NAME = 256;
/** Room for a time stamp with its comma; longer ones are not remembered. */
const TIME_ROOM = 64;
/** No number of this many bytes can run over the end of what is there. */
const MARGIN = 32;

/**
 * Reads rows as k6 writes them, without making strings: `metric,time,value,` and the cells of the tags.
 *
 * The rows of a request repeat time and tags, and metrics follow each other in the same order: each part of a row is
 * first compared with what is expected there, eight bytes at a time; only what differs is parsed or looked up. Then not
 * even the end of the row must be searched for. Rows with line breaks in cells, and whatever is odd, are left alone.
 */
export class PointRows {
  /** Rows since the reader last asked. */
  rows = 0;
  /** Rows by form of their time stamp. */
  readonly forms = new Float64Array(timeForms.length);
  /** Of them in RFC 3339: those with a fraction of a second. */
  fractions = 0;
  private readonly recorder: K6Recorder;
  private readonly names: MetricNames;
  private readonly tagCells: TagCells;
  private readonly time = new TimeCellReader();
  private readonly number = new DecimalReader();
  private metric: MetricName | null = null;
  private tagText: TagText;
  private bytes: Buffer = Buffer.alloc(0);
  private view: DataView = new DataView(new ArrayBuffer(0));
  /** The last time stamp with its comma. */
  private readonly timeText = new Uint8Array(TIME_ROOM);
  private readonly timeView = new DataView(this.timeText.buffer);
  private timeLength = 0;

  constructor(recorder: K6Recorder, names: MetricNames, tagCells: TagCells) {
    this.recorder = recorder;
    this.names = names;
    this.tagCells = tagCells;
    this.tagText = tagCells.empty();
  }

  /** Reads as many rows as are regular. @returns the start of the first one that is not */
  read(bytes: Uint8Array, from: number, length: number): number {
    if (bytes.buffer !== this.bytes.buffer || bytes.byteOffset !== this.bytes.byteOffset) {
      this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    let at = from;
    for (;;) {
      const next = this.readRow(at, length);
      if (next < 0) return at;
      this.rows += 1;
      at = next;
    }
  }

  /** @returns the position behind the row; -1 when it was not read */
  private readRow(at: number, end: number): number {
    const { view, recorder } = this;
    const expected = this.metric?.next ?? null;
    let name: MetricName;
    let p: number;
    if (expected !== null && this.stands(expected.head, at, end)) {
      name = expected;
      p = at + expected.head.byteLength;
    } else {
      const comma = this.commaBehind(at, end);
      if (comma < 0) return -1;
      const found = this.names.find(this.bytes, at, comma);
      if (found === null) return -1;
      name = found;
      p = comma + 1;
    }
    p = this.readTimeAndValue(p, end);
    if (p < 0) return -1;

    let text = this.tagText;
    let next = this.behindText(text, p, end);
    if (next < 0 && text.next !== null) {
      text = text.next;
      next = this.behindText(text, p, end);
    }
    if (next < 0) {
      const lineFeed = this.bytes.indexOf(LINE_FEED, p);
      if (lineFeed < 0 || lineFeed >= end) return -1;
      const stop = this.bytes[lineFeed - 1] === CARRIAGE_RETURN ? lineFeed - 1 : lineFeed;
      if (stop < p || lineFeed + 1 - at > MAX_RECORD_BYTES) return -1;
      const found = this.tagCells.find(this.bytes, view, p, stop);
      if (found === null) return -1;
      text = found;
      next = lineFeed + 1;
    }
    const metric = name.metricIn(recorder.metrics);
    const { value } = this.number;
    if (!recorder.accepts(metric, value)) return -1;
    const { time } = this;
    recorder.add(metric, time.us, time.ns, value, text.tags);
    this.forms[time.form]! += 1;
    if (!time.inSeconds) this.fractions += 1;
    if (this.metric !== null) this.metric.next = name;
    this.metric = name;
    if (text !== this.tagText) {
      this.tagText.next = text;
      this.tagText = text;
    }
    return next;
  }

  private commaBehind(at: number, end: number): number {
    const { bytes } = this;
    const stop = Math.min(end, at + MAX_NAME);
    for (let p = at; p < stop; p++) {
      const byte = bytes[p]!;
      if (byte === COMMA) return p;
      if (byte === LINE_FEED) return -1;
    }
    return -1;
  }

  /** @returns the position behind the value and its comma, or -1 */
  private readTimeAndValue(at: number, end: number): number {
    if (at + TIME_ROOM + MARGIN > end) return -1;
    let p = at + this.timeLength;
    if (this.timeLength === 0 || !sameBytes(this.view, at, this.timeView, 0, this.timeLength)) {
      p = this.time.read(this.bytes, at);
      // From here on `time` is no longer that of the remembered text.
      this.timeLength = 0;
      if (p < 0 || this.bytes[p] !== COMMA) return -1;
      p += 1;
      const length = p - at;
      if (length <= TIME_ROOM) {
        for (let i = 0; i < length; i++) this.timeText[i] = this.bytes[at + i]!;
        this.timeLength = length;
      }
    }
    p = this.number.read(this.bytes, p);
    return p >= 0 && p < end && this.bytes[p] === COMMA ? p + 1 : -1;
  }

  /** The position of the next row if `text` stands at `p` and ends a row there, else -1. */
  private behindText(text: TagText, p: number, end: number): number {
    const stop = p + text.length;
    if (stop + 1 >= end || !isText(text, this.view, p, text.length)) return -1;
    const byte = this.bytes[stop];
    if (byte === LINE_FEED) return stop + 1;
    return byte === CARRIAGE_RETURN && this.bytes[stop + 1] === LINE_FEED ? stop + 2 : -1;
  }

  private stands(expected: DataView, at: number, end: number): boolean {
    return at + expected.byteLength <= end && sameBytes(this.view, at, expected, 0, expected.byteLength);
  }
}
