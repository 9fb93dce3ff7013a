import { numberAt, numberColumn } from '#shared/contract/columns.ts';
import type { Run, Source, TransactionKind } from '#shared/model/run.ts';
import type { Database } from '../../db/database.ts';
import { runTables, type RunTables } from '../../latency/selection.ts';
import { threadsPerBucket } from '../../latency/threads.ts';
import type { ValueCounts } from '../../latency/value-counts.ts';
import { readDuplicates, type SourceDuplicates } from './duplicates.ts';
import { readFlow, type Flow } from './flow.ts';
import { findFreezes, type Freeze } from './freezes.ts';
import type { GeneratorFacts } from './generator-facts.ts';
import { auditBucketMs, littlesLaw, type LittlesLaw } from './littles-law.ts';
import type { ReadLoopFacts } from './loop-facts.ts';
import { throughputPlateau, type Plateau } from './plateau.ts';
import type { ThreadOrder } from './thread-order.ts';
import { drawValues } from './value-grain.ts';

/** What the statements about a run with samples are concluded from. */
export interface RunFacts {
  readonly run: Run;
  readonly sources: readonly Source[];
  readonly tables: RunTables;
  readonly order: ThreadOrder | null;
  /** Null where the run has no time stamps. */
  readonly flow: Flow | null;
  readonly audit: LittlesLaw | null;
  /** Where the number of users comes from; null: it is not known. */
  readonly usersFrom: 'tool' | 'threads' | null;
  readonly freezes: readonly Freeze[];
  readonly plateau: Plateau | null;
  /** Response times of evenly drawn samples. */
  readonly values: ValueCounts;
  readonly generator: GeneratorFacts;
  /** Rows of each kind of transaction. */
  readonly kinds: readonly { readonly kind: TransactionKind; readonly transactions: number }[];
  readonly duplicates: readonly SourceDuplicates[];
  /** Most samples of one transaction. */
  readonly largestTransaction: number;
}

export async function readRunFacts(
  database: Database,
  run: Run,
  sources: readonly Source[],
  readLoop: ReadLoopFacts,
  signal: AbortSignal,
): Promise<RunFacts> {
  const tables = await runTables(database, run);
  const [{ order, generator }, load, values, kinds, duplicates, largestTransaction] = await Promise.all([
    readLoop(tables, signal),
    readLoad(database, tables, signal),
    drawValues(database, tables, signal),
    readKinds(database, run),
    readDuplicates(database, tables, sources, signal),
    readLargest(database, tables, signal),
  ]);
  return { run, sources, tables, order, ...load, values, generator, kinds, duplicates, largestTransaction };
}

type LoadFacts = Pick<RunFacts, 'flow' | 'audit' | 'usersFrom' | 'freezes' | 'plateau'>;

async function readLoad(database: Database, tables: RunTables, signal: AbortSignal): Promise<LoadFacts> {
  const { run } = tables;
  const flow = await readFlow(database, tables, signal);
  if (flow === null) return { flow: null, audit: null, usersFrom: null, freezes: [], plateau: null };
  const widthMs = auditBucketMs(run.durationMs, flow.widthMs);
  const buckets = { widthMs, first: 0, count: Math.ceil(flow.count / Math.round(widthMs / flow.widthMs)) };
  const column = await threadsPerBucket(database, tables, buckets, signal);
  const told =
    column.kind === 'number' ? Array.from({ length: buckets.count }, (_, i) => numberAt(column, i)) : [];
  const toldAny = told.some((users) => users !== null);
  const users = toldAny ? told : await threadsSeen(database, tables, buckets, signal);
  const known = users.some((n) => n !== null);
  return {
    flow,
    audit: littlesLaw(flow, widthMs, users),
    usersFrom: toldAny ? 'tool' : known ? 'threads' : null,
    freezes: findFreezes(flow),
    plateau: throughputPlateau(flow, widthMs, users),
  };
}

/** Different threads that started samples in each bucket, for files that name threads but do not count them. */
async function threadsSeen(
  database: Database,
  tables: RunTables,
  { widthMs, count }: { readonly widthMs: number; readonly count: number },
  signal: AbortSignal,
): Promise<(number | null)[]> {
  const { run, sources } = tables;
  const out = new Array<number | null>(count).fill(null);
  const named = sources.filter(({ columns }) => columns.has('thread_id') && columns.has('started_at'));
  if (named.length === 0 || named.length < sources.filter(({ columns }) => columns.size > 0).length)
    return out;
  const branches = named.map(
    ({
      id,
    }) => `SELECT ((epoch_us(started_at) - ${run.startedAtUs!}) // ${widthMs * 1000})::INTEGER AS bucket, thread_id
      FROM samples_${id} WHERE started_at IS NOT NULL AND thread_id IS NOT NULL`,
  );
  const table = await database.query(
    `SELECT bucket, count(DISTINCT thread_id) AS threads FROM (${branches.join(' UNION ALL ')}) GROUP BY bucket`,
    [],
    { signal },
  );
  const bucket = numberColumn(table, 'bucket').values;
  const threads = numberColumn(table, 'threads').values;
  for (let row = 0; row < table.rowCount; row++) {
    const at = bucket[row]!;
    if (at >= 0 && at < count) out[at] = threads[row]!;
  }
  return out;
}

async function readKinds(database: Database, run: Run): Promise<RunFacts['kinds']> {
  const rows = await database.rows(
    `SELECT kind, count(*) AS transactions FROM transactions WHERE run_id = ? AND shown_as IS NULL GROUP BY kind ORDER BY kind`,
    [run.id],
  );
  return rows.map((row) => ({
    kind: String(row['kind']) as TransactionKind,
    transactions: Number(row['transactions']),
  }));
}

async function readLargest(database: Database, tables: RunTables, signal: AbortSignal): Promise<number> {
  const branches = tables.sources
    .filter(({ columns }) => columns.has('transaction_id'))
    .map(({ id }) => `SELECT transaction_id, count(*) AS n FROM samples_${id} GROUP BY transaction_id`);
  if (branches.length === 0) return 0;
  const table = await database.query(
    `SELECT max(n)::DOUBLE AS n FROM (SELECT sum(n) AS n FROM (${branches.join(' UNION ALL ')}) GROUP BY transaction_id)`,
    [],
    { signal },
  );
  return numberAt(numberColumn(table, 'n'), 0) ?? 0;
}
