import { numberAt, numberColumn } from '#shared/contract/columns.ts';
import type { SampleFilter, TimeSpan } from '#shared/model/filter.ts';
import type { Run } from '#shared/model/run.ts';
import type { Database } from '../db/database.ts';
import { runTables, selectSamples } from '../latency/selection.ts';
import type { Figure } from './rule.ts';
import { percentileOfFigure } from './rule.ts';

/** Figures of windows of equal length, exact, as `latency.series` cannot give them: its buckets have lengths of its own. */

export interface WindowGrid {
  /** ms since the start of the run. */
  readonly fromMs: number;
  readonly widthMs: number;
  readonly count: number;
}

export interface WindowFigure {
  readonly window: number;
  readonly samples: number;
  readonly failures: number;
  /** Of response times, by the figure that was asked for; null where no sample has a time. */
  readonly value: number | null;
}

/** Only whole windows: a shorter one at the end is another question. */
export function gridOf({ fromMs, toMs }: TimeSpan, widthMs: number, offsetMs = 0): WindowGrid {
  const start = fromMs + offsetMs;
  return { fromMs: start, widthMs, count: Math.max(0, Math.floor((toMs - start) / widthMs + 1e-9)) };
}

export function windowSpan({ fromMs, widthMs }: WindowGrid, window: number): TimeSpan {
  const start = fromMs + window * widthMs;
  return { fromMs: start, toMs: start + widthMs };
}

/** The database sorts the values of a group in memory: it is given about so many samples at a time. */
const SAMPLES_AT_A_TIME = 4_000_000;

/**
 * Windows that have samples, by transaction, ascending.
 * @param together one row per window for all selected transactions, under the key null
 * @param figure null: only counts
 */
export async function windowFigures(
  database: Database,
  run: Run,
  filter: SampleFilter,
  grid: WindowGrid,
  figure: Figure | null,
  together: boolean,
  signal: AbortSignal,
): Promise<Map<number | null, WindowFigure[]>> {
  const out = new Map<number | null, WindowFigure[]>();
  if (run.startedAtUs === null || grid.count === 0) return out;
  const tables = await runTables(database, run);
  const perWindow = (run.samples * grid.widthMs) / Math.max(run.durationMs, grid.widthMs);
  const atATime = Math.max(1, Math.floor(SAMPLES_AT_A_TIME / Math.max(perWindow, 1)));
  const originUs = Math.round(run.startedAtUs + grid.fromMs * 1000);
  const widthUs = Math.round(grid.widthMs * 1000);
  const columns = [
    'count(*) AS n',
    'count(*) FILTER (NOT ok) AS failed',
    `${figure === null ? 'NULL' : valueSql(figure)}::DOUBLE AS value`,
  ].join(', ');
  for (let first = 0; first < grid.count; first += atATime) {
    const last = Math.min(grid.count, first + atATime);
    const time = { fromMs: windowSpan(grid, first).fromMs, toMs: windowSpan(grid, last).fromMs };
    const samples = selectSamples(
      tables,
      { ...filter, time },
      ['transaction_id', 'started_at', 'elapsed_ms', 'ok'],
      {
        kinds: 'counted',
      },
    );
    const table = await database.query(
      `SELECT ${together ? 'NULL::INTEGER' : 'transaction_id'} AS id,
         ((epoch_us(started_at) - ${originUs}) // ${widthUs})::INTEGER AS w, ${columns}
       FROM ${samples} GROUP BY id, w ORDER BY id, w`,
      [],
      { signal },
    );
    const [id, w, n, failed, value] = ['id', 'w', 'n', 'failed', 'value'].map((name) =>
      numberColumn(table, name),
    );
    for (let row = 0; row < table.rowCount; row++) {
      const key = numberAt(id!, row);
      const list = out.get(key) ?? [];
      if (list.length === 0) out.set(key, list);
      list.push({
        window: numberAt(w!, row)!,
        samples: numberAt(n!, row)!,
        failures: numberAt(failed!, row)!,
        value: numberAt(value!, row),
      });
    }
  }
  return out;
}

/** `quantile_cont` is type 7, as all percentiles here. */
function valueSql(figure: Figure): string {
  const percentile = percentileOfFigure(figure);
  if (percentile !== null) return `quantile_cont(elapsed_ms, ${percentile / 100})`;
  if (figure.kind === 'mean') return 'favg(elapsed_ms)';
  return `${figure.kind}(elapsed_ms)`;
}
