/** A part of the bytes of a result. */
export interface Range {
  start: number;
  end: number;
}

/**
 * One request of Vegeta, as far as it was written; the object is used again for the next one. Source: `lib/results.go` of
 * tsenart/vegeta.
 */
export class VegetaResult {
  /** Start of the request, µs since 1970. */
  us = 0;
  latencyNs = NaN;
  /** HTTP status; 0 when there was no answer. */
  code = NaN;
  bytesOut = NaN;
  bytesIn = NaN;
  /** Where the texts stand; empty ranges where there are none. */
  bytes: Uint8Array = new Uint8Array(0);
  readonly attack: Range = { start: 0, end: 0 };
  readonly error: Range = { start: 0, end: 0 };
  readonly method: Range = { start: 0, end: 0 };
  readonly url: Range = { start: 0, end: 0 };

  clear(bytes: Uint8Array): void {
    this.bytes = bytes;
    this.us = NaN;
    this.latencyNs = NaN;
    this.code = NaN;
    this.bytesOut = NaN;
    this.bytesIn = NaN;
    for (const range of [this.attack, this.error, this.method, this.url]) range.start = range.end = 0;
  }

  /** @returns what is wrong with it, or null */
  get fault(): string | null {
    if (this.us !== this.us) return 'the time stamp cannot be read';
    if (this.latencyNs !== this.latencyNs) return 'the latency is not a whole number of nanoseconds';
    if (this.code !== this.code) return 'the code is not a number';
    return null;
  }
}
