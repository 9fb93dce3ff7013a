import { methodOf } from './query-key.ts';

/**
 * Results by key, least recently used out first. Bounded by count and by size, because one latency cube can weigh
 * as much as a thousand tables.
 */
export class ResultCache {
  private readonly entries = new Map<string, { readonly value: unknown; readonly bytes: number }>();
  private bytes = 0;

  constructor(
    private readonly maxEntries: number,
    private readonly maxBytes: number,
  ) {}

  has(key: string): boolean {
    return this.entries.has(key);
  }

  /** Reading makes an entry the youngest. */
  get(key: string): unknown {
    const entry = this.entries.get(key);
    if (entry === undefined) return undefined;
    this.entries.delete(key);
    this.entries.set(key, entry);
    return entry.value;
  }

  /** Reading without a trace, for renders that may be thrown away. */
  peek(key: string): unknown {
    return this.entries.get(key)?.value;
  }

  set(key: string, value: unknown): void {
    this.remove(key);
    const bytes = byteSize(value);
    this.entries.set(key, { value, bytes });
    this.bytes += bytes;
    for (const oldest of this.entries.keys()) {
      // The newest stays even if it alone is over the bound: its view would otherwise ask for ever.
      if (oldest === key || (this.entries.size <= this.maxEntries && this.bytes <= this.maxBytes)) return;
      this.remove(oldest);
    }
  }

  /** Takes out what answers these methods. */
  removeWhere(isStale: (method: string) => boolean): void {
    for (const key of [...this.entries.keys()]) if (isStale(methodOf(key))) this.remove(key);
  }

  clear(): void {
    this.entries.clear();
    this.bytes = 0;
  }

  private remove(key: string): void {
    const entry = this.entries.get(key);
    if (entry === undefined) return;
    this.entries.delete(key);
    this.bytes -= entry.bytes;
  }
}

/** Typed arrays count by their length; the rest is small and counts by its texts and numbers, roughly. */
export function byteSize(value: unknown): number {
  if (ArrayBuffer.isView(value)) return value.byteLength;
  if (typeof value === 'string') return 2 * value.length;
  if (typeof value !== 'object' || value === null) return 8;
  let sum = 16;
  for (const part of Object.values(value)) sum += byteSize(part);
  return sum;
}
