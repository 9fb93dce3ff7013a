import { numberAt, numberColumn, type ColumnTable } from '#shared/contract/columns.ts';
import { wholeRun } from '#shared/model/filter.ts';
import type { Run } from '#shared/model/run.ts';
import type { Database } from '../db/database.ts';
import { runTables, selectSamples, type RunTables } from '../latency/selection.ts';
import { atLeast } from '../latency/time-buckets.ts';
import { typicalLevels } from './typical-levels.ts';
import { clamped, endUsSql, gridBucketSql, type TimeGrid } from './time-grid.ts';
import { userGauges, usersPerBucket, type UserCount } from './user-counts.ts';

/** Load and response times of a run, bucket by bucket from its start. */
export interface LoadSeries {
  /** One second; more where the run is longer than an hour. */
  readonly bucketMs: number;
  readonly count: number;
  readonly durationMs: number;
  /** Counted samples that started in the bucket. */
  readonly starts: Float64Array;
  /** Counted samples that ended in the bucket, and failures among them. */
  readonly ends: Float64Array;
  readonly failures: Float64Array;
  /** Mean number of counted samples that were under way. */
  readonly inFlight: Float64Array;
  /** Users or threads at the end of the bucket as the tool wrote them; null where it did not. */
  readonly threads: Float64Array | null;
  /** ln of the typical response time in ms (method E1), NaN where no sample started. */
  readonly level: Float64Array;
}

const MAX_BUCKETS = 3600;

/** @returns null for a run without samples or instants */
export async function loadSeries(
  database: Database,
  run: Run,
  signal: AbortSignal,
): Promise<LoadSeries | null> {
  if (run.granularity === 'aggregated' || run.startedAtUs === null || run.durationMs <= 0) return null;
  const tables = await runTables(database, run);
  const bucketMs = Math.max(1000, atLeast(run.durationMs / MAX_BUCKETS));
  const grid: TimeGrid = {
    startUs: run.startedAtUs,
    bucketMs,
    count: Math.max(1, Math.ceil(run.durationMs / bucketMs)),
  };
  const [started, ended, gauges, level] = await Promise.all([
    readStarts(database, tables, grid, signal),
    readEnds(database, tables, grid, signal),
    userGauges(database, run, grid, signal),
    typicalLevels(database, tables, grid, signal),
  ]);
  const words = [...ended.users, ...gauges];
  return {
    bucketMs,
    count: grid.count,
    durationMs: run.durationMs,
    starts: started.count,
    ends: ended.count,
    failures: ended.failures,
    inFlight: meanInFlight(started, ended),
    threads: words.length === 0 ? null : usersPerBucket(words, grid.count),
    level,
  };
}

interface Crossings {
  readonly count: Float64Array;
  /** Sum over them of the share of the bucket that lies behind their instant. */
  readonly remaining: Float64Array;
}

interface Ends extends Crossings {
  readonly failures: Float64Array;
  readonly users: readonly UserCount[];
}

async function readStarts(
  database: Database,
  tables: RunTables,
  grid: TimeGrid,
  signal: AbortSignal,
): Promise<Crossings> {
  const samples = selectSamples(tables, wholeRun(tables.run.id), ['started_at'], { kinds: 'counted' });
  const us = 'epoch_us(started_at)';
  const table = await database.query(
    `SELECT ${gridBucketSql(us, grid)} AS bucket, count(*) AS n, sum(${us} - ${grid.startUs})::DOUBLE AS since_us
     FROM ${samples} WHERE started_at IS NOT NULL GROUP BY bucket`,
    [],
    { signal },
  );
  return crossings(table, grid);
}

/** JMeter writes with every sample how many threads were active when it ended: the same rows tell both. */
async function readEnds(
  database: Database,
  tables: RunTables,
  grid: TimeGrid,
  signal: AbortSignal,
): Promise<Ends> {
  const several = tables.sources.length > 1;
  const samples = selectSamples(
    tables,
    wholeRun(tables.run.id),
    ['started_at', 'elapsed_ms', 'ok', 'all_threads'],
    { kinds: 'counted', fileRow: several },
  );
  const table = await database.query(
    `SELECT ${several ? 'source_id' : '0'} AS source, ${gridBucketSql('us', grid)} AS bucket, count(*) AS n,
       count(*) FILTER (NOT ok) AS failed, sum(us - ${grid.startUs})::DOUBLE AS since_us, max(all_threads)::DOUBLE AS users
     FROM (SELECT *, ${endUsSql(tables.wholeMs)} AS us FROM ${samples} WHERE started_at IS NOT NULL)
     GROUP BY source, bucket`,
    [],
    { signal },
  );
  const [source, bucket, failed, users] = ['source', 'bucket', 'failed', 'users'].map((name) =>
    numberColumn(table, name),
  );
  const failures = new Float64Array(grid.count);
  const words: UserCount[] = [];
  for (let row = 0; row < table.rowCount; row++) {
    const at = clamped(bucket!.values[row]!, grid);
    failures[at]! += failed!.values[row]!;
    const count = numberAt(users!, row);
    if (count !== null) words.push({ source: source!.values[row]!, bucket: at, users: count });
  }
  return { ...crossings(table, grid), failures, users: words };
}

function crossings(table: ColumnTable, grid: TimeGrid): Crossings {
  const [bucket, n, since] = ['bucket', 'n', 'since_us'].map((name) => numberColumn(table, name).values);
  const count = new Float64Array(grid.count);
  const remaining = new Float64Array(grid.count);
  const widthUs = grid.bucketMs * 1000;
  for (let row = 0; row < table.rowCount; row++) {
    const at = clamped(bucket![row]!, grid);
    count[at]! += n![row]!;
    remaining[at]! += n![row]! - (since![row]! - n![row]! * at * widthUs) / widthUs;
  }
  return { count, remaining };
}

/** Who is under way at the start of a bucket counts for all of it, who starts or ends within it for a part. */
function meanInFlight(started: Crossings, ended: Crossings): Float64Array {
  let before = 0;
  return started.count.map((count, bucket) => {
    const mean = before + started.remaining[bucket]! - ended.remaining[bucket]!;
    before += count - ended.count[bucket]!;
    return Math.max(0, mean);
  });
}
