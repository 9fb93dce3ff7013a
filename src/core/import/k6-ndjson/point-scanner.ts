import { DecimalReader } from '../k6/decimal.ts';
import { Rfc3339Reader } from '../k6/rfc3339.ts';
import type { TagSet } from '../k6/tag-sets.ts';
import { sameBytes } from '../k6/byte-words.ts';
import type { MetricText, MetricTexts } from './metric-texts.ts';
import { isText, type TagText } from '../k6/known-texts.ts';
import type { TagTexts } from './tag-texts.ts';

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const QUOTE = 34;
const CLOSE_BRACE = 125;
const LOWER_M = 109;
const LOWER_T = 116;

const METRIC_FIRST = literal('{"metric":"');
const AFTER_METRIC = literal('","type":"Point","data":{"time":"');
const TYPE_FIRST = literal('{"type":"Point","data":{"time":"');
const BEFORE_VALUE = literal('","value":');
const BEFORE_TAGS = literal(',"tags":');
const BEFORE_METRIC = literal('},"metric":"');

/** Room for a time stamp with `","value":` behind it; longer ones are not remembered. */
const TIME_ROOM = 64;

/**
 * Reads the lines of points in the two layouts in which k6 writes them, without making strings:
 * `{"metric":NAME,"type":"Point","data":{"time":T,"value":V,"tags":{…},"metadata":{…}}}` and, before,
 * `{"type":"Point","data":{"time":T,"value":V,"tags":{…}},"metric":NAME}`.
 *
 * The lines of a request repeat time and tags, and metrics follow each other in the same order: each part of a line is
 * first compared with what is expected there, eight bytes at a time; only what differs is parsed or looked up. Then not
 * even the end of the line must be searched for.
 */
export class PointScanner {
  /** The fields of the last line for which {@link read} found an end; no metric before the first one. */
  metric: MetricText | null = null;
  tags: TagSet;
  readonly instant = new Rfc3339Reader();
  private readonly number = new DecimalReader();
  private readonly metricTexts: MetricTexts;
  private readonly tagTexts: TagTexts;
  private tagText: TagText;
  private bytes: Buffer = Buffer.alloc(0);
  private view: DataView = new DataView(new ArrayBuffer(0));
  /** The last time stamp with `","value":` behind it. */
  private readonly time = new Uint8Array(TIME_ROOM);
  private readonly timeView = new DataView(this.time.buffer);
  private timeLength = 0;

  constructor(metricTexts: MetricTexts, tagTexts: TagTexts) {
    this.metricTexts = metricTexts;
    this.tagTexts = tagTexts;
    this.tagText = tagTexts.empty();
    this.tags = this.tagText.tags;
  }

  /** In the unit of the metric; times are ms. */
  get value(): number {
    return this.number.value;
  }

  /** The bytes in which the following lines stand. */
  look(bytes: Uint8Array): void {
    const { buffer, byteOffset, byteLength } = bytes;
    this.bytes = Buffer.from(buffer, byteOffset, byteLength);
    this.view = new DataView(buffer, byteOffset, byteLength);
  }

  /**
   * Reads the line that starts at `at` and ends before `end`.
   * @param final nothing follows at `end`: the last line may lack its line feed
   * @returns the position behind the line, or -1 when it is no point in a usual layout or not yet complete
   */
  read(at: number, end: number, final: boolean): number {
    switch (this.bytes[at + 2]) {
      case LOWER_M:
        return this.readMetricFirst(at, end, final);
      case LOWER_T:
        return this.readTypeFirst(at, end, final);
      default:
        return -1;
    }
  }

  private readMetricFirst(at: number, end: number, final: boolean): number {
    const { view } = this;
    const expected = this.metric?.next ?? null;
    let metric: MetricText;
    let p: number;
    if (expected !== null && this.stands(expected.head, at, end)) {
      metric = expected;
      p = at + expected.head.byteLength;
    } else {
      if (!this.stands(METRIC_FIRST, at, end)) return -1;
      const nameAt = at + METRIC_FIRST.byteLength;
      p = this.bytes.indexOf(QUOTE, nameAt);
      if (p < 0 || !this.stands(AFTER_METRIC, p, end)) return -1;
      const found = this.metricTexts.find(this.bytes, nameAt, p);
      if (found === null) return -1;
      metric = found;
      p += AFTER_METRIC.byteLength;
    }
    p = this.readInstantAndValue(p, end);
    if (p < 0) return -1;

    let text = this.tagText;
    let next = this.afterTags(text, p, end, final);
    if (next < 0 && text.next !== null) {
      text = text.next;
      next = this.afterTags(text, p, end, final);
    }
    if (next < 0) {
      const stop = this.lineEnd(p, end, final);
      if (stop < 0) return -1;
      const textEnd = stop - 2;
      if (textEnd <= p || !this.bracesAt(textEnd)) return -1;
      const found = this.tagTexts.find(this.bytes, view, p, textEnd);
      if (found === null) return -1;
      text = found;
      next = this.nextLine(stop, end, final);
    }
    this.keep(metric, text);
    return next;
  }

