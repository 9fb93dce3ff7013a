import { numberAt, numberColumn } from '#shared/contract/columns.ts';
import { wholeRun, type TimeSpan } from '#shared/model/filter.ts';
import type { Run } from '#shared/model/run.ts';
import type { Database } from '../db/database.ts';
import { lowerEnvelope } from '../gates/judge-trend.ts';
import { lowestPerMinute, type MinuteSeries } from '../gates/metric-readings.ts';
import type { K6Metric } from '../latency/k6/metric-readings.ts';
import { runTables, selectSamples } from '../latency/selection.ts';

/** The values that soak trends are looked for in: per minute of the span (method E6). */

export const MINUTE_MS = 60_000;
/** A floor is the lowest of so many minutes; the first ones have fewer before them. */
export const ENVELOPE_MINUTES = 5;
/** Fewer samples of a transaction in a minute say nothing of its percentiles. */
const MIN_SAMPLES = 20;
/** With more, the busiest. */
const MAX_TRANSACTIONS = 100;

export interface MinutePercentiles {
  /** Minutes since the start of the span that have a value. */
  readonly minutes: number[];
  readonly p50: number[];
  readonly p95: number[];
}

/**
 * p50 and p95 in ms per full minute of the span.
 * @param which one transaction, all counted samples together (null), or these and the busiest transactions
 * @returns by transaction; null: all counted samples together
 */
export async function percentilesPerMinute(
  database: Database,
  run: Run,
  span: TimeSpan,
  which: number | null | 'busiest',
  signal: AbortSignal,
): Promise<Map<number | null, MinutePercentiles>> {
  const tables = await runTables(database, run);
  const samples = selectSamples(
    tables,
    { ...wholeRun(run.id), time: span, ...(typeof which === 'number' && { transactions: [which] }) },
    ['transaction_id', 'started_at', 'elapsed_ms'],
    { kinds: 'counted' },
  );
  const originUs = Math.round(run.startedAtUs! + span.fromMs * 1000);
  const full = Math.floor((span.toMs - span.fromMs) / MINUTE_MS);
  const busiest = `SELECT transaction_id AS busy FROM rows GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT ${MAX_TRANSACTIONS}`;
  const [kept, sets] =
    which === 'busiest'
      ? [`transaction_id IN (${busiest})`, '(transaction_id, minute), (minute)']
      : ['true', which === null ? '(minute)' : '(transaction_id, minute)'];
  const table = await database.query(
    `WITH rows AS (SELECT transaction_id, ((epoch_us(started_at) - ${originUs}) // 60000000)::INTEGER AS minute, elapsed_ms
       FROM ${samples} WHERE elapsed_ms IS NOT NULL)
     SELECT id, minute, p[1]::DOUBLE AS p50, p[2]::DOUBLE AS p95 FROM (
       SELECT ${which === null ? 'NULL::INTEGER' : 'transaction_id'} AS id, minute, quantile_cont(elapsed_ms, [0.5, 0.95]) AS p
       FROM rows WHERE minute < ${full} AND ${kept}
       GROUP BY GROUPING SETS (${sets}) HAVING count(*) >= ${MIN_SAMPLES})
     ORDER BY id, minute`,
    [],
    { signal },
  );
  const [id, minute, p50, p95] = ['id', 'minute', 'p50', 'p95'].map((name) => numberColumn(table, name));
  const out = new Map<number | null, MinutePercentiles>();
  for (let row = 0; row < table.rowCount; row++) {
    const key = numberAt(id!, row);
    const values = out.get(key) ?? { minutes: [], p50: [], p95: [] };
    out.set(key, values);
    values.minutes.push(minute!.values[row]!);
    values.p50.push(p50!.values[row]!);
    values.p95.push(p95!.values[row]!);
  }
  return out;
}

/** What is left of a reading after garbage is collected: the lowest of the last five minutes, by host. */
export async function floorPerMinute(
  database: Database,
  run: Run,
  metric: K6Metric,
  span: TimeSpan,
  signal: AbortSignal,
): Promise<MinuteSeries[]> {
  const series = await lowestPerMinute(database, run, metric, span, signal);
  return series.map(({ host, minutes, values }) => ({
    host,
    minutes,
    values: lowerEnvelope(values, ENVELOPE_MINUTES),
  }));
}
