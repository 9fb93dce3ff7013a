import { AppError, cancelledError } from '#shared/contract/errors.ts';
import type { Detection } from '#shared/model/import-state.ts';
import type { Compression, Warning } from '#shared/model/run.ts';
import type { ByteSource } from '../io/byte-source.ts';
import { MeteredSource } from '../io/metered-source.ts';
import { compressionOf, MAGIC_BYTES, unpack, type ByteFeed } from '../io/unpack.ts';
import type { NewReport } from './aggregates.ts';
import type { ArrayPool } from './array-pool.ts';
import { pointsTable, samplesTable, type Batch } from './batch.ts';
import { IdAllocator, type NewTexts } from './byte-dictionary.ts';
import { detectFormat } from './detect.ts';
import {
  MAX_RECORD_BYTES,
  PROBE_BYTES,
  type Importer,
  type ImportOptions,
  type NewMetric,
  type NewTagSet,
  type NewTransaction,
  type ProbeHead,
  type ReaderReport,
} from './importer.ts';
import { isOutcomePart, OutcomeCombiner, type NewOutcome } from './outcome-combiner.ts';
import { ColumnNarrower, type StoredBatch, type StoredColumn } from './stored-batch.ts';

/** Bytes that are read and scanned in one go. Larger pieces gain nothing and delay a cancel. */
const PIECE_BYTES = 4 << 20;

/** What is to be read, and where numbers start so that they are unique in the workspace. */
export interface ReadJob {
  /** Null: take the best candidate. */
  readonly format: string | null;
  readonly options: ImportOptions;
  readonly firstTextId: number;
  readonly firstTagSetId: number;
  readonly firstOutcomeId: number;
  /** False when the digest is made elsewhere. */
  readonly digest: boolean;
}

/** What comes out of a source while it is read, in this order of meaning; all of it can cross a thread. */
export type ReadMessage =
  | { readonly kind: 'detected'; readonly detection: Detection }
  | { readonly kind: 'format'; readonly format: string }
  | { readonly kind: 'rows'; readonly batch: StoredBatch }
  | { readonly kind: 'texts'; readonly texts: NewTexts }
  | { readonly kind: 'outcomes'; readonly outcomes: readonly NewOutcome[] }
  | { readonly kind: 'tag-sets'; readonly tagSets: readonly NewTagSet[] }
  | { readonly kind: 'transactions'; readonly transactions: readonly NewTransaction[] }
  | { readonly kind: 'metrics'; readonly metrics: readonly NewMetric[] }
  | { readonly kind: 'report'; readonly report: NewReport }
  | {
      readonly kind: 'progress';
      readonly bytesRead: number;
      readonly rows: number;
      readonly rejectedRows: number;
    };

export interface ReadResult {
  readonly report: ReaderReport;
  readonly compression: Compression;
  readonly sizeBytes: number;
  readonly unpackedBytes: number;
  /** Hexadecimal; null when `job.digest` was false. */
  readonly sha256: string | null;
  /** What is wrong with the file as a whole, whatever its rows say. */
  readonly damage: readonly Warning[];
}

export interface ReadOutput {
  /** Arrays of batches that were stored. */
  readonly arrays: ArrayPool;
  post(message: ReadMessage): void;
  /** Resolves when the receiver has caught up: bounds the memory between the two. */
  drained(): Promise<void>;
}

/**
 * Reads one source from the first byte to the last: unpacks, detects, scans, and hands on what it finds.
 * @throws {AppError} `file-empty`, `file-not-recognised`, `file-unreadable`, `file-damaged`, `cancelled`
 */
