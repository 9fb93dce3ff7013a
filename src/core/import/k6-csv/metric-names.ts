import type { K6Metric, MetricCatalog } from '../k6/metric-catalog.ts';
import type { TextLimit } from '../k6/text-limit.ts';

const QUOTE = 34;
/** More names are met only in damaged files; then they are looked up anew. */
const MAX_KNOWN = 10_000;

/** A name of a metric as it is written, with its comma. */
export class MetricName {
  readonly head: DataView<ArrayBuffer>;
  /** The metric whose point followed the last time: k6 writes the points of a request in a fixed order. */
  next: MetricName | null = null;
  /** Of the same hash. */
  readonly chained: MetricName | null;
  private readonly name: string;
  /** Set when the first good point is kept, so that a damaged row leaves no metric behind. */
  private metric: K6Metric | null = null;

  constructor(name: string, head: Uint8Array<ArrayBuffer>, chained: MetricName | null) {
    this.name = name;
    this.head = new DataView(head.buffer);
    this.chained = chained;
  }

  metricIn(catalog: MetricCatalog): K6Metric {
    return (this.metric ??= catalog.named(this.name));
  }
}

/** The names of metrics by the bytes in which they are written. */
export class MetricNames {
  private readonly byHash = new Map<number, MetricName>();
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });
  private readonly limit: TextLimit;

  constructor(limit: TextLimit) {
    this.limit = limit;
  }

  /**
   * The name `bytes[start..end)`, with a comma behind it.
   * @returns null when it is nothing that can be compared byte by byte: quotes, control characters, damaged UTF-8, empty
   */
  find(bytes: Uint8Array, start: number, end: number): MetricName | null {
    let hash = 0;
    for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + bytes[at]!) | 0;
    const first = this.byHash.get(hash) ?? null;
    for (let name = first; name !== null; name = name.chained)
      if (isName(name, bytes, start, end)) return name;
    return this.add(bytes, start, end, hash, first);
  }

  private add(
    bytes: Uint8Array,
    start: number,
    end: number,
    hash: number,
    first: MetricName | null,
  ): MetricName | null {
    if (end === start) return null;
    for (let at = start; at < end; at++) if (bytes[at]! < 32 || bytes[at] === QUOTE) return null;
    let text: string;
    try {
      text = this.decoder.decode(bytes.subarray(start, end));
    } catch {
      return null;
    }
    const isFull = this.byHash.size >= MAX_KNOWN;
    if (isFull) this.byHash.clear();
    // Not `slice`, which gives a view of the same memory where the bytes are a Buffer.
    const head = new Uint8Array(bytes.subarray(start, end + 1));
    const name = new MetricName(this.limit.clip(text), head, isFull ? null : first);
    this.byHash.set(hash, name);
    return name;
  }
}

function isName({ head }: MetricName, bytes: Uint8Array, start: number, end: number): boolean {
  const length = end - start;
  if (head.byteLength !== length + 1) return false;
  for (let i = 0; i < length; i++) if (head.getUint8(i) !== bytes[start + i]) return false;
  return true;
}
