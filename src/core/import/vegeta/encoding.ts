import type { ProbeHead } from '../importer.ts';

/** The three forms of `vegeta encode`. */
export type Encoding = 'json' | 'csv' | 'gob';

/**
 * The first columns of a CSV: time stamp in ns, code, latency in ns, bytes out, bytes in; error, body, attack, number, method,
 * URL and headers follow (12 columns; 6, 9 or 11 in older versions).
 */
const CSV_START = /^\uFEFF?\d{18,19},\d{1,5},\d{1,19},\d{1,19},\d{1,19},/u;

/** Members that no other line of JSON is likely to have together. */
const TELLING_MEMBERS = ['"code":', '"timestamp":', '"latency":', '"bytes_out":', '"bytes_in":'] as const;

/** Go's encoding of a struct starts with its type and field names. */
const GOB_NAMES = ['Result', 'Code', 'Timestamp', 'Latency', 'BytesOut', 'BytesIn'] as const;

/** Lines that are looked at. */
const TELLING_LINES = 10;

/** How much of the start holds the type of a gob. */
const GOB_HEAD = 2048;

export function encodingOf(head: ProbeHead): Encoding | null {
  // The first line may be damaged, or the rest of one.
  for (const line of head.text.split('\n', TELLING_LINES)) {
    if (CSV_START.test(line)) return 'csv';
    if (TELLING_MEMBERS.every((member) => line.includes(member))) return 'json';
  }
  const start = head.text.slice(0, GOB_HEAD);
  return start.includes('\u0001') && GOB_NAMES.every((name) => start.includes(name)) ? 'gob' : null;
}