export async function readSource(
  rawSource: ByteSource,
  importers: readonly Importer[],
  job: ReadJob,
  output: ReadOutput,
  signal: AbortSignal,
): Promise<ReadResult> {
  const source = new MeteredSource(rawSource, job.digest, signal);
  const opened = await openSource(source);
  const { feed, compression } = opened;
  try {
    const { head, buffer } = opened;
    const detection = detectFormat(head, importers, compression);
    output.post({ kind: 'detected', detection });
    const importer = chooseImporter(
      importers,
      job.format ??
        detection.best?.format ??
        importers.find((candidate) => candidate.accepts?.(head, job.options) === true)?.id ??
        null,
      detection,
      source.name,
    );
    output.post({ kind: 'format', format: importer.id });

    const { arrays } = output;
    const emitter = createEmitter(job, output);
    const reader = importer.open({
      head,
      options: job.options,
      textIds: new IdAllocator(job.firstTextId),
      tagSetIds: new IdAllocator(job.firstTagSetId),
      emit: emitter.emit,
      arrays,
    });
    const progress = (of: { readonly rows: number; readonly rejectedRows: number }): void => {
      const { rows, rejectedRows } = of;
      output.post({ kind: 'progress', bytesRead: source.bytesRead, rows, rejectedRows });
    };
    const unpackedBytes = await scan(reader, feed, buffer, head.bytes.length, opened.ended, async () => {
      progress(reader);
      await output.drained();
      if (signal.aborted) throw cancelledError(`The import of ${source.name}`);
    });
    const report = reader.finish();
    emitter.finish();
    // A reader that stops early (trailing bytes it does not want) must not make a wrong digest.
    await source.readRest();
    progress(report);
    return {
      report,
      compression,
      sizeBytes: source.bytesRead,
      unpackedBytes,
      sha256: source.sha256(),
      damage: describeDamage(feed, source),
    };
  } finally {
    await feed.close();
  }
}

function describeDamage(feed: ByteFeed, source: MeteredSource): Warning[] {
  const damage: Warning[] = [];
  if (feed.damage !== null) damage.push({ code: 'packed-data-damaged', message: feed.damage, count: 1 });
  if (source.sizeBytes !== null && source.bytesRead < source.sizeBytes) {
    const message = `The file became shorter while it was read: ${source.bytesRead} of ${source.sizeBytes} bytes were there.`;
    damage.push({ code: 'file-became-shorter', message, count: 1 });
  }
  return damage;
}

/** The start of a file, unpacked, and how it was packed. */
export async function headOfSource(
  source: ByteSource,
  signal: AbortSignal = new AbortController().signal,
): Promise<{ readonly head: ProbeHead; readonly compression: Compression }> {
  const { feed, head, compression } = await openSource(new MeteredSource(source, false, signal));
  await feed.close();
  return { head, compression };
}

interface OpenedSource {
  readonly feed: ByteFeed;
  readonly compression: Compression;
  readonly head: ProbeHead;
  /** Holds the head; has room behind it. */
  readonly buffer: Uint8Array<ArrayBuffer>;
  readonly ended: boolean;
}

async function openSource(source: ByteSource): Promise<OpenedSource> {
  const magic = new Uint8Array(MAGIC_BYTES);
  let have = 0;
  while (have < MAGIC_BYTES) {
    const count = await source.read(magic.subarray(have));
    if (count === 0) break;
    have += count;
  }
  if (have === 0) {
    throw new AppError('file-empty', `${source.name} is empty.`, {
      hint: 'The tool may have been stopped before it wrote anything.',
      place: source.path === null ? undefined : { file: source.path },
    });
  }
  const compression = compressionOf(magic.subarray(0, have));
  const feed = unpack(source, magic.slice(0, have), compression);
  const buffer = new Uint8Array(PIECE_BYTES);
  let length = 0;
  let ended = false;
  while (length < PROBE_BYTES && !ended) {
    const count = await feed.read(buffer.subarray(length, PROBE_BYTES));
    length += count;
    ended = count === 0;
  }
  if (length === 0) {
    throw new AppError(
      'file-damaged',
      `${source.name} holds nothing: ${feed.damage ?? 'it unpacks to an empty file.'}`,
      {
        hint: 'Copy or pack the file again.',
      },
    );
  }
  const bytes = buffer.slice(0, length);
  const head: ProbeHead = {
    bytes,
    text: new TextDecoder('utf-8').decode(bytes),
    complete: ended,
    name: source.name,
  };
  return { feed, compression, head, buffer, ended };
}