  private readTypeFirst(at: number, end: number, final: boolean): number {
    if (!this.stands(TYPE_FIRST, at, end)) return -1;
    const { bytes, view } = this;
    const p = this.readInstantAndValue(at + TYPE_FIRST.byteLength, end);
    if (p < 0) return -1;

    let text = this.tagText;
    const expected = this.metric?.next ?? null;
    if (!this.textStands(text, p, end) && text.next !== null) text = text.next;
    if (
      expected !== null &&
      this.textStands(text, p, end) &&
      this.stands(expected.tail, p + text.length, end)
    ) {
      const next = this.nextLine(p + text.length + expected.tail.byteLength, end, final);
      if (next >= 0) {
        this.keep(expected, text);
        return next;
      }
    }
    const stop = this.lineEnd(p, end, final);
    if (stop < 0 || bytes[stop - 1] !== CLOSE_BRACE || bytes[stop - 2] !== QUOTE) return -1;
    const nameEnd = stop - 2;
    const nameAt = bytes.lastIndexOf(QUOTE, nameEnd - 1) + 1;
    const textEnd = nameAt - BEFORE_METRIC.byteLength;
    if (textEnd <= p || !this.stands(BEFORE_METRIC, textEnd, end)) return -1;
    const metric = this.metricTexts.find(bytes, nameAt, nameEnd);
    if (metric === null) return -1;
    if (!isText(text, view, p, textEnd - p)) {
      const found = this.tagTexts.find(bytes, view, p, textEnd);
      if (found === null) return -1;
      text = found;
    }
    this.keep(metric, text);
    return this.nextLine(stop, end, final);
  }

  /** @returns the position behind `,"tags":`, or -1 */
  private readInstantAndValue(at: number, end: number): number {
    let p = at + this.timeLength;
    if (this.timeLength === 0 || p > end || !sameBytes(this.view, at, this.timeView, 0, this.timeLength)) {
      p = this.instant.read(this.bytes, at);
      if (p < 0) return -1;
      // From here on `instant` is no longer that of the remembered text.
      this.timeLength = 0;
      if (!this.stands(BEFORE_VALUE, p, end)) return -1;
      p += BEFORE_VALUE.byteLength;
      const length = p - at;
      if (length <= TIME_ROOM) {
        for (let i = 0; i < length; i++) this.time[i] = this.bytes[at + i]!;
        this.timeLength = length;
      }
    }
    p = this.number.read(this.bytes, p);
    return p >= 0 && this.stands(BEFORE_TAGS, p, end) ? p + BEFORE_TAGS.byteLength : -1;
  }

  /** The position of the next line if `text` stands at `p` and ends the data of a line there, else -1. */
  private afterTags(text: TagText, p: number, end: number, final: boolean): number {
    const textEnd = p + text.length;
    if (!this.textStands(text, p, end) || textEnd + 2 > end || !this.bracesAt(textEnd)) return -1;
    return this.nextLine(textEnd + 2, end, final);
  }

  private textStands(text: TagText, p: number, end: number): boolean {
    return p + text.length <= end && sameBytes(this.view, p, text.store.view, text.offset, text.length);
  }

  private bracesAt(p: number): boolean {
    return this.bytes[p] === CLOSE_BRACE && this.bytes[p + 1] === CLOSE_BRACE;
  }

  private stands(expected: DataView, at: number, end: number): boolean {
    return at + expected.byteLength <= end && sameBytes(this.view, at, expected, 0, expected.byteLength);
  }

  /** Where the line that `p` is in ends, before its line feed and carriage return; -1 when that has not been read yet. */
  private lineEnd(p: number, end: number, final: boolean): number {
    let stop = this.bytes.indexOf(LINE_FEED, p);
    if (stop < 0 || stop >= end) {
      if (!final) return -1;
      stop = end;
    }
    return this.bytes[stop - 1] === CARRIAGE_RETURN ? stop - 1 : stop;
  }

  /** The position behind the line end that stands at `p`, or -1 when there is none. */
  private nextLine(p: number, end: number, final: boolean): number {
    if (p >= end) return final ? end : -1;
    const byte = this.bytes[p];
    if (byte === LINE_FEED) return p + 1;
    if (byte !== CARRIAGE_RETURN) return -1;
    if (p + 1 >= end) return final ? end : -1;
    return this.bytes[p + 1] === LINE_FEED ? p + 2 : -1;
  }

  private keep(metric: MetricText, text: TagText): void {
    if (this.metric !== null) this.metric.next = metric;
    this.metric = metric;
    if (text !== this.tagText) {
      this.tagText.next = text;
      this.tagText = text;
    }
    this.tags = text.tags;
  }
}

function literal(text: string): DataView {
  const { buffer, byteOffset, byteLength } = new TextEncoder().encode(text);
  return new DataView(buffer, byteOffset, byteLength);
}
