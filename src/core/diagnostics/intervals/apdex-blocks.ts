import { numberColumn } from '#shared/contract/columns.ts';
import { apdexThresholds, type ApdexSettings } from '#shared/model/apdex.ts';
import type { SampleFilter } from '#shared/model/filter.ts';
import type { Transaction } from '#shared/model/run.ts';
import { APDEX_TOLERATING } from '#shared/model/statistics.ts';
import type { Database } from '../../db/database.ts';
import { selectSamples, type RunTables } from '../../latency/selection.ts';
import { MIN_BLOCK_EVENTS, SUB_BLOCKS } from '../../statistics/block-selection.ts';
import type { ApdexBlocks } from './apdex-interval.ts';
import { selectedWindow, subBlockSql } from './block-cells.ts';

/** What Apdexes lack, by sub-blocks of the selected time. */
export interface SelectedApdexBlocks {
  /** Transactions that lack enough for an interval. */
  readonly byTransaction: ReadonlyMap<number, ApdexBlocks>;
  /** Of the counted transactions together; null where samples have no start. */
  readonly together: ApdexBlocks | null;
}

/** @param counted ids of what makes up the headline figures */
export async function readApdexBlocks(
  database: Database,
  tables: RunTables,
  transactions: readonly Transaction[],
  filter: SampleFilter,
  counted: ReadonlySet<number>,
  settings: ApdexSettings,
  signal: AbortSignal,
): Promise<SelectedApdexBlocks> {
  const { run } = tables;
  const window = selectedWindow(run, filter);
  if (run.startedAtUs === null || window.toMs <= window.fromMs)
    return { byTransaction: new Map(), together: null };
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
  const total = new Map<number, number>();
  for (let row = 0; row < table.rowCount; row++)
    total.set(id![row]!, (total.get(id![row]!) ?? 0) + lacking![row]!);
  const byTransaction = new Map<number, ApdexBlocks>();
  const together = noBlocks();
  for (let row = 0; row < table.rowCount; row++) {
    const [transaction, at] = [id![row]!, block![row]!];
    if (counted.has(transaction)) {
      together.lacking[at]! += lacking![row]!;
      together.sizes[at]! += n![row]!;
    }
    // Of a hundred thousand rare transactions none has blocks: see `chooseBlocks`.
    if (total.get(transaction)! < MIN_BLOCK_EVENTS) continue;
    let blocks = byTransaction.get(transaction);
    if (blocks === undefined) {
      blocks = noBlocks();
      byTransaction.set(transaction, blocks);
    }
    blocks.lacking[at] = lacking![row]!;
    blocks.sizes[at] = n![row]!;
  }
  return { byTransaction, together };
}

function noBlocks(): ApdexBlocks {
  return { lacking: new Float64Array(SUB_BLOCKS), sizes: new Float64Array(SUB_BLOCKS) };
}
