import { sampleWorkspace } from '../data/sample-workspace.ts';
import type { Case } from '../measure/interleave.ts';
import { runMeasured } from '../measure/run-process.ts';
import { runJob } from '../product/bundle.ts';
import { goal } from '../report/model.ts';
import { anyFailed, processTable, wallRatio } from '../report/process-table.ts';
import { count, times } from '../report/units.ts';
import type { Part, PartReport } from './context.ts';
import { sameFacts } from './facts.ts';

type Question = 'runs' | 'means' | 'summary';

const TRANSACTIONS = 20;

/** From nothing to the first answer of a large workspace. */
export const queryFirst: Part = {
  id: 'first',
  async run(context): Promise<PartReport> {
    const workspace = await sampleWorkspace(context);
    const results = await context.measure(
      [
        emptyNode,
        questionCase(workspace, 'runs', 'open, list of runs with samples, failures, duration', 1),
        questionCase(workspace, 'means', 'open, count and mean of each transaction', TRANSACTIONS),
        questionCase(workspace, 'summary', 'open, all exact figures of each transaction', TRANSACTIONS),
        plainCase(workspace),
      ],
      3,
    );
    const table = processTable({
      id: 'first',
      title: `First answer of a workspace with ${count(context.options.rows)} samples`,
      about:
        'Fresh processes, from their start to their end: Node, the engine, DuckDB’s library, opening the file, one ' +
        'question through the contract, closing.',
      results,
      reference: 'means',
      goals: { empty: [goal('ours ÷ this', wallRatio(results, 'means', 'empty'), { atMost: 4 }, times)] },
    });
    return { table, failed: anyFailed(results) };
  },
};

export const emptyNode: Case = {
  id: 'empty',
  name: 'Node that does nothing',
  run: () => runMeasured([process.execPath, '-e', '0']),
};

function questionCase(workspace: string, question: Question, words: string, rows: number): Case {
  return {
    id: question,
    name: `**Loadstone**: ${words}`,
    run: () => runJob('first-figures', { workspace, question }),
    check: ({ answer }) => sameFacts({ rows }, answer),
  };
}

/** The least that any program with this database needs. */
function plainCase(workspace: string): Case {
  const question = 'SELECT count(*), avg(elapsed_ms) FROM samples_1';
  return {
    id: 'plain',
    name: 'DuckDB alone: open, count and mean of all samples',
    run: () => runJob('duckdb', { database: workspace, statements: [], question }),
  };
}
