import type { Run } from '#shared/model/run.ts';
import type { Database } from '../db/database.ts';
import { loadModel } from '../diagnostics/honesty/load-model.ts';
import { readLoopFacts, type LoopFacts } from '../diagnostics/honesty/loop-facts.ts';
import { runTables } from '../latency/selection.ts';
import type { Loop } from './compared-sides.ts';

/** How a run made its load (method E10); null where its files do not tell. */
export async function loopOf(database: Database, run: Run, signal: AbortSignal): Promise<Loop> {
  return loopFrom(run, await readLoopFacts(database, await runTables(database, run), signal));
}

/** The same from facts that were read. */
export function loopFrom(run: Run, facts: LoopFacts): Loop {
  const { loop } = loadModel({ ...facts, run });
  return loop === 'closed' || loop === 'open' ? loop : null;
}