function chooseImporter(
  importers: readonly Importer[],
  format: string | null,
  detection: Detection,
  name: string,
): Importer {
  if (format === null) {
    throw new AppError('file-not-recognised', `${name} was not recognised. ${detection.note ?? ''}`.trim(), {
      hint: 'Choose the format if you know it; the list of formats is in the help.',
    });
  }
  const importer = importers.find((candidate) => candidate.id === format);
  if (importer === undefined) throw new AppError('bad-request', `There is no format "${format}".`);
  return importer;
}

/** Feeds a reader until the source ends. @returns unpacked bytes */
async function scan(
  reader: { consume(bytes: Uint8Array, length: number, final: boolean): number },
  feed: ByteFeed,
  firstBuffer: Uint8Array<ArrayBuffer>,
  firstLength: number,
  firstEnded: boolean,
  afterPiece: () => Promise<void>,
): Promise<number> {
  let buffer = firstBuffer;
  let length = firstLength;
  let ended = firstEnded;
  let total = firstLength;
  for (;;) {
    while (length < buffer.length && !ended) {
      const count = await feed.read(buffer.subarray(length));
      length += count;
      total += count;
      ended = count === 0;
    }
    const done = reader.consume(buffer, length, ended);
    await afterPiece();
    if (ended) return total;
    if (done === 0 && length === buffer.length) buffer = enlarged(buffer);
    else buffer.copyWithin(0, done, length);
    length -= done;
  }
}

function enlarged(buffer: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  // Readers give up a record at MAX_RECORD_BYTES, so this ends; the limit guards against one that does not.
  if (buffer.length > 2 * MAX_RECORD_BYTES)
    throw new Error('An importer holds on to more than one record may have');
  const larger = new Uint8Array(buffer.length * 2);
  larger.set(buffer);
  return larger;
}

function createEmitter(job: ReadJob, output: ReadOutput) {
  const combiner = new OutcomeCombiner(job.firstOutcomeId, output.arrays);
  const narrower = {
    samples: new ColumnNarrower(output.arrays),
    points: new ColumnNarrower(output.arrays),
  };
  const specs = { samples: samplesTable.columns, points: pointsTable.columns } as const;

  function store(batch: Batch): StoredBatch {
    const spec: Readonly<Record<string, StoredColumn['type']>> = specs[batch.table];
    const columns: Record<string, StoredColumn> = {};
    for (const [name, column] of Object.entries(batch.columns)) {
      if (isOutcomePart(name)) continue;
      const type = spec[name];
      if (type === undefined) throw new Error(`Table ${batch.table} has no column ${name}`);
      columns[name] = narrower[batch.table].narrow(name, type, column, batch.rows);
    }
    const outcome = combiner.combine(batch.columns, batch.rows);
    if (outcome !== null) columns['outcome_id'] = outcome;
    return { table: batch.table, rows: batch.rows, columns };
  }

  function sendOutcomes(): void {
    const outcomes = combiner.takeNew();
    if (outcomes.length > 0) output.post({ kind: 'outcomes', outcomes });
  }

  return {
    emit: {
      batch(batch: Batch) {
        output.post({ kind: 'rows', batch: store(batch) });
        sendOutcomes();
      },
      texts: (texts: NewTexts) => output.post({ kind: 'texts', texts }),
      tagSets: (tagSets: readonly NewTagSet[]) => output.post({ kind: 'tag-sets', tagSets }),
      transactions: (transactions: readonly NewTransaction[]) =>
        output.post({ kind: 'transactions', transactions }),
      metrics: (metrics: readonly NewMetric[]) => output.post({ kind: 'metrics', metrics }),
      report: (report: NewReport) => output.post({ kind: 'report', report }),
    },
    finish: sendOutcomes,
  };
}
