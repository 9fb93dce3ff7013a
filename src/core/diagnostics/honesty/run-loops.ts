import type { Run } from '#shared/model/run.ts';
import { runTables } from '../../latency/selection.ts';
import { SharedAnswers } from '../../sharing/shared-answers.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import type { LoopFacts } from './loop-facts.ts';

/** Both sides of a comparison, and some before them; a few numbers each. */
const MOST_RUNS = 20;

/**
 * How the runs of the open workspace made their load, read once: the honesty of a run and every comparison with it ask
 * for that.
 */
export class RunLoops {
  private readonly read = new SharedAnswers<LoopFacts>(MOST_RUNS, 'The load model');

  /** @throws {AppError} `cancelled` */
  of(
    { path, figuresRevision, database }: Pick<Workspace, 'path' | 'figuresRevision' | 'database'>,
    run: Run,
    signal: AbortSignal,
  ): Promise<LoopFacts> {
    return this.read.get(
      JSON.stringify([path, figuresRevision, run.id]),
      async (aborted) => {
        const { readLoopFacts } = await import('./loop-facts.ts');
        return readLoopFacts(database, await runTables(database, run), aborted);
      },
      signal,
    );
  }
}
