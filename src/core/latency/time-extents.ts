import { numberColumn } from '#shared/contract/columns.ts';
import type { SampleFilter } from '#shared/model/filter.ts';
import type { Database } from '../db/database.ts';
import { hasColumn, selectSamples, type RunTables } from './selection.ts';

/** Earliest start and latest end, µs since 1970. */
export interface TimeExtent {
  readonly firstStartUs: number;
  readonly lastEndUs: number;
}

/** Part of the selected time in which the first and the last samples are looked for before everything is read. */
const EDGE_SHARE = 0.01;
/** Longer lists of transactions cost more than reading the others as well. */
const MAX_LISTED = 500;

/**
 * First start and last end per transaction; transactions without time stamps are left out.
 *
 * Result files are roughly in the order of time, and the database knows the span of every stretch of rows. So both ends
 * of the selected time are read first, which is a hundredth of the rows. What lies between can only matter to
 * transactions that were not met there, or whose longest sample reaches from between beyond the last end that was met.
 * @param longestMs longest response time of every selected transaction, 0 where it has none
 */
export async function timeExtents(
  database: Database,
  tables: RunTables,
  filter: SampleFilter,
  longestMs: ReadonlyMap<number, number>,
  signal: AbortSignal,
): Promise<ReadonlyMap<number, TimeExtent>> {
  const { run } = tables;
  if (run.startedAtUs === null || longestMs.size === 0 || !hasColumn(tables, 'started_at')) return new Map();
  const fromMs = Math.max(filter.time?.fromMs ?? 0, 0);
  const toMs = Math.min(filter.time?.toMs ?? Infinity, run.durationMs + 1);
  const edgeMs = Math.max((toMs - fromMs) * EDGE_SHARE, 1);
  const samples = selectSamples(tables, filter, ['transaction_id', 'started_at', 'elapsed_ms'], {
    kinds: 'all',
  });
  const question = (edge: Edge) => readEdge(database, samples, edge, signal);
  const startUs = run.startedAtUs;
  const at = (ms: number): number => startUs + Math.round(ms * 1000);

  const [firsts, lasts] = await Promise.all([
    question({ end: 'first', boundUs: at(fromMs + edgeMs), only: null }),
    question({ end: 'last', boundUs: at(toMs - edgeMs), only: null }),
  ]);
  const unmet = [...longestMs.keys()].filter((id) => !firsts.has(id));
  const inDoubt = [...longestMs].filter(([id, longest]) => {
    const last = lasts.get(id);
    return last === undefined || at(toMs - edgeMs) + longest * 1000 > last;
  });
  // Whoever was met needs looking no further back than its longest sample before the last end that is known.
  const earliest = inDoubt.reduce(
    (least, [id, longest]) => Math.min(least, (lasts.get(id) ?? -Infinity) - Math.ceil(longest * 1000)),
    Infinity,
  );
  const [moreFirsts, moreLasts] = await Promise.all([
    unmet.length === 0 ? null : question({ end: 'first', boundUs: null, only: unmet }),
    inDoubt.length === 0
      ? null
      : question({
          end: 'last',
          boundUs: Number.isFinite(earliest) ? Math.floor(earliest) : null,
          only: inDoubt.map(([id]) => id),
        }),
  ]);
  const out = new Map<number, TimeExtent>();
  for (const id of longestMs.keys()) {
    const firstStartUs = firsts.get(id) ?? moreFirsts?.get(id);
    const lastEndUs = moreLasts?.get(id) ?? lasts.get(id);
    if (firstStartUs !== undefined && lastEndUs !== undefined) out.set(id, { firstStartUs, lastEndUs });
  }
  return out;
}

/** How much of the selected time lies between the first start and the last end: gaps of the selection are no time. */
export function extentSeconds(extent: TimeExtent | null, { run }: RunTables, { time }: SampleFilter): number {
  if (extent === null) return 0;
  const lengthUs = extent.lastEndUs - extent.firstStartUs;
  const gaps = time?.gaps ?? [];
  if (gaps.length === 0 || run.startedAtUs === null) return lengthUs / 1e6;
  const fromMs = (extent.firstStartUs - run.startedAtUs) / 1000;
  const toMs = fromMs + lengthUs / 1000;
  const leftOutMs = gaps.reduce(
    (sum, gap) => sum + Math.max(0, Math.min(gap.toMs, toMs) - Math.max(gap.fromMs, fromMs)),
    0,
  );
  return (lengthUs / 1000 - leftOutMs) / 1000;
}

interface Edge {
  readonly end: 'first' | 'last';
  /** Samples that started before (`first`) or not before (`last`) this instant; null: all. */
  readonly boundUs: number | null;
  readonly only: readonly number[] | null;
}

async function readEdge(
  database: Database,
  samples: string,
  { end, boundUs, only }: Edge,
  signal: AbortSignal,
): Promise<Map<number, number>> {
  const where = ['started_at IS NOT NULL'];
  if (boundUs !== null)
    where.push(`started_at ${end === 'first' ? '<' : '>='} make_timestamp(${boundUs}::BIGINT)`);
  if (only !== null && only.length <= MAX_LISTED) where.push(`transaction_id IN (${only.join(', ')})`);
  // Multiplying a 32-bit column by a 32-bit number overflows beyond 35 minutes.
  const figure =
    end === 'first'
      ? 'epoch_us(min(started_at))'
      : 'max(epoch_us(started_at) + coalesce(elapsed_ms, 0)::DOUBLE * 1000)::DOUBLE';
  const table = await database.query(
    `SELECT transaction_id, ${figure} AS at_us FROM ${samples} WHERE ${where.join(' AND ')} GROUP BY transaction_id`,
    [],
    { signal },
  );
  const transaction = numberColumn(table, 'transaction_id').values;
  const atUs = numberColumn(table, 'at_us').values;
  const out = new Map<number, number>();
  for (let row = 0; row < table.rowCount; row++) out.set(transaction[row]!, atUs[row]!);
  return out;
}
