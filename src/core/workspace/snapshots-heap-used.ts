import { numberAt, numberColumn, textAt, textColumn } from '#shared/contract/columns.ts';
import type { HeapUsed } from '#shared/model/heap-growth.ts';
import type { Database } from '../db/database.ts';
import { textLiteral } from '../db/literals.ts';
import { seriesOf } from './heap-series.ts';

/** Readings that a chart can show beside each other; of more the last one of each piece of time is kept. */
const MAX_READINGS = 1000;
/** Names of what a runtime says it uses of its heap: `heap_used`, `nodejs.heap.used`, PerfMon's `JMX …:memory-usage`. */
const HEAP_USED = /heap[\s._-]*(size[\s._-]*)?us(ed|age)|us(ed|age)[\s._-]*heap|\bjmx\b.*\bmemory-usage\b/iu;
/** Parts of it, and what is beside it. */
const NOT_HEAP = /non[\s._-]*heap|pool|percent|ratio|%/iu;

/**
 * Heap used over the linked run of a series, as far as metrics of the run tell it in a known unit.
 * @returns one line per metric and host, by name; empty without a run
 * @throws {AppError} `not-found`, `cancelled`
 */
export async function heapUsed(
  database: Database,
  seriesId: number,
  signal: AbortSignal,
): Promise<readonly HeapUsed[]> {
  const { runId } = await seriesOf(database, seriesId);
  if (runId === null) return [];
  const metrics = await database.rows(
    'SELECT DISTINCT name, contains FROM metrics WHERE run_id = ? ORDER BY name',
    [runId],
  );
  const lines: HeapUsed[] = [];
  for (const row of metrics) {
    const name = String(row['name']);
    if (!HEAP_USED.test(name) || NOT_HEAP.test(name)) continue;
    const scale = bytesPerUnit(name, String(row['contains']));
    if (scale !== null) lines.push(...(await readings(database, runId, name, scale, signal)));
  }
  return lines;
}

const UNITS: Readonly<Record<string, number>> = {
  byte: 1,
  bytes: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
};

/** Null where nobody says what it is counted in. */
function bytesPerUnit(name: string, contains: string): number | null {
  const unit = /(?:^|[^a-z])([kmg]i?b|bytes?)(?:[^a-z]|$)/iu.exec(name)?.[1]?.toLowerCase();
  if (unit !== undefined) return UNITS[unit] ?? null;
  return contains === 'data' || /\bjmx\b/iu.test(name) ? 1 : null;
}

async function readings(
  database: Database,
  runId: number,
  metric: string,
  scale: number,
  signal: AbortSignal,
): Promise<HeapUsed[]> {
  const table = await database.query(
    `WITH readings AS (
       SELECT host.value AS host, epoch_us(p."at") - epoch_us(r.started_at) AS us, p.value::DOUBLE AS value
       FROM points p JOIN metrics m ON m.id = p.metric_id AND m.run_id = p.run_id JOIN runs r ON r.id = p.run_id
       LEFT JOIN tags host ON host.source_id = p.source_id AND host.tag_set_id = p.tag_set_id AND host.key = 'host'
       WHERE p.run_id = ${runId} AND m.name = ${textLiteral(metric)} AND p.value IS NOT NULL AND r.started_at IS NOT NULL),
     span AS (SELECT min(us) AS low, greatest(1, (max(us) - min(us)) / ${MAX_READINGS}.0) AS step FROM readings)
     SELECT host, max(us)::DOUBLE / 1000 AS ms, arg_max(value, us) AS value
     FROM readings, span GROUP BY host, floor((us - low) / step) ORDER BY host, ms`,
    [],
    { signal },
  );
  const [host, ms, value] = [
    textColumn(table, 'host'),
    numberColumn(table, 'ms'),
    numberColumn(table, 'value'),
  ];
  const lines = new Map<string | null, { ms: number[]; bytes: number[] }>();
  for (let row = 0; row < table.rowCount; row++) {
    const of = textAt(host, row);
    const line = lines.get(of) ?? { ms: [], bytes: [] };
    line.ms.push(numberAt(ms, row) ?? 0);
    line.bytes.push((numberAt(value, row) ?? 0) * scale);
    lines.set(of, line);
  }
  return [...lines].map(([of, line]) => ({
    metric,
    host: of,
    elapsedMs: Float64Array.from(line.ms),
    bytes: Float64Array.from(line.bytes),
  }));
}
