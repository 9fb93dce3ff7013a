import { ensureExists } from '#shared/assert.ts';
import { cancelledError } from '#shared/contract/errors.ts';
import { changesOn, type Changes } from '../db/changes.ts';
import { refreshViews, storedSources } from '../db/schema.ts';
import { SourceWriter } from '../db/source-writer.ts';
import type { Database } from '../db/database.ts';
import { ArrayPool } from '../import/array-pool.ts';
import type { Importer, ImportOptions } from '../import/importer.ts';
import { readSource, type ReadJob, type ReadMessage, type ReadResult } from '../import/read-source.ts';
import { digestInThread, readInThread } from '../import/reading-thread.ts';
import { storedBuffers } from '../import/stored-batch.ts';
import type { ByteSource } from '../io/byte-source.ts';
import type { ImportedSource } from './attachments.ts';
import { rememberMapping } from './column-mappings.ts';
import { placeGrownRun, storeTransactions, type GrownRun } from './import-labels.ts';
import { importTransaction, refuseDuplicate } from './import-transaction.ts';
import { refreshRun } from './run-row.ts';
import { chooseRun } from './run-target.ts';
import { insertSource } from './source-row.ts';
import { Storing, type ImportHooks, type NextIds } from './storing.ts';

/** One scans, one makes the digest. */
const READING_THREADS = 2;
/** Below this a thread costs more time than it saves. */
const THREAD_FROM_BYTES = 8 << 20;
/** From here on the digest gets a thread of its own: it takes a quarter of the time of scanning. */
const DIGEST_THREAD_FROM_BYTES = 64 << 20;

export interface ImportRequest {
  readonly source: ByteSource;
  /** Null: the best candidate. */
  readonly format: string | null;
  readonly options: ImportOptions;
  readonly allowDuplicate: boolean;
  /** The run that it is added to; null: a new one, or the one of the tool's other files. */
  readonly runId: number | null;
}

export interface ImportedRun extends ImportedSource {
  readonly runId: number;
}

export interface ImportEnvironment {
  readonly database: Database;
  readonly importers: readonly Importer[];
  /** Null: read in this thread. */
  readonly workerUrl: URL | null;
  /** Now, µs since 1970. */
  readonly nowUs: () => number;
}

/**
 * Imports one source as a new run, in one transaction: it is there whole or not at all.
 * @throws {AppError} `file-*`, `disk-full`, `read-only`, `cancelled`
 */
export async function importSource(
  environment: ImportEnvironment,
  request: ImportRequest,
  hooks: ImportHooks,
  signal: AbortSignal,
): Promise<ImportedRun> {
  const { database, importers } = environment;
  const { source } = request;
  const begun = performance.now();
  const ids = await nextIds(database);
  let writer: SourceWriter | null = null;
  return importTransaction(
    database,
    async (connection) => {
      const rows = new SourceWriter(connection, ids.source);
      writer = rows;
      const storing = new Storing(rows, ids, hooks, async (format) => {
        const importer = importers.find(({ id }) => id === format);
        const chosen = ensureExists(importer, 'the importer that was used');
        return {
          importer: chosen,
          target: await chooseRun(database, request.runId, ids.run, chosen, source),
        };
      });
      const job: ReadJob = {
        format: request.format,
        options: request.options,
        firstTextId: ids.text,
        firstTagSetId: ids.tagSet,
        firstOutcomeId: ids.outcome,
        digest: true,
      };
      const result = await database.withoutThreads(READING_THREADS, () =>
        read(environment, source, job, (message) => storing.take(message), signal),
      );
      hooks.finishing();
      await rows.finish();
      if (!request.allowDuplicate && result.sha256 !== null)
        await refuseDuplicate(database, source, result.sha256);
      const recording = { environment, request, result, ids, storing, writer: rows, begun, signal };
      await recordSource(changesOn(connection), recording);
      if (signal.aborted) throw cancelledError(`The import of ${source.name}`);
      return { sourceId: ids.source, runId: storing.place.target.runId, profileIds: [], snapshotId: null };
    },
    () => writer?.close(),
  );
}

async function nextIds(database: Database): Promise<NextIds> {
  const [row] = await database.rows(`SELECT
    (SELECT coalesce(max(id), 0) + 1 FROM runs) AS run,
    (SELECT coalesce(max(id), 0) + 1 FROM sources) AS source,
    (SELECT coalesce(max(id), 0) + 1 FROM transactions) AS transaction_,
    (SELECT coalesce(max(id), 0) + 1 FROM metrics) AS metric,
    (SELECT coalesce(max(id), 0) + 1 FROM texts) AS text_,
    (SELECT coalesce(max(tag_set_id), 0) + 1 FROM tags) AS tag_set,
    (SELECT coalesce(max(id), 0) + 1 FROM outcomes) AS outcome`);
  const id = (name: string): number => Number(row?.[name]);
  return {
    run: id('run'),
    source: id('source'),
    transaction: id('transaction_'),
    metric: id('metric'),
    text: id('text_'),
    tagSet: id('tag_set'),
    outcome: id('outcome'),
  };
}

async function read(
  environment: ImportEnvironment,
  source: ByteSource,
  job: ReadJob,
  take: (message: ReadMessage) => Promise<void>,
  signal: AbortSignal,
): Promise<ReadResult> {
  const { workerUrl, importers } = environment;
  const size = source.sizeBytes ?? Infinity;
  if (workerUrl === null || size < THREAD_FROM_BYTES) return readHere(source, importers, job, take, signal);
  if (source.path === null || size < DIGEST_THREAD_FROM_BYTES)
    return readInThread(workerUrl, source, job, take, signal);
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  const digesting = digestInThread(workerUrl, source.path, source.name, either);
  const reading = readInThread(workerUrl, source, { ...job, digest: false }, take, either);
  try {
    const [result, sha256] = await Promise.all([reading, digesting]);
    return { ...result, sha256 };
  } finally {
    // Whichever fails first, the other must have ended too before anything is undone.
    stop.abort();
    await Promise.allSettled([reading, digesting]);
  }
}

