import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transactionKinds, type Run, type Transaction, type TransactionKind } from '#shared/model/run.ts';
import { Database } from '../../db/database.ts';
import { migrate, refreshViews, storedSources } from '../../db/schema.ts';
import { SourceWriter } from '../../db/source-writer.ts';
import {
  pointsTable,
  samplesTable,
  type Batch,
  type BatchColumn,
  type ColumnType,
} from '../../import/batch.ts';
import { ColumnNarrower, type StoredColumn } from '../../import/stored-batch.ts';
import { listRuns, listTransactions } from '../../workspace/catalog.ts';

/** One row of a result file, as a test writes it down. What is left out is missing in the file. */
export interface TestSample {
  readonly label: string;
  /** `request` when left out. */
  readonly kind?: TransactionKind;
  /** Since {@link EPOCH_US}. */
  readonly startMs?: number | null;
  readonly elapsedMs?: number | null;
  readonly ok?: boolean | null;
  readonly receivedBytes?: number | null;
  readonly sentBytes?: number | null;
  readonly threads?: number | null;
  /** Time to the first byte, as JMeter writes it. */
  readonly latencyMs?: number | null;
  readonly connectMs?: number | null;
  readonly waitingMs?: number | null;
  readonly receivingMs?: number | null;
  readonly outcome?: TestOutcome | null;
  /** The same in all samples of one label and kind. */
  readonly method?: string | null;
  readonly thread?: string | null;
  readonly url?: string | null;
  readonly tags?: Readonly<Record<string, string>> | null;
}

export interface TestOutcome {
  readonly code?: string | null;
  readonly message?: string | null;
  readonly failure?: string | null;
}

export interface TestPoint {
  readonly metric: string;
  readonly atMs: number;
  readonly value: number;
}

export interface TestSource {
  /** `test` when left out. */
  readonly name?: string;
  readonly samples: readonly TestSample[];
  readonly points?: readonly TestPoint[];
}

export interface TestMetric {
  readonly name: string;
  readonly kind: 'counter' | 'gauge' | 'rate' | 'trend';
  readonly thresholds?: readonly string[];
}

export interface StoredRun {
  readonly run: Run;
  readonly transactions: readonly Transaction[];
}

/** 2026-01-01T00:00:00Z: where the times of tests begin. */
export const EPOCH_US = 1_767_225_600_000_000;

