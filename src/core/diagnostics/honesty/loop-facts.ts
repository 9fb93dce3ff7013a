import type { Database } from '../../db/database.ts';
import type { RunTables } from '../../latency/selection.ts';
import { readGeneratorFacts, type GeneratorFacts } from './generator-facts.ts';
import { readThreadOrder, type ThreadOrder } from './thread-order.ts';

/** What tells how the load of a run was made: a pass over its threads. */
export interface LoopFacts {
  readonly order: ThreadOrder | null;
  readonly generator: GeneratorFacts;
}

export type ReadLoopFacts = (tables: RunTables, signal: AbortSignal) => Promise<LoopFacts>;

export async function readLoopFacts(
  database: Database,
  tables: RunTables,
  signal: AbortSignal,
): Promise<LoopFacts> {
  const [order, generator] = await Promise.all([
    readThreadOrder(database, tables, signal),
    readGeneratorFacts(database, tables, signal),
  ]);
  return { order, generator };
}
