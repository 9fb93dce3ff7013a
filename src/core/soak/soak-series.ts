import type { EngineParams } from '#shared/contract/engine.ts';
import { EMPTY_TABLE, type ColumnTable } from '#shared/contract/columns.ts';
import type { Run } from '#shared/model/run.ts';
import type { SoakSeries } from '#shared/model/soak.ts';
import type { Database } from '../db/database.ts';
import { findMetric } from '../gates/metric-readings.ts';
import { floorPerMinute, MINUTE_MS, percentilesPerMinute } from './minute-values.ts';

type Asked = Pick<EngineParams<'soak.series'>, 'span' | 'trend'>;

/** The values per minute that a trend of {@link SoakReport} was looked for in; empty where there are none. */
export async function soakSeries(
  database: Database,
  run: Run,
  { span, trend }: Asked,
  signal: AbortSignal,
): Promise<SoakSeries> {
  if (run.startedAtUs === null) return { table: EMPTY_TABLE };
  if (trend.kind === 'latency') {
    if (run.granularity === 'aggregated') return { table: EMPTY_TABLE };
    const found = await percentilesPerMinute(database, run, span, trend.transactionId, signal);
    const series = found.get(trend.transactionId);
    return { table: tableOf(series?.minutes ?? [], series?.[trend.figure] ?? [], span.fromMs) };
  }
  const metric = await findMetric(database, run.id, trend.metric);
  if (metric === null) return { table: EMPTY_TABLE };
  const hosts = await floorPerMinute(database, run, metric, span, signal);
  const series = hosts.find(({ host }) => host === trend.host);
  return { table: tableOf(series?.minutes ?? [], series?.values ?? [], span.fromMs) };
}

function tableOf(minutes: ArrayLike<number>, values: ArrayLike<number>, fromMs: number): ColumnTable {
  return {
    rowCount: minutes.length,
    columns: {
      atMs: {
        kind: 'number',
        values: Float64Array.from(minutes, (minute) => fromMs + minute * MINUTE_MS),
        nulls: null,
      },
      value: { kind: 'number', values: Float64Array.from(values), nulls: null },
    },
  };
}
