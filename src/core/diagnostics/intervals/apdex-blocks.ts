import { numberColumn } from '#shared/contract/columns.ts';
import { apdexThresholds, type ApdexSettings } from '#shared/model/apdex.ts';
import type { SampleFilter } from '#shared/model/filter.ts';
import type { Transaction } from '#shared/model/run.ts';
import { APDEX_TOLERATING } from '#shared/model/statistics.ts';
import type { Database } from '../../db/database.ts';
import { selectSamples, type RunTables } from '../../latency/selection.ts';
import { SUB_BLOCKS } from '../../statistics/block-selection.ts';
import type { ApdexBlocks } from './apdex-interval.ts';
import { selectedWindow, subBlockSql } from './block-cells.ts';

/** What the Apdex of each transaction lacks, by sub-blocks of the selected time; empty where samples have no start. */
export async function readApdexBlocks(
  database: Database,
  tables: RunTables,
  transactions: readonly Transaction[],
  filter: SampleFilter,
  settings: ApdexSettings,
  signal: AbortSignal,
): Promise<ReadonlyMap<number, ApdexBlocks>> {
  const { run } = tables;
  const window = selectedWindow(run, filter);
  if (run.startedAtUs === null || window.toMs <= window.fromMs) return new Map();
  const samples = selectSamples(tables, filter, ['transaction_id', 'started_at', 'elapsed_ms', 'ok'], {
    kinds: 'all',
  });
  const thresholdOf = apdexThresholds(settings);
  const own = transactions.filter(({ label }) => thresholdOf(label) !== settings.tMs);
  const list = (of: (transaction: Transaction) => number, type: string): string =>
    `unnest([${own.map(of).join(', ')}]::${type}[])`;
  const t = own.length === 0 ? `${settings.tMs}::DOUBLE` : `coalesce(own.t, ${settings.tMs}::DOUBLE)`;
  const join =
    own.length === 0
      ? ''
      : `LEFT JOIN (SELECT ${list(({ id }) => id, 'INTEGER')} AS id, ${list(({ label }) => thresholdOf(label), 'DOUBLE')} AS t) own
           ON own.id = s.transaction_id`;
  const table = await database.query(
    `SELECT s.transaction_id AS id, ${subBlockSql(run.startedAtUs, window)} AS block, count(*) AS n,
       sum(CASE WHEN NOT s.ok THEN 1e0 WHEN s.elapsed_ms <= ${t} THEN 0e0
                WHEN s.elapsed_ms <= ${APDEX_TOLERATING[settings.mode]} * ${t} THEN 0.5e0 ELSE 1e0 END) AS lacking
     FROM ${samples} s ${join}
     WHERE s.started_at IS NOT NULL AND s.elapsed_ms IS NOT NULL GROUP BY ALL`,
    [],
    { signal },
  );
  const [id, block, n, lacking] = ['id', 'block', 'n', 'lacking'].map(
    (name) => numberColumn(table, name).values,
  );
  const out = new Map<number, ApdexBlocks>();
  for (let row = 0; row < table.rowCount; row++) {
    let blocks = out.get(id![row]!);
    if (blocks === undefined) {
      blocks = { lacking: new Float64Array(SUB_BLOCKS), sizes: new Float64Array(SUB_BLOCKS) };
      out.set(id![row]!, blocks);
    }
    blocks.lacking[block![row]!] = lacking![row]!;
    blocks.sizes[block![row]!] = n![row]!;
  }
  return out;
}

/** Blocks of several transactions as one. */
export function joinApdexBlocks(parts: readonly ApdexBlocks[]): ApdexBlocks | null {
  if (parts.length === 0) return null;
  const sum = (of: (part: ApdexBlocks) => Float64Array): Float64Array => {
    const out = new Float64Array(SUB_BLOCKS);
    for (const part of parts) of(part).forEach((value, i) => (out[i]! += value));
    return out;
  };
  return { lacking: sum(({ lacking }) => lacking), sizes: sum(({ sizes }) => sizes) };
}