export async function openTestDatabase(
  threads = 2,
): Promise<{ database: Database; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'loadstone-latency-'));
  const database = await Database.open(join(folder, 'test.loadstone'), {
    memoryLimitBytes: 1e9,
    threads,
    tempDirectory: join(folder, 'spill'),
  });
  await migrate(database);
  return {
    database,
    async remove() {
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Puts a run with any number of sources into a workspace, with the writer that imports use, so that columns get the
 * types and are missing as they would be.
 */
export async function storeRun(
  database: Database,
  sources: readonly TestSource[],
  { clockTickMs = 1, metrics = [] }: { clockTickMs?: number; metrics?: readonly TestMetric[] } = {},
): Promise<StoredRun> {
  const runId = await nextId(database, 'runs');
  const connection = await database.connect();
  const named = new Map<string, Transaction & { readonly method: string | null }>();
  const firstTransaction = await nextId(database, 'transactions');
  for (const { label, kind = 'request', method = null } of sources.flatMap(({ samples }) => samples)) {
    const key = JSON.stringify([label, kind]);
    if (!named.has(key)) named.set(key, { id: firstTransaction + named.size, label, kind, method });
  }
  const idOf = ({ label, kind = 'request' }: TestSample): number =>
    named.get(JSON.stringify([label, kind]))!.id;
  const transactions = [...named.values()];
  const firstMetric = await nextId(database, 'metrics');
  try {
    await connection.run('BEGIN');
    for (const { name = 'test', samples, points = [] } of sources) {
      const sourceId = await nextId(database, 'sources', connection);
      const writer = new SourceWriter(connection, sourceId);
      const texts = new TextIds(await nextId(database, 'texts', connection));
      const outcomes = await storeOutcomes(
        writer,
        texts,
        await nextId(database, 'outcomes', connection),
        samples,
      );
      const tagSets = await storeTagSets(
        writer,
        await nextId(database, 'tags', connection, 'tag_set_id'),
        samples,
      );
      const textColumn = (pick: (sample: TestSample) => string | null | undefined) =>
        samples.map((sample) => {
          const text = pick(sample);
          return text === null || text === undefined ? text : texts.idOf(text);
        });
      if (samples.length > 0) {
        await writer.appendRows(
          narrowed('samples', samples.length, {
            transaction_id: samples.map(idOf),
            started_at: samples.map(({ startMs }) => microseconds(startMs)),
            elapsed_ms: samples.map(({ elapsedMs }) => elapsedMs),
            ok: samples.map(({ ok }) => (ok === undefined || ok === null ? ok : Number(ok))),
            received_bytes: samples.map(({ receivedBytes }) => receivedBytes),
            sent_bytes: samples.map(({ sentBytes }) => sentBytes),
            all_threads: samples.map(({ threads }) => threads),
            outcome_id: samples.map(({ outcome }) => outcomes.get(JSON.stringify(outcome))),
            thread_id: textColumn(({ thread }) => thread),
            url_id: textColumn(({ url }) => url),
            tag_set_id: samples.map(({ tags }) => tagSets.get(JSON.stringify(tags))),
            latency_ms: samples.map(({ latencyMs }) => latencyMs),
            connect_ms: samples.map(({ connectMs }) => connectMs),
            waiting_ms: samples.map(({ waitingMs }) => waitingMs),
            receiving_ms: samples.map(({ receivingMs }) => receivingMs),
          }),
        );
      }
      if (points.length > 0) {
        await writer.appendRows(
          narrowed('points', points.length, {
            metric_id: points.map(
              ({ metric }) => firstMetric + metrics.findIndex(({ name }) => name === metric),
            ),
            at: points.map(({ atMs }) => microseconds(atMs)),
            value: points.map(({ value }) => value),
            tag_set_id: points.map(() => 0),
          }),
        );
      }
      await texts.store(writer);
      writer.close();
      await connection.run(
        `INSERT INTO sources VALUES (${sourceId}, ${runId}, '${name.replaceAll("'", "''")}', NULL, 1, 'sha', 'test', 'Test', 'none', make_timestamp(0),
           0, ${samples.length}, 0, NULL, NULL, NULL, ${clockTickMs}, '{}', '${JSON.stringify(writer.sampleColumns)}', ${writer.hasPoints}, 0, false, 'load')`,
      );
    }
    const writer = new SourceWriter(connection, 0);
    await writer.appendValues(
      'transactions',
      transactions.map(({ id, label, kind, method }) => [id, runId, label, method, label, kind, null]),
    );
    await writer.appendValues(
      'metrics',
      metrics.map(({ name, kind, thresholds = [] }, index) => [
        firstMetric + index,
        runId,
        name,
        kind,
        'time',
        JSON.stringify(thresholds),
      ]),
    );
    await connection.run(
      runRow(
        runId,
        sources.flatMap(({ samples }) => samples),
        transactions.length,
        clockTickMs,
      ),
    );
    await connection.run('COMMIT');
  } finally {
    connection.closeSync();
  }
  await refreshViews(await storedSources(database), (sql) => database.execute(sql));
  const run = (await listRuns(database)).find(({ id }) => id === runId)!;
  return { run, transactions: await listTransactions(database, runId) };
}

type Connection = Awaited<ReturnType<Database['connect']>>;

async function nextId(
  database: Database,
  table: string,
  connection?: Connection,
  column = 'id',
): Promise<number> {
  const sql = `SELECT coalesce(max(${column}), 0) + 1 AS id FROM ${table}`;
  if (connection === undefined) return Number((await database.rows(sql))[0]!['id']);
  return Number((await (await connection.run(sql)).getRowsJson())[0]![0]);
}

function microseconds(ms: number | null | undefined): number | null | undefined {
  return ms === null || ms === undefined ? ms : EPOCH_US + Math.round(ms * 1000);
}

/** Numbers for texts, each distinct one once. */
class TextIds {
  private readonly ids = new Map<string, number>();

  constructor(private readonly first: number) {}

  idOf(text: string): number {
    const known = this.ids.get(text);
    if (known !== undefined) return known;
    const id = this.first + this.ids.size;
    this.ids.set(text, id);
    return id;
  }

  async store(writer: SourceWriter): Promise<void> {
    if (this.ids.size === 0) return;
    const encoded = [...this.ids.keys()].map((text) => new TextEncoder().encode(text));
    const offsets = new Uint32Array(encoded.length + 1);
    encoded.forEach((bytes, index) => {
      offsets[index + 1] = offsets[index]! + bytes.length;
    });
    const bytes = new Uint8Array(Buffer.concat(encoded));
    await writer.appendTexts({ ids: Int32Array.from(this.ids.values()), bytes, offsets });
  }
}

/** Outcomes of the samples, each distinct one once. */
async function storeOutcomes(
  writer: SourceWriter,
  texts: TextIds,
  firstOutcome: number,
  samples: readonly TestSample[],
): Promise<Map<string | undefined, number>> {
  const textId = (text: string | null | undefined): number =>
    text === null || text === undefined ? -1 : texts.idOf(text);
  const out = new Map<string | undefined, number>();
  const outcomes = [];
  for (const { outcome } of samples) {
    const key = JSON.stringify(outcome);
    if (outcome === null || outcome === undefined || out.has(key)) continue;
    const id = firstOutcome + out.size;
    out.set(key, id);
    outcomes.push({
      id,
      codeId: textId(outcome.code),
      messageId: textId(outcome.message),
      failureId: textId(outcome.failure),
    });
  }
  if (outcomes.length > 0) await writer.appendOutcomes(outcomes);
  return out;
}

/** Tag sets of the samples by their JSON, each distinct one once; one without tags is none, as importers have it. */
async function storeTagSets(
  writer: SourceWriter,
  first: number,
  samples: readonly TestSample[],
): Promise<Map<string | undefined, number>> {
  const out = new Map<string | undefined, number>();
  const sets = [];
  for (const { tags } of samples) {
    const key = JSON.stringify(tags);
    if (tags === null || tags === undefined || Object.keys(tags).length === 0 || out.has(key)) continue;
    const id = first + out.size;
    out.set(key, id);
    sets.push({ id, tags: Object.entries(tags) });
  }
  if (sets.length > 0) await writer.appendTagSets(sets);
  return out;
}

/** Columns in which every row is missing are left out, as importers do. */
function narrowed(
  table: Batch['table'],
  rows: number,
  columns: Readonly<Record<string, readonly (number | null | undefined)[]>>,
) {
  const types: Readonly<Record<string, ColumnType>> = {
    ...(table === 'samples' ? samplesTable.columns : pointsTable.columns),
    outcome_id: 'i32',
  };
  const narrower = new ColumnNarrower();
  const stored: Record<string, StoredColumn> = {};
  for (const [name, values] of Object.entries(columns)) {
    if (values.every((value) => value === null || value === undefined)) continue;
    stored[name] = narrower.narrow(name, types[name]!, columnOf(types[name]!, values), rows);
  }
  return { table, rows, columns: stored };
}

function columnOf(type: ColumnType, cells: readonly (number | null | undefined)[]): BatchColumn {
  const valid = new Uint8Array(Math.ceil(cells.length / 64) * 8);
  const numbers = cells.map((cell, row) => {
    if (cell !== null && cell !== undefined) valid[row >> 3]! |= 1 << (row & 7);
    return cell ?? 0;
  });
  switch (type) {
    case 'i32':
      return { values: Int32Array.from(numbers), valid };
    case 'f64':
      return { values: Float64Array.from(numbers), valid };
    case 'bool':
      return { values: Uint8Array.from(numbers), valid };
    case 'i64':
    case 'timestamp':
      return {
        values: Int32Array.from(
          numbers.flatMap((value) => [(value % 2 ** 32) | 0, Math.floor(value / 2 ** 32)]),
        ),
        valid,
      };
  }
}

/** The run's own row, by the rules of `import-source.ts`. */
function runRow(
  runId: number,
  samples: readonly TestSample[],
  transactions: number,
  clockTickMs: number,
): string {
  const starts = samples.flatMap(({ startMs }) => (typeof startMs === 'number' ? [startMs] : []));
  const ends = samples.flatMap(({ startMs, elapsedMs }) =>
    typeof startMs === 'number' ? [startMs + (elapsedMs ?? 0)] : [],
  );
  const least = starts.reduce((a, b) => Math.min(a, b), Infinity);
  const most = ends.reduce((a, b) => Math.max(a, b), -Infinity);
  const instant = (ms: number): string => `make_timestamp(${microseconds(ms)}::BIGINT)`;
  const kinds = new Set(samples.map(({ kind = 'request' }) => kind));
  const countedKind = transactionKinds.find((kind) => kinds.has(kind)) ?? 'request';
  const counted = samples.filter(({ kind = 'request' }) => kind === countedKind);
  const failures = counted.filter(({ ok }) => ok === false).length;
  return `INSERT INTO runs VALUES (${runId}, 'test', 'test', NULL, 'test', 'samples', '${countedKind}', ${clockTickMs},
    ${starts.length === 0 ? 'NULL, NULL' : `${instant(least)}, ${instant(most)}`},
    ${counted.length}, ${failures}, ${transactions}, make_timestamp(0), NULL)`;
}
