import type { HonestyItem } from '#shared/model/diagnostics.ts';
import type { Run, Source } from '#shared/model/run.ts';
import type { Database } from '../../db/database.ts';
import { clockItem, roundingItem } from './clock-items.ts';
import { doubleCountingItem } from './double-counting-item.ts';
import { generatorItem } from './generator-item.ts';
import { littlesLawItem } from './littles-law-item.ts';
import { loadModel, loopItem } from './load-model.ts';
import { readLoopFacts, type ReadLoopFacts } from './loop-facts.ts';
import { missingColumnsItem } from './missing-columns-item.ts';
import { omissionItem } from './omission-item.ts';
import { quantileItem } from './quantile-item.ts';
import { rejectedRowsItem } from './rejected-rows-item.ts';
import { reportHonesty } from './report-honesty.ts';
import { readRunFacts } from './run-facts.ts';

/**
 * How far the figures of a run can be trusted, one statement per code (methods E3 and E10 among them). Everything is
 * concluded from aggregates that the database computes; orders within threads are read from threads drawn by a hash of
 * their number, so that the same run always gives the same statements.
 * @param sources those of the run
 * @param readLoop how the load was made, where somebody else asked for it before
 */
export async function honestyOf(
  database: Database,
  run: Run,
  sources: readonly Source[],
  signal: AbortSignal,
  readLoop: ReadLoopFacts = (tables, aborted) => readLoopFacts(database, tables, aborted),
): Promise<HonestyItem[]> {
  if (run.granularity === 'aggregated') return reportHonesty(database, run, sources);
  const facts = await readRunFacts(database, run, sources, readLoop, signal);
  const model = loadModel(facts);
  return [
    loopItem(facts, model),
    omissionItem(facts, model),
    littlesLawItem(facts.audit, facts.usersFrom, facts.flow !== null, model.loop),
    quantileItem(run, facts.largestTransaction),
    clockItem(run, facts.values),
    roundingItem(run, facts.values),
    missingColumnsItem(facts.tables, facts.usersFrom === 'tool'),
    doubleCountingItem(facts),
    generatorItem(facts),
    rejectedRowsItem(sources),
  ];
}
