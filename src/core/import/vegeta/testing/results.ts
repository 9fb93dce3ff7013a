/** Results as Vegeta encodes them, for tests. Source: `lib/results.go` of tsenart/vegeta, 12.8 and later. */

export interface ResultFields {
  readonly attack: string;
  readonly seq: number;
  readonly code: number;
  /** ns since 1970. */
  readonly timestampNs: bigint;
  readonly latency: number;
  readonly bytesOut: number;
  readonly bytesIn: number;
  readonly error: string;
  readonly body: string;
  readonly method: string;
  readonly url: string;
}

export const RESULT: ResultFields = {
  attack: '',
  seq: 0,
  code: 200,
  timestampNs: 1_700_000_000_123_456_789n,
  latency: 1_234_567,
  bytesOut: 3,
  bytesIn: 42,
  error: '',
  body: 'aGVsbG8=',
  method: 'GET',
  url: 'http://shop.test/cart?id=7',
};

const HEADERS = 'Q29udGVudC1UeXBlOiB0ZXh0L3BsYWluDQo=';

/** Go's csv.Writer. */
function cell(text: string): string {
  return /[",\r\n]|^[ \t]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** @param width 12, or 11, 9 or 6 of older versions */
export function csvRow(fields: Partial<ResultFields> = {}, width = 12): string {
  const r = { ...RESULT, ...fields };
  const sizes = [r.timestampNs, r.code, r.latency, r.bytesOut, r.bytesIn].map(String);
  const cells = [...sizes, r.error, r.body, r.attack, String(r.seq), r.method, r.url, HEADERS];
  return `${cells.slice(0, width).map(cell).join(',')}\n`;
}

export function jsonLine(fields: Partial<ResultFields> = {}): string {
  const r = { ...RESULT, ...fields };
  const ms = Number(r.timestampNs / 1_000_000n);
  const below = String(r.timestampNs % 1_000_000n).padStart(6, '0');
  return `${JSON.stringify({
    attack: r.attack,
    seq: r.seq,
    code: r.code,
    timestamp: `${new Date(ms).toISOString().slice(0, 23)}${below}Z`,
    latency: r.latency,
    bytes_out: r.bytesOut,
    bytes_in: r.bytesIn,
    error: r.error,
    body: r.body,
    method: r.method,
    url: r.url,
    headers: { 'Content-Type': ['text/plain'], Empty: null },
  })}\n`;
}
