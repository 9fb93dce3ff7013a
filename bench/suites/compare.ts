import type { CompareAnswer } from '../child/compare.ts';
import { pairWorkspace } from '../data/sample-workspace.ts';
import { medianOf, type Case, type CaseResult } from '../measure/interleave.ts';
import { median } from '../measure/statistics.ts';
import { runJob } from '../product/bundle.ts';
import { goal } from '../report/model.ts';
import { anyFailed, processTable, wallRatio } from '../report/process-table.ts';
import { count, megabytes, milliseconds, seconds, times } from '../report/units.ts';
import type { Part, PartReport } from './context.ts';
import { sameFacts } from './facts.ts';

const TRANSACTIONS = 20;
const PERCENTILES = 3;

/** Verdicts on all transactions of two large runs, beside one exact percentile of the same samples in SQL. */
export const compareVerdicts: Part = {
  id: 'verdicts',
  async run(context): Promise<PartReport> {
    const workspace = await pairWorkspace(context);
    const results = await context.measure([
      compareCase(workspace),
      percentileCase(workspace),
      abortCase(workspace),
    ]);
    const compared = results.get('compare');
    const table = processTable({
      id: 'verdicts',
      title: `Comparison of ${count(context.options.rows)} samples with as many`,
      about:
        'Fresh processes, from their start to their end: the engine opens the workspace and judges p50, p95 and p99 of 20 ' +
        'transactions by block bootstrap over the whole of both runs; one transaction of the candidate takes 1.3 times as ' +
        'long. The peer answers one question: the exact p95 of each transaction in both runs.',
      results,
      reference: 'compare',
      goals: {
        compare: [
          goal('verdicts complete after', verdictsAfter(compared), { atMost: 3000 }, seconds),
          goal('peak RSS', medianOf(compared, 'rssBytes'), { atMost: 800e6 }, megabytes),
        ],
        percentile: [goal('ours ÷ this', wallRatio(results, 'compare', 'percentile'), { atMost: 8 }, times)],
        abort: [goal('longest abort', longestAbort(results.get('abort')), { atMost: 200 }, milliseconds)],
      },
    });
    return { table, failed: anyFailed(results) };
  },
};

function compareCase(workspace: string): Case {
  return {
    id: 'compare',
    name: '**Loadstone**: verdicts on 20 transactions × 3 percentiles',
    run: () => runJob('compare', { workspace, abort: false }),
    check({ answer }) {
      const { verdicts, regressed } = answer as CompareAnswer;
      sameFacts({ verdicts: TRANSACTIONS * PERCENTILES, regressed: PERCENTILES }, { verdicts, regressed });
    },
  };
}

function percentileCase(workspace: string): Case {
  const question = `SELECT run_id, transaction_id, quantile_cont(elapsed_ms, 0.95) FROM samples GROUP BY ALL`;
  return {
    id: 'percentile',
    name: 'DuckDB alone: exact p95 of each transaction of both runs',
    run: () => runJob('duckdb', { database: workspace, statements: [], question }),
  };
}

function abortCase(workspace: string): Case {
  return {
    id: 'abort',
    name: '**Loadstone**: the same, then four more comparisons that are aborted',
    run: () => runJob('compare', { workspace, abort: true }),
  };
}

/** From the call to the result, in a fresh engine. */
function verdictsAfter(result: CaseResult | undefined): number {
  const samples = result?.samples ?? [];
  if (samples.length === 0) return NaN;
  return median(samples.map(({ answer }) => (answer as CompareAnswer).verdictsMs));
}

function longestAbort(result: CaseResult | undefined): number {
  const longest = (result?.samples ?? []).map(({ answer }) => Math.max(...(answer as CompareAnswer).abortMs));
  return longest.length === 0 ? NaN : Math.max(...longest);
}