async function readHere(
  source: ByteSource,
  importers: readonly Importer[],
  job: ReadJob,
  take: (message: ReadMessage) => Promise<void>,
  signal: AbortSignal,
): Promise<ReadResult> {
  const arrays = new ArrayPool();
  const waiting: ReadMessage[] = [];
  const drained = async (): Promise<void> => {
    for (const message of waiting.splice(0)) {
      await take(message);
      if (message.kind === 'rows') for (const buffer of storedBuffers(message.batch)) arrays.give(buffer);
    }
    await new Promise<void>((resolve) => setImmediate(resolve));
  };
  const post = (message: ReadMessage): void => {
    waiting.push(message);
  };
  try {
    const result = await readSource(source, importers, job, { arrays, post, drained }, signal);
    await drained();
    return result;
  } catch (error) {
    // What was detected tells the person what to do.
    for (const message of waiting) if (message.kind === 'detected') await take(message);
    throw error;
  }
}

interface Recording {
  readonly environment: ImportEnvironment;
  readonly request: ImportRequest;
  readonly result: ReadResult;
  readonly ids: NextIds;
  readonly storing: Storing;
  readonly writer: SourceWriter;
  readonly begun: number;
  readonly signal: AbortSignal;
}

async function recordSource(changes: Changes, recording: Recording): Promise<void> {
  const { environment, request, result, ids, storing, writer, begun, signal } = recording;
  const { run } = changes;
  const { report } = result;
  const { importer, target, transactions, metrics } = storing.place;
  const { database } = environment;
  const nowUs = environment.nowUs();
  if (!target.isNew) {
    const [known] = await database.rows(`SELECT granularity FROM runs WHERE id = ?`, [target.runId]);
    storing.refuseMixture(String(known?.['granularity']));
  }
  const grown: GrownRun = {
    id: target.runId,
    before: target.stored,
    added: transactions.added.map(({ id, item: { name, kind, method } }) => ({ id, name, kind, method })),
    // Samples are not added to a report, nor the other way round.
    aggregated: storing.hasReport,
  };
  const labels = await storeTransactions(database, changes, grown, signal);
  const { mapping } = request.options;
  if (mapping !== undefined && report.header !== undefined)
    await rememberMapping(run, report.header, mapping);
  await writer.appendValues(
    'metrics',
    metrics.added.map(({ id, item: metric }) => [
      id,
      target.runId,
      metric.name,
      metric.kind,
      metric.contains,
      JSON.stringify(metric.thresholds),
    ]),
  );
  const warnings = [...result.damage, ...report.warnings, ...labels.warnings];
  const reasons =
    storing.detection?.candidates.find((candidate) => candidate.format === importer.id)?.reasons ?? [];
  const properties = { 'recognised by': reasons.join('; ') || 'chosen by hand', ...report.properties };
  await insertSource(changes, {
    id: ids.source,
    kind: 'load',
    runId: target.runId,
    name: request.source.name,
    path: request.source.path,
    sizeBytes: result.sizeBytes,
    sha256: ensureExists(result.sha256, 'the digest of a source'),
    format: importer.id,
    formatLabel: importer.label,
    compression: result.compression,
    importedAtUs: nowUs,
    importMs: performance.now() - begun,
    rows: report.rows,
    rejectedRows: report.rejectedRows,
    firstInstantUs: report.firstInstantUs,
    lastInstantUs: report.lastInstantUs,
    toolVersion: report.toolVersion,
    clockTickMs: report.clockTickMs,
    properties,
    sampleColumns: writer.sampleColumns,
    hasPoints: writer.hasPoints,
    hasReport: storing.hasReport,
    warnings,
  });
  await writer.appendValues(
    'rejects',
    report.rejects.map(({ line, byte, reason, raw }, position) => [
      ids.source,
      position,
      line,
      byte,
      reason,
      raw,
    ]),
  );
  if (target.isNew) {
    await run(
      `INSERT INTO runs VALUES (?, ?, ?, NULL, ?, 'samples', 'request', 1, NULL, NULL, 0, 0, 0, make_timestamp(?::BIGINT), ?)`,
      [
        target.runId,
        runName(importer, request.source.name),
        importer.tool,
        importer.id,
        nowUs,
        target.joinedBy,
      ],
    );
  }
  const others = await storedSources(database);
  const added = {
    id: ids.source,
    runId: target.runId,
    columns: writer.sampleColumns,
    hasPoints: writer.hasPoints,
  };
  const before = others.filter(({ runId }) => runId === target.runId);
  const own = await placeGrownRun(changes, grown, labels.shown, { before, added });
  await refreshRun(run, target.runId, own);
  await refreshViews([...others.filter(({ runId }) => runId !== target.runId), ...own], run);
}

/** `injector-1.jtl.gz` is the run `injector-1`. */
function runName(importer: Importer, fileName: string): string {
  const joined = importer.runNameOf?.(fileName) ?? null;
  if (joined !== null && joined.length > 0) return joined;
  const name = fileName.replace(/\.(gz|zst|bz2)$/iu, '').replace(/\.[a-z0-9]{1,8}$/iu, '');
  return name.length === 0 ? fileName : name;
}
