import { numberAt, numberColumn, textAt, textColumn } from '#shared/contract/columns.ts';
import type { Database } from '../../db/database.ts';
import type { RunTables } from '../../latency/selection.ts';
import { countedRows, someSourceHas } from './counted-rows.ts';

/** Signs that the machine which made the load, and not the system under test, set the pace. */
export interface GeneratorFacts {
  /** k6: iterations that had to be left out, because no virtual user was free. Null: the file does not count them. */
  readonly droppedIterations: number | null;
  /** k6: all scenarios of the run dropped some, so that all of them have an arrival rate. */
  readonly allScenariosDrop: boolean;
  /** Gatling: how users started, as the reader saw it; null: it is not known. */
  readonly injection: 'open' | 'closed' | 'mixed' | null;
  /** Mean of a part of the response in the first and in the last quarter of the run, ms. */
  readonly growth: readonly {
    readonly part: 'connect' | 'blocked';
    readonly firstMs: number;
    readonly lastMs: number;
  }[];
  /** CPU load of monitored hosts, percent. */
  readonly cpu: readonly {
    readonly host: string | null;
    readonly mean: number;
    readonly p95: number;
    /** The host is the machine itself on which the load generator ran. */
    readonly local: boolean;
  }[];
}

export async function readGeneratorFacts(
  database: Database,
  tables: RunTables,
  signal: AbortSignal,
): Promise<GeneratorFacts> {
  const [dropped, injection, growth, cpu] = await Promise.all([
    readDropped(database, tables, signal),
    readInjection(database, tables),
    readGrowth(database, tables, signal),
    readCpu(database, tables, signal),
  ]);
  return { ...dropped, injection, growth, cpu };
}

async function readDropped(
  database: Database,
  { run }: RunTables,
  signal: AbortSignal,
): Promise<Pick<GeneratorFacts, 'droppedIterations' | 'allScenariosDrop'>> {
  const table = await database.query(
    `WITH dropped AS (SELECT value, source_id, tag_set_id FROM points WHERE run_id = $1
       AND metric_id IN (SELECT id FROM metrics WHERE run_id = $1 AND name = 'dropped_iterations')),
     scenarios AS (SELECT source_id, tag_set_id, value FROM tags WHERE key = 'scenario'
       AND source_id IN (SELECT id FROM sources WHERE run_id = $1))
     SELECT (SELECT sum(value)::DOUBLE FROM dropped) AS dropped,
       (SELECT count(DISTINCT value) FROM scenarios) AS scenarios,
       (SELECT count(DISTINCT s.value) FROM dropped d JOIN scenarios s USING (source_id, tag_set_id)) AS dropping`,
    [run.id],
    { signal },
  );
  const [droppedIterations, scenarios, dropping] = ['dropped', 'scenarios', 'dropping'].map((name) =>
    numberAt(numberColumn(table, name), 0),
  );
  return { droppedIterations: droppedIterations!, allScenariosDrop: scenarios === dropping };
}

/** Of all sources of the run together; null where one of them does not tell. */
async function readInjection(database: Database, { run }: RunTables): Promise<GeneratorFacts['injection']> {
  const rows = await database.rows(`SELECT properties FROM sources WHERE run_id = ?`, [run.id]);
  const told = rows.map((row) => {
    const { injection } = JSON.parse(String(row['properties'])) as Readonly<Record<string, unknown>>;
    return injection === 'open' || injection === 'closed' || injection === 'mixed' ? injection : null;
  });
  const [first = null] = told;
  if (first === null || told.includes(null)) return null;
  return told.every((injection) => injection === first) ? first : 'mixed';
}

async function readGrowth(
  database: Database,
  tables: RunTables,
  signal: AbortSignal,
): Promise<GeneratorFacts['growth']> {
  const { run } = tables;
  const parts = (['connect', 'blocked'] as const).filter((part) => someSourceHas(tables, `${part}_ms`));
  if (run.startedAtUs === null || parts.length === 0) return [];
  const edge = (share: number): string =>
    `make_timestamp(${Math.round(run.startedAtUs! + run.durationMs * share * 1000)}::BIGINT)`;
  const means = parts.flatMap((part) => [
    `avg(${part}_ms) FILTER (started_at < ${edge(0.25)}) AS ${part}_first`,
    `avg(${part}_ms) FILTER (started_at >= ${edge(0.75)}) AS ${part}_last`,
  ]);
  const table = await database.query(
    `SELECT ${means.join(', ')} FROM ${countedRows(tables, ['started_at', 'connect_ms', 'blocked_ms'])}
     WHERE started_at < ${edge(0.25)} OR started_at >= ${edge(0.75)}`,
    [],
    { signal },
  );
  return parts.flatMap((part) => {
    const firstMs = numberAt(numberColumn(table, `${part}_first`), 0);
    const lastMs = numberAt(numberColumn(table, `${part}_last`), 0);
    return firstMs === null || lastMs === null ? [] : [{ part, firstMs, lastMs }];
  });
}

const LOCAL = new Set(['localhost', '127.0.0.1', '::1', '0:0:0:0:0:0:0:1']);

async function readCpu(
  database: Database,
  { run }: RunTables,
  signal: AbortSignal,
): Promise<GeneratorFacts['cpu']> {
  // PerfMon's default CPU reading is the combined load; its parts (user, idle, …) have longer names.
  const table = await database.query(
    `SELECT h.value AS host, avg(p.value) AS mean, quantile_cont(p.value, 0.95) AS p95
     FROM points p JOIN metrics m ON m.id = p.metric_id
     LEFT JOIN tags h ON h.source_id = p.source_id AND h.tag_set_id = p.tag_set_id AND h.key = 'host'
     WHERE p.run_id = $1 AND m.run_id = $1 AND m.name IN ('CPU', 'CPU combined') GROUP BY host ORDER BY host`,
    [run.id],
    { signal },
  );
  return Array.from({ length: table.rowCount }, (_, row) => {
    const host = textAt(textColumn(table, 'host'), row);
    return {
      host,
      mean: numberAt(numberColumn(table, 'mean'), row) ?? 0,
      p95: numberAt(numberColumn(table, 'p95'), row) ?? 0,
      local: host !== null && LOCAL.has(host.toLowerCase()),
    };
  });
}
