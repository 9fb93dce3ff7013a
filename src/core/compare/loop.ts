import type { Run } from '#shared/model/run.ts';
import type { Database } from '../db/database.ts';
import { readGeneratorFacts } from '../diagnostics/honesty/generator-facts.ts';
import { loadModel } from '../diagnostics/honesty/load-model.ts';
import { readThreadOrder } from '../diagnostics/honesty/thread-order.ts';
import { runTables } from '../latency/selection.ts';
import type { Loop } from './compared-sides.ts';

/** How a run made its load (method E10); null where its files do not tell. */
export async function loopOf(database: Database, run: Run, signal: AbortSignal): Promise<Loop> {
  const tables = await runTables(database, run);
  const [order, generator] = await Promise.all([
    readThreadOrder(database, tables, signal),
    readGeneratorFacts(database, tables, signal),
  ]);
  const { loop } = loadModel({ order, generator, run });
  return loop === 'closed' || loop === 'open' ? loop : null;
}
