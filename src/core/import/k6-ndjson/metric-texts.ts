import type { K6Metric, MetricCatalog } from '../k6/metric-catalog.ts';
import type { TextLimit } from '../k6/text-limit.ts';

const QUOTE = 34;
const BACKSLASH = 92;

/** A name of a metric as it is written, with the bytes around it in the two usual layouts. */
export class MetricText {
  readonly name: string;
  /** `{"metric":"NAME","type":"Point","data":{"time":"`: what stands before the time stamp in newer files. */
  readonly head: DataView;
  /** `},"metric":"NAME"}`: what stands behind the tags in older files. */
  readonly tail: DataView;
  /** The metric whose point followed the last time: k6 writes the points of a request in a fixed order. */
  next: MetricText | null = null;
  /** Of the same hash. */
  readonly chained: MetricText | null;
  /** Set when the first good point is kept, so that a damaged line leaves no metric behind. */
  private metric: K6Metric | null = null;

  constructor(name: string, raw: string, chained: MetricText | null) {
    this.name = name;
    this.head = viewOf(`{"metric":"${raw}","type":"Point","data":{"time":"`);
    this.tail = viewOf(`},"metric":"${raw}"}`);
    this.chained = chained;
  }

  metricIn(catalog: MetricCatalog): K6Metric {
    return (this.metric ??= catalog.named(this.name));
  }
}

/** The names of metrics by the bytes in which they are written. */
export class MetricTexts {
  private readonly byHash = new Map<number, MetricText>();
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });
  private readonly limit: TextLimit;

  constructor(limit: TextLimit) {
    this.limit = limit;
  }

  /**
   * The name `bytes[start..end)`, which stands between quotes.
   * @returns null when it is nothing that can be compared byte by byte: escapes, control characters, damaged UTF-8, empty
   */
  find(bytes: Uint8Array, start: number, end: number): MetricText | null {
    let hash = 0;
    for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + bytes[at]!) | 0;
    const first = this.byHash.get(hash) ?? null;
    for (let text = first; text !== null; text = text.chained)
      if (isName(text, bytes, start, end)) return text;
    return this.add(bytes, start, end, hash, first);
  }

  private add(
    bytes: Uint8Array,
    start: number,
    end: number,
    hash: number,
    first: MetricText | null,
  ): MetricText | null {
    if (end === start) return null;
    for (let at = start; at < end; at++) {
      const byte = bytes[at]!;
      if (byte < 32 || byte === QUOTE || byte === BACKSLASH) return null;
    }
    let raw: string;
    try {
      raw = this.decoder.decode(bytes.subarray(start, end));
    } catch {
      return null;
    }
    const text = new MetricText(this.limit.clip(raw), raw, first);
    this.byHash.set(hash, text);
    return text;
  }
}

/** Where the name starts in {@link MetricText.tail}. */
const NAME_IN_TAIL = '},"metric":"'.length;

function isName(text: MetricText, bytes: Uint8Array, start: number, end: number): boolean {
  const { tail } = text;
  const length = end - start;
  if (tail.byteLength !== NAME_IN_TAIL + length + 2) return false;
  for (let i = 0; i < length; i++) if (tail.getUint8(NAME_IN_TAIL + i) !== bytes[start + i]) return false;
  return true;
}

function viewOf(text: string): DataView {
  const { buffer, byteOffset, byteLength } = new TextEncoder().encode(text);
  return new DataView(buffer, byteOffset, byteLength);
}
