import { createHash, randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cancelledError } from '#shared/contract/errors.ts';
import type { Compression } from '#shared/model/run.ts';
import { changesOn, type Changes } from '../db/changes.ts';
import { prepareSnapshot, type PreparedSnapshot, type PrepareHooks } from '../heap/prepare-snapshot.ts';
import { heapReaders } from '../heap/readers.ts';
import { heapWorkerUrl, prepareInThread } from '../heap/thread/prepare-in-thread.ts';
import { openFileSource, type ByteSource } from '../io/byte-source.ts';
import { removeSpool, writeSpool } from '../io/spool.ts';
import { compressionOf, MAGIC_BYTES } from '../io/unpack.ts';
import type { AttachmentEnvironment, AttachmentImport, AttachmentRequest } from './attachments.ts';
import { importTransaction, refuseDuplicate } from './import-transaction.ts';
import { storeGraph } from './snapshots-graph.ts';
import { bareName, proposedSeries, storeProposal, type Proposal } from './snapshots-proposal.ts';
import { storeTables } from './snapshots-tables.ts';
import { insertSource } from './source-row.ts';

/** Below this a thread costs more time than it saves. */
const THREAD_FROM_BYTES = 1 << 20;

/** @see AttachmentImport */
export const importSnapshot: AttachmentImport = async (environment, request, hooks, signal) => {
  const begun = performance.now();
  const { database, workerUrl } = environment;
  const inThread = workerUrl !== null && (request.sizeBytes ?? Infinity) >= THREAD_FROM_BYTES;
  const file = await readableFile(request, inThread, signal);
  try {
    if (!request.allowDuplicate) await refuseDuplicate(database, request, file.sha256);
    const reading = { ended: false };
    const end = (): void => {
      if (!reading.ended) hooks.finishing();
      reading.ended = true;
    };
    const preparing: PrepareHooks = {
      progress(bytesRead, rows) {
        hooks.progress(Math.min(bytesRead, file.sizeBytes), rows);
        // Objects are counted when all of them are read; dominators come after that.
        if (rows > 0) end();
      },
      phase: () => undefined,
    };
    const job = { name: request.name, format: request.format };
    const prepared =
      inThread && file.path !== null
        ? await prepareInThread(heapWorkerUrl(workerUrl), job, file.path, preparing, signal)
        : await prepareSnapshot(job, file.open, preparing, signal);
    end();
    return await store({ environment, request, file, prepared, begun, signal });
  } finally {
    await file.release();
  }
};

/** The packed bytes of a snapshot, that can be read as often as needed. */
interface ReadableFile {
  /** Null: only by `open`. */
  readonly path: string | null;
  readonly open: () => Promise<ByteSource>;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly compression: Compression;
  release(): Promise<void>;
}

/**
 * Looks at all bytes once: their digest tells whether the file is here already, before minutes go into it. Bytes without a
 * path are kept in a file until the import is over, where they are needed again in a thread.
 */
async function readableFile(
  request: AttachmentRequest,
  inThread: boolean,
  signal: AbortSignal,
): Promise<ReadableFile> {
  const source = await request.open();
  const digest = new DigestedSource(source, request.name, signal);
  try {
    if (request.path !== null || !inThread) {
      const piece = new Uint8Array(1 << 20);
      while ((await digest.read(piece)) > 0);
      return {
        ...digest.facts(),
        path: request.path,
        open: request.open,
        release: () => Promise.resolve(),
      };
    }
    const path = join(tmpdir(), `loadstone-${randomUUID()}`);
    await writeSpool(digest, path);
    return {
      ...digest.facts(),
      path,
      open: () => openFileSource(path, request.name),
      release: () => removeSpool(path),
    };
  } finally {
    await source.close();
  }
}

class DigestedSource implements ByteSource {
  readonly name: string;
  readonly path = null;
  readonly sizeBytes: number | null;
  readonly #source: ByteSource;
  readonly #signal: AbortSignal;
  readonly #hash = createHash('sha256');
  readonly #magic = new Uint8Array(MAGIC_BYTES);
  #bytes = 0;

  constructor(source: ByteSource, name: string, signal: AbortSignal) {
    this.name = name;
    this.sizeBytes = source.sizeBytes;
    this.#source = source;
    this.#signal = signal;
  }

