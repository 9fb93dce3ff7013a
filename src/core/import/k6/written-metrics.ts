import type { TextLimit } from './text-limit.ts';
import type { K6Metric, MetricCatalog } from './metric-catalog.ts';

/** More names are met only in damaged files; then they are looked up anew. */
const MAX_KNOWN = 10_000;

/** First byte that is no control character. */
const SPACE = 32;

/** The name of a metric as a file has it; what else of its bytes is compared is said by the format. */
export abstract class WrittenMetric<M extends WrittenMetric<M>> {
  /** The metric whose point followed the last time: k6 writes the points of a request in a fixed order. */
  next: M | null = null;
  /** Of the same hash. */
  readonly chained: M | null;
  readonly name: string;
  /** The bytes of the name, without those around it. */
  readonly nameBytes: Uint8Array;
  /** Set when the first good point is kept, so that damage leaves no metric behind. */
  private metric: K6Metric | null = null;

  constructor({ name, nameBytes, chained }: NewWrittenMetric<M>) {
    this.name = name;
    this.nameBytes = nameBytes;
    this.chained = chained;
  }

  metricIn(catalog: MetricCatalog): K6Metric {
    return (this.metric ??= catalog.named(this.name));
  }
}

/** What a {@link WrittenMetric} is made of. */
export interface NewWrittenMetric<M> {
  /** Clipped to what is kept of a text. */
  readonly name: string;
  /** As in the file, also where the name is clipped. */
  readonly nameBytes: Uint8Array<ArrayBuffer>;
  readonly chained: M | null;
}

/** The names of metrics by the bytes in which they are written. */
export class WrittenMetrics<M extends WrittenMetric<M>> {
  private readonly byHash = new Map<number, M>();
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });
  private readonly limit: TextLimit;
  private readonly special: readonly number[];
  private readonly create: (written: NewWrittenMetric<M>) => M;

  /** @param special bytes that mean something else in the format than themselves */
  constructor(limit: TextLimit, special: readonly number[], create: (written: NewWrittenMetric<M>) => M) {
    this.limit = limit;
    this.special = special;
    this.create = create;
  }

  /**
   * The name `bytes[start..end)`.
   * @returns null when it is nothing that can be compared byte by byte: special or control characters, damaged UTF-8, empty
   */
  find(bytes: Uint8Array, start: number, end: number): M | null {
    let hash = 0;
    for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + bytes[at]!) | 0;
    const first = this.byHash.get(hash) ?? null;
    for (let metric = first; metric !== null; metric = metric.chained) {
      if (isSame(metric.nameBytes, bytes, start, end)) return metric;
    }
    return this.add(bytes, start, end, hash, first);
  }

  private add(bytes: Uint8Array, start: number, end: number, hash: number, first: M | null): M | null {
    if (end === start) return null;
    for (let at = start; at < end; at++) {
      if (bytes[at]! < SPACE || this.special.includes(bytes[at]!)) return null;
    }
    // Not `slice`, which gives a view of the same memory where the bytes are a Buffer.
    const nameBytes = new Uint8Array(bytes.subarray(start, end));
    let name: string;
    try {
      name = this.limit.clip(this.decoder.decode(nameBytes));
    } catch {
      return null;
    }
    const isFull = this.byHash.size >= MAX_KNOWN;
    if (isFull) this.byHash.clear();
    const metric = this.create({ name, nameBytes, chained: isFull ? null : first });
    this.byHash.set(hash, metric);
    return metric;
  }
}

function isSame(nameBytes: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  const length = end - start;
  if (nameBytes.length !== length) return false;
  for (let i = 0; i < length; i++) if (nameBytes[i] !== bytes[start + i]) return false;
  return true;
}
