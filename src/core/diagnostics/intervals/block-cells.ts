import { numberColumn } from '#shared/contract/columns.ts';
import type { SampleFilter, SelectedTime } from '#shared/model/filter.ts';
import type { Run } from '#shared/model/run.ts';
import { clipTime, selectedMs } from '#shared/model/time-spans.ts';
import type { Database } from '../../db/database.ts';
import { selectedUsSql } from '../../latency/selected-time.ts';
import { selectSamples, type RunTables } from '../../latency/selection.ts';
import { SUB_BLOCKS } from '../../statistics/block-selection.ts';
import { LATENCY_BINS, type BlockCells } from '../../statistics/log-histogram.ts';

export interface SelectedCells {
  /** By transaction; empty where samples have no start. */
  readonly cells: ReadonlyMap<number, BlockCells>;
  /** Length of the selected time. */
  readonly windowMs: number;
}

/** The part of the run that is selected; of no length where that is none of it. */
export function selectedWindow({ durationMs }: Run, filter: SampleFilter): SelectedTime {
  const fromMs = Math.max(filter.time?.fromMs ?? 0, 0);
  const toMs = Math.max(fromMs, Math.min(filter.time?.toMs ?? Infinity, durationMs));
  if (filter.time?.gaps === undefined) return { fromMs, toMs };
  return clipTime(filter.time, { fromMs, toMs }) ?? { fromMs, toMs: fromMs };
}

/** SQL of the sub-block of a window that a sample starts in: equal parts of what is selected, across its gaps. */
export function subBlockSql(startedAtUs: number, window: SelectedTime): string {
  const passedUs = selectedUsSql(startedAtUs, window.fromMs * 1000, window.gaps ?? []);
  const lengthUs = Math.max(1, Math.round(selectedMs(window, window) * 1000));
  // Whole numbers: dividing those is what the database is fastest at.
  return `least(greatest(${passedUs} * ${SUB_BLOCKS} // ${lengthUs}, 0), ${SUB_BLOCKS - 1})::INTEGER`;
}

/** Sub-block and bin in one number, so that counting has one key less. */
const CODES = 8192;

/** Counts of the selected samples by transaction, sub-block of the selected time, and bin of {@link LATENCY_BINS}. */
export async function readBlockCells(
  database: Database,
  tables: RunTables,
  filter: SampleFilter,
  signal: AbortSignal,
): Promise<SelectedCells> {
  const { run } = tables;
  const window = selectedWindow(run, filter);
  const windowMs = selectedMs(window, window);
  if (run.startedAtUs === null || windowMs === 0) return { cells: new Map(), windowMs };
  const { perE, one, count } = LATENCY_BINS;
  const samples = selectSamples(tables, filter, ['transaction_id', 'started_at', 'elapsed_ms'], {
    kinds: 'all',
  });
  const table = await database.query(
    `SELECT transaction_id AS id, ${subBlockSql(run.startedAtUs, window)} * ${CODES}
         + CASE WHEN elapsed_ms > 0 THEN least(greatest(${one} + floor(ln(elapsed_ms) * ${perE}e0)::INTEGER, 1), ${count - 1}) ELSE 0 END AS code,
       count(*)::UINTEGER AS n
     FROM ${samples} WHERE started_at IS NOT NULL AND elapsed_ms IS NOT NULL GROUP BY id, code ORDER BY id, code`,
    [],
    { signal },
  );
  const [id, code, n] = ['id', 'code', 'n'].map((name) => numberColumn(table, name).values);
  const cells = new Map<number, BlockCells>();
  let from = 0;
  for (let row = 1; row <= table.rowCount; row++) {
    if (row < table.rowCount && id![row] === id![from]) continue;
    const codes = code!.subarray(from, row);
    cells.set(id![from]!, {
      subBlocks: Uint8Array.from(codes, (each) => Math.floor(each / CODES)),
      bins: Uint16Array.from(codes, (each) => each % CODES),
      counts: n!.subarray(from, row),
      length: row - from,
    });
    from = row;
  }
  return { cells, windowMs };
}

/** Cells of several transactions as one; null where there are none. */
export function joinCells(parts: readonly BlockCells[]): BlockCells | null {
  const length = parts.reduce((sum, cells) => sum + cells.length, 0);
  if (length === 0) return null;
  const [subBlocks, bins, counts] = [
    new Uint8Array(length),
    new Int32Array(length),
    new Float64Array(length),
  ];
  let at = 0;
  for (const part of parts) {
    subBlocks.set(part.subBlocks, at);
    bins.set(part.bins, at);
    counts.set(part.counts, at);
    at += part.length;
  }
  return { subBlocks, bins, counts, length };
}
