import { ensureExists } from '#shared/assert.ts';
import { AppError, cancelledError } from '#shared/contract/errors.ts';
import { changesOn, type Changes } from '../db/changes.ts';
import { describeDatabaseError } from '../db/errors.ts';
import { refreshViews, storedSources } from '../db/schema.ts';
import { SourceWriter } from '../db/source-writer.ts';
import type { Database } from '../db/database.ts';
import { ArrayPool } from '../import/array-pool.ts';
import type { Importer, ImportOptions } from '../import/importer.ts';
import { readSource, type ReadJob, type ReadMessage, type ReadResult } from '../import/read-source.ts';
import { digestInThread, readInThread } from '../import/reading-thread.ts';
import { storedBuffers } from '../import/stored-batch.ts';
import type { ByteSource } from '../io/byte-source.ts';
import { rememberMapping } from './column-mappings.ts';
import { placeGrownRun, storeTransactions, type GrownRun } from './import-labels.ts';
import { refreshRun } from './run-row.ts';
import { chooseRun } from './run-target.ts';
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

export interface ImportedSource {
  readonly sourceId: number;
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
): Promise<ImportedSource> {
  const { database, importers } = environment;
  const { source } = request;
  const begun = performance.now();
  const ids = await nextIds(database);
  const connection = await database.connect();
  const writer = new SourceWriter(connection, ids.source);
  let open = false;
  try {
    await connection.run('BEGIN');
    open = true;
    const storing = new Storing(writer, ids, hooks, async (format) => {
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
    await writer.finish();
    await refuseDuplicate(database, request, result.sha256);
    const recording = { environment, request, result, ids, storing, writer, begun, signal };
    await recordSource(changesOn(connection), recording);
    if (signal.aborted) throw cancelledError(`The import of ${source.name}`);
    await connection.run('COMMIT');
    open = false;
    await checkpoint(database);
    return { sourceId: ids.source, runId: storing.place.target.runId };
  } catch (error) {
    throw describeDatabaseError(error, database.path);
  } finally {
    if (open) await rollBack(writer, () => connection.run('ROLLBACK'));
    connection.closeSync();
    if (open) await giveBackRoom(database);
  }
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
  await run(
    `INSERT INTO sources VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, make_timestamp(?::BIGINT), ?, ?, ?,
      make_timestamp(?::BIGINT), make_timestamp(?::BIGINT), ?, ?, ?, ?, ?, 0, ?)`,
    [
      ids.source,
      target.runId,
      request.source.name,
      request.source.path,
      result.sizeBytes,
      ensureExists(result.sha256, 'the digest of a source'),
      importer.id,
      importer.label,
      result.compression,
      nowUs,
      performance.now() - begun,
      report.rows,
      report.rejectedRows,
      report.firstInstantUs,
      report.lastInstantUs,
      report.toolVersion,
      report.clockTickMs,
      JSON.stringify(properties),
      JSON.stringify(writer.sampleColumns),
      writer.hasPoints,
      storing.hasReport,
    ],
  );
  await writer.appendValues(
    'source_warnings',
    warnings.map(({ code, message, count }, position) => [ids.source, position, code, message, count]),
  );
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

async function refuseDuplicate(
  database: Database,
  request: ImportRequest,
  sha256: string | null,
): Promise<void> {
  if (request.allowDuplicate || sha256 === null) return;
  const [known] = await database.rows(
    `SELECT s.name, r.name AS run FROM sources s JOIN runs r ON r.id = s.run_id WHERE s.sha256 = ? LIMIT 1`,
    [sha256],
  );
  if (known === undefined) return;
  throw new AppError(
    'file-duplicate',
    `${request.source.name} is already here, as ${known['name']} of the run ${known['run']}.`,
    {
      hint: 'Its bytes are the same. Import it again only if the test really gave two equal files.',
      place: request.source.path === null ? undefined : { file: request.source.path },
    },
  );
}

/** Moves the write-ahead log into the file. Put off by queries that are running: closing does it then. */
async function checkpoint(database: Database): Promise<void> {
  try {
    await database.execute('CHECKPOINT');
  } catch {
    // Nothing is lost: the log holds what was committed.
  }
}

/**
 * Rows that were undone leave their room in the file, perhaps gigabytes; a checkpoint gives it back, and makes one only
 * when something has changed.
 */
async function giveBackRoom(database: Database): Promise<void> {
  try {
    await database.execute('COMMENT ON TABLE runs IS NULL');
  } catch {
    return;
  }
  await checkpoint(database);
}

async function rollBack(writer: SourceWriter, roll: () => Promise<unknown>): Promise<void> {
  try {
    writer.close();
  } catch {
    // An appender that failed once fails again on closing; the rollback discards its rows.
  }
  try {
    await roll();
  } catch {
    // After a fatal error DuckDB has no transaction any more; the file is as it was at the last commit.
  }
}
