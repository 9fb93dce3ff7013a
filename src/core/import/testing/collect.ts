import type { NewReport } from '../aggregates.ts';
import { ArrayPool } from '../array-pool.ts';
import type { Batch, BatchColumn } from '../batch.ts';
import { IdAllocator } from '../byte-dictionary.ts';
import {
  PROBE_BYTES,
  type Importer,
  type NewMetric,
  type NewTransaction,
  type ProbeHead,
  type ReaderReport,
} from '../importer.ts';

/** What an importer emitted, as plain rows with texts put back: for tests of importers, small files only. */
export interface Collected {
  readonly report: ReaderReport;
  readonly samples: Record<string, unknown>[];
  readonly points: Record<string, unknown>[];
  readonly transactions: NewTransaction[];
  readonly metrics: NewMetric[];
  readonly texts: Map<number, string>;
  /** Reports in the order in which they came, taken together. */
  readonly reported: Required<NewReport>;
}

export function headOf(bytes: Uint8Array, name = 'file'): ProbeHead {
  const head = bytes.subarray(0, PROBE_BYTES);
  return { bytes: head, text: new TextDecoder().decode(head), complete: bytes.length <= PROBE_BYTES, name };
}

/**
 * Runs an importer over bytes in pieces of `pieceBytes`, as the pipeline does. Columns that end in `_id` come back as
 * the text, tag set, transaction or metric they point at.
 */
export function collect(
  importer: Importer,
  input: Uint8Array | string,
  { pieceBytes = 1 << 20, options = { timeZone: 'UTC' }, name = 'file' } = {},
): Collected {
  const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : input;
  const texts = new Map<number, string>();
  const tagSets = new Map<number, Record<string, string>>();
  const transactions: NewTransaction[] = [];
  const metrics: NewMetric[] = [];
  const reports: NewReport[] = [];
  const batches: Batch[] = [];
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const reader = importer.open({
    head: headOf(bytes, name),
    options,
    arrays: new ArrayPool(),
    textIds: new IdAllocator(1),
    tagSetIds: new IdAllocator(1),
    emit: {
      batch: (batch) => batches.push(batch),
      texts: ({ ids, bytes: data, offsets }) => {
        ids.forEach((id, i) => texts.set(id, decoder.decode(data.subarray(offsets[i], offsets[i + 1]))));
      },
      tagSets: (sets) => {
        for (const set of sets) tagSets.set(set.id, Object.fromEntries(set.tags));
      },
      transactions: (list) => transactions.push(...list),
      metrics: (list) => metrics.push(...list),
      report: (part) => reports.push(part),
    },
  });
  let buffer = new Uint8Array(0);
  let at = 0;
  do {
    const piece = bytes.subarray(at, at + pieceBytes);
    at += piece.length;
    const joined = new Uint8Array(buffer.length + piece.length);
    joined.set(buffer);
    joined.set(piece, buffer.length);
    const done = reader.consume(joined, joined.length, at >= bytes.length);
    buffer = joined.slice(done);
  } while (at < bytes.length);
  const report = reader.finish();

  const value = (name: string, column: BatchColumn, row: number): unknown => {
    if (column.valid !== null && ((column.valid[row >> 3]! >> (row & 7)) & 1) === 0) return null;
    const wide = name === 'started_at' || name === 'at' || name.endsWith('_bytes');
    if (wide && column.type !== 'i32') {
      return column.values[2 * row + 1]! * 4_294_967_296 + (column.values[2 * row]! >>> 0);
    }
    const raw = column.values[row]!;
    if (name === 'ok') return raw === 1;
    if (name === 'transaction_id') return transactions.find((transaction) => transaction.localId === raw);
    if (name === 'metric_id') return metrics.find((metric) => metric.localId === raw)?.name;
    if (name === 'tag_set_id') return tagSets.get(raw);
    return name.endsWith('_id') ? texts.get(raw) : raw;
  };
  const rowsOf = (table: Batch['table']): Record<string, unknown>[] =>
    batches
      .filter((batch) => batch.table === table)
      .flatMap((batch) =>
        Array.from({ length: batch.rows }, (_, row) =>
          Object.fromEntries(
            Object.entries(batch.columns).map(([key, column]) => [
              key.replace(/_id$/u, ''),
              value(key, column, row),
            ]),
          ),
        ),
      );
  const all = <K extends keyof NewReport>(key: K): NonNullable<NewReport[K]>[number][] =>
    reports.flatMap((part) => [...(part[key] ?? [])] as NonNullable<NewReport[K]>[number][]);
  const reported = {
    aggregates: all('aggregates'),
    errors: all('errors'),
    checks: all('checks'),
    thresholds: all('thresholds'),
    metrics: all('metrics'),
  };
  return {
    report,
    samples: rowsOf('samples'),
    points: rowsOf('points'),
    transactions,
    metrics,
    texts,
    reported,
  };
}
