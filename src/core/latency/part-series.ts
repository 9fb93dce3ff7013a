import { numberAt, numberColumn, numbersToColumn, type Column } from '#shared/contract/columns.ts';
import type { SampleFilter } from '#shared/model/filter.ts';
import { responseParts, type PartSeries, type ResponsePart } from '#shared/model/latency.ts';
import type { Run } from '#shared/model/run.ts';
import type { Database } from '../db/database.ts';
import { runTables, selectSamples, type RunTables, type SelectedColumn } from './selection.ts';
import { bucketStarts, spanBuckets } from './span-buckets.ts';
import { bucketSql } from './time-buckets.ts';

/** As k6 writes them. */
const ownColumns: Readonly<Record<ResponsePart, SelectedColumn>> = {
  blocked: 'blocked_ms',
  connect: 'connect_ms',
  tls: 'tls_ms',
  sending: 'sending_ms',
  waiting: 'waiting_ms',
  receiving: 'receiving_ms',
};

/**
 * Mean length of each part of a response over time: see {@link PartSeries}. The mean of a part is taken over the samples that
 * have it; a bucket without any is null.
 *
 * JMeter writes the time to the first byte (`latency_ms`), which includes connecting. Where a connection failed it writes
 * that time as 0, so the first byte never comes before the end of connecting here.
 */
export async function partSeries(
  database: Database,
  run: Run,
  filter: SampleFilter,
  maxBuckets: number,
  signal: AbortSignal,
): Promise<PartSeries> {
  const span = spanBuckets(run, filter.time, maxBuckets);
  if (span === null) return noParts();
  const { buckets } = span;
  const tables = await runTables(database, run);
  const derived = await measuresFirstByte(database, tables, signal);
  const parts = responseParts.filter((part) => hasPart(tables, part, derived));
  if (parts.length === 0) return noParts();
  const samples = selectSamples(
    tables,
    filter,
    ['started_at', 'elapsed_ms', 'latency_ms', ...Object.values(ownColumns)],
    { kinds: 'counted' },
  );
  const columns = parts.map((part) => `${exactMean(partSql(part, derived))} AS "${part}"`);
  const table = await database.query(
    `SELECT ${bucketSql('started_at', run.startedAtUs ?? 0, buckets)} AS bucket, ${columns.join(', ')}
     FROM ${samples} WHERE started_at IS NOT NULL GROUP BY bucket`,
    [],
    { signal },
  );
  const bucket = numberColumn(table, 'bucket').values;
  const means = parts.map((part): [string, Column] => {
    const values = new Array<number | null>(buckets.count).fill(null);
    const column = numberColumn(table, part);
    for (let row = 0; row < table.rowCount; row++) values[bucket[row]!] = numberAt(column, row);
    return [`${part}Ms`, numbersToColumn(values)];
  });
  return {
    bucketMs: buckets.widthMs,
    parts,
    table: {
      rowCount: buckets.count,
      columns: { startMs: bucketStarts(buckets), ...Object.fromEntries(means) },
    },
  };
}

function noParts(): PartSeries {
  return { bucketMs: 1000, parts: [], table: { rowCount: 0, columns: { startMs: numbersToColumn([]) } } };
}

/** Samplers that do not measure it leave a column of zeros: all of the response would seem to be receiving. */
export async function measuresFirstByte(
  database: Database,
  { sources }: RunTables,
  signal: AbortSignal,
): Promise<boolean> {
  const columns = sources.filter((source) => source.columns.has('latency_ms'));
  if (columns.length === 0) return false;
  const most = columns.map(({ id }) => `SELECT max(latency_ms)::DOUBLE AS most FROM samples_${id}`);
  const table = await database.query(`SELECT max(most) AS most FROM (${most.join(' UNION ALL ')})`, [], {
    signal,
  });
  return (numberAt(numberColumn(table, 'most'), 0) ?? 0) > 0;
}

function hasPart({ sources }: RunTables, part: ResponsePart, derived: boolean): boolean {
  if (sources.some(({ columns }) => columns.has(ownColumns[part]))) return true;
  if (!derived) return false;
  return (
    part === 'waiting' ||
    (part === 'receiving' &&
      sources.some(({ columns }) => columns.has('latency_ms') && columns.has('elapsed_ms')))
  );
}

export function partSql(part: ResponsePart, derived: boolean): string {
  const own = ownColumns[part];
  if (!derived) return own;
  const firstByte = `greatest(latency_ms, coalesce(connect_ms, 0))`;
  switch (part) {
    case 'waiting':
      return `coalesce(waiting_ms, CASE WHEN latency_ms IS NOT NULL THEN ${firstByte} - coalesce(connect_ms, 0) END)`;
    case 'receiving':
      return `coalesce(receiving_ms, CASE WHEN latency_ms IS NOT NULL THEN greatest(elapsed_ms - ${firstByte}, 0) END)`;
    default:
      return own;
  }
}

/** In whole nanoseconds, whose sum does not depend on the order in which threads finish. */
function exactMean(value: string): string {
  return `(sum(round((${value}) * 1e6)::BIGINT)::DOUBLE / count(${value}) / 1e6)`;
}
