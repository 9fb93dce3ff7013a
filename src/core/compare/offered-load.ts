import { numberColumn } from '#shared/contract/columns.ts';
import type { TimeSpan } from '#shared/model/filter.ts';
import type { Run } from '#shared/model/run.ts';
import type { Database } from '../db/database.ts';
import { SUB_BLOCKS } from '../statistics/block-selection.ts';
import type { Loop } from './compared-sides.ts';

/** What an open-loop test was told to start within a window, and what of that it did, per sub-block of time. */
export interface OfferedLoad {
  readonly offered: Float64Array;
  readonly achieved: Float64Array;
}

/**
 * What the throughput of two sides can tell (method A6). In an open loop the rate is an input of the test: only the share
 * of the offered load that was achieved says something of the system.
 */
export type ThroughputBasis =
  | { readonly kind: 'rate' }
  | {
      readonly kind: 'offered';
      /** By run, in the order of the sides. */
      readonly baseline: readonly OfferedLoad[];
      readonly candidate: readonly OfferedLoad[];
    }
  | { readonly kind: 'input' };

export interface LoadedRun {
  readonly loop: Loop;
  /** Null where the files do not tell what was offered. */
  readonly offered: OfferedLoad | null;
}

/**
 * A k6 run that drops no iteration does not show that it has an arrival rate. So one run that is known to be open suffices
 * where all tell what was offered; that the others may be closed loops is what the check of the load model asks.
 */
export function throughputBasis(
  baseline: readonly LoadedRun[],
  candidate: readonly LoadedRun[],
): ThroughputBasis {
  const all = [...baseline, ...candidate];
  if (!all.some(({ loop }) => loop === 'open')) return { kind: 'rate' };
  const known = (side: readonly LoadedRun[]): OfferedLoad[] => side.flatMap(({ offered }) => offered ?? []);
  if (all.every(({ offered }) => offered !== null))
    return { kind: 'offered', baseline: known(baseline), candidate: known(candidate) };
  return all.every(({ loop }) => loop === 'open') ? { kind: 'input' } : { kind: 'rate' };
}

/**
 * k6 counts the iterations that it did, and those that it should have started and had no virtual user for.
 * @returns null where the files of the run do not count iterations within the window
 */
export async function readOfferedLoad(
  database: Database,
  run: Run,
  { fromMs, toMs }: TimeSpan,
  signal: AbortSignal,
): Promise<OfferedLoad | null> {
  if (run.startedAtUs === null || run.granularity === 'aggregated' || toMs <= fromMs) return null;
  const from = Math.round(run.startedAtUs + fromMs * 1000);
  // As the blocks of samples are cut.
  const widthUs = Math.ceil(((toMs - fromMs) * 1000) / SUB_BLOCKS);
  const table = await database.query(
    `SELECT ((epoch_us(p.at) - ${from}) // ${widthUs})::INTEGER AS sub_block,
       coalesce(sum(p.value) FILTER (m.name = 'iterations'), 0)::DOUBLE AS achieved,
       coalesce(sum(p.value) FILTER (m.name = 'dropped_iterations'), 0)::DOUBLE AS dropped
     FROM points p JOIN metrics m ON m.id = p.metric_id AND m.run_id = p.run_id
     WHERE p.run_id = $1 AND m.name IN ('iterations', 'dropped_iterations')
       AND epoch_us(p.at) >= ${from} AND epoch_us(p.at) < ${Math.round(run.startedAtUs + toMs * 1000)}
     GROUP BY sub_block`,
    [run.id],
    { signal },
  );
  const [subBlock, done, dropped] = ['sub_block', 'achieved', 'dropped'].map(
    (name) => numberColumn(table, name).values,
  );
  const achieved = new Float64Array(SUB_BLOCKS);
  const offered = new Float64Array(SUB_BLOCKS);
  for (let row = 0; row < table.rowCount; row++) {
    const at = subBlock![row]!;
    achieved[at] = done![row]!;
    offered[at] = done![row]! + dropped![row]!;
  }
  return achieved.some((count) => count > 0) ? { offered, achieved } : null;
}