  async read(target: Uint8Array): Promise<number> {
    if (this.#signal.aborted) throw cancelledError(`The import of ${this.name}`);
    const count = await this.#source.read(target);
    const bytes = target.subarray(0, count);
    if (this.#bytes < MAGIC_BYTES) this.#magic.set(bytes.subarray(0, MAGIC_BYTES - this.#bytes), this.#bytes);
    this.#hash.update(bytes);
    this.#bytes += count;
    return count;
  }

  facts(): Pick<ReadableFile, 'sha256' | 'sizeBytes' | 'compression'> {
    return {
      sha256: this.#hash.digest('hex'),
      sizeBytes: this.#bytes,
      compression: compressionOf(this.#magic.subarray(0, Math.min(MAGIC_BYTES, this.#bytes))),
    };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

interface Storing {
  readonly environment: AttachmentEnvironment;
  readonly request: AttachmentRequest;
  readonly file: ReadableFile;
  readonly prepared: PreparedSnapshot;
  readonly begun: number;
  readonly signal: AbortSignal;
}

async function store(storing: Storing): ReturnType<AttachmentImport> {
  const { environment, request, prepared, signal } = storing;
  const { database } = environment;
  const [next] = await database.rows(
    `SELECT (SELECT coalesce(max(id), 0) + 1 FROM sources) AS source, (SELECT coalesce(max(id), 0) + 1 FROM snapshots) AS snapshot`,
  );
  const [sourceId, snapshotId] = [Number(next?.['source']), Number(next?.['snapshot'])];
  const { takenAtMs } = prepared.tables.facts;
  const proposal = await proposedSeries(database, {
    id: snapshotId,
    name: bareName(request.name),
    path: request.path,
    format: prepared.tables.facts.format,
    takenAtUs: takenAtMs === null ? null : takenAtMs * 1000,
    tables: prepared.tables,
  });
  return importTransaction(
    database,
    async (connection) => {
      const changes = changesOn(connection);
      await storeRows(changes, storing, { sourceId, snapshotId }, proposal);
      if (prepared.graph !== null)
        await storeGraph(connection, snapshotId, prepared.graph, prepared.tables, signal);
      if (signal.aborted) throw cancelledError(`The import of ${request.name}`);
      return { sourceId, runId: null, profileIds: [], snapshotId };
    },
    () => undefined,
  );
}

async function storeRows(
  changes: Changes,
  { environment, request, file, prepared, begun }: Storing,
  { sourceId, snapshotId }: { readonly sourceId: number; readonly snapshotId: number },
  proposal: Proposal | null,
): Promise<void> {
  const { tables, graph } = prepared;
  const { facts } = tables;
  const label = heapReaders.find(({ id }) => id === facts.format)?.label ?? facts.format;
  const takenAtUs = facts.takenAtMs === null ? null : Math.round(facts.takenAtMs * 1000);
  await insertSource(changes, {
    id: sourceId,
    kind: 'heap',
    runId: null,
    name: request.name,
    path: request.path,
    sizeBytes: file.sizeBytes,
    sha256: file.sha256,
    format: facts.format,
    formatLabel: label,
    compression: file.compression,
    importedAtUs: environment.nowUs(),
    importMs: performance.now() - begun,
    rows: facts.nodes ?? tables.classes.length,
    rejectedRows: 0,
    firstInstantUs: takenAtUs,
    lastInstantUs: takenAtUs,
    toolVersion: facts.version,
    clockTickMs: 1,
    properties: { 'recognised by': request.reasons.join('; ') || 'chosen by hand' },
    sampleColumns: [],
    hasPoints: false,
    hasReport: false,
    warnings: facts.warnings.map(({ code, message }) => ({ code, message, count: 1 })),
  });
  await changes.append('snapshots', [
    [
      snapshotId,
      sourceId,
      bareName(request.name),
      facts.format,
      label,
      facts.runtime,
      facts.version,
      facts.nodes,
      facts.edges,
      graph?.classList.length ?? tables.classes.length,
      Math.round(facts.selfBytes),
      takenAtUs,
      takenAtUs,
      facts.stableIds,
      graph !== null,
      graph !== null && graph.parts.allocations !== null,
      graph?.detachedElements ?? 0,
      JSON.stringify(facts.warnings),
    ],
  ]);
  await storeTables(changes, snapshotId, tables);
  if (proposal !== null) await storeProposal(changes, proposal);
}
