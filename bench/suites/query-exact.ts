import { sampleWorkspace } from '../data/sample-workspace.ts';
import type { ExactAnswer } from '../child/exact.ts';
import type { QuantilesAnswer } from '../child/quantiles-sql.ts';
import type { CaseResult } from '../measure/interleave.ts';
import { median, percentile } from '../measure/statistics.ts';
import { runJob } from '../product/bundle.ts';
import { goal, type Goal, type ReportRow } from '../report/model.ts';
import { anyFailed, remarkOn } from '../report/process-table.ts';
import { count, milliseconds } from '../report/units.ts';
import type { Part, PartReport } from './context.ts';

const LIMIT_MS = 250;
const FILTERED_MS = 500;

/** Exact figures of a warm engine, beside the database's own exact quantiles. */
export const queryExact: Part = {
  id: 'exact',
  async run(context): Promise<PartReport> {
    const workspace = await sampleWorkspace(context);
    const results = await context.measure([
      { id: 'exact', name: 'exact figures', run: () => runJob('exact', { workspace }) },
      { id: 'sql', name: 'quantiles in SQL', run: () => runJob('quantiles-sql', { workspace }) },
    ]);
    const ours = (read: (answer: ExactAnswer) => readonly number[]): Spread =>
      spreadOf(results.get('exact')!, (answer) => read(answer as ExactAnswer));
    const theirs = (read: (answer: QuantilesAnswer) => readonly number[]): Spread =>
      spreadOf(results.get('sql')!, (answer) => read(answer as QuantilesAnswer));
    const half = ours(({ halfMs }) => halfMs);
    const filtered = ours(({ filteredMs }) => filteredMs);
    const rows: ReportRow[] = [
      row('**Loadstone**: all figures, half of the run', half, [
        goal('longest', half.longest, { atMost: LIMIT_MS }, milliseconds),
      ]),
      row(
        '**Loadstone**: the same with the curve, asked at once',
        ours(({ halfWithCurveMs }) => halfWithCurveMs),
      ),
      row('**Loadstone**: all figures, half of the run, one code, 20 ms to 2 s', filtered, [
        goal('longest', filtered.longest, { atMost: FILTERED_MS }, milliseconds),
      ]),
      row(
        'DuckDB `quantile_cont` × 7 per transaction, half of the run',
        theirs(({ halfMs }) => halfMs),
      ),
      row(
        '**Loadstone**: all figures, whole run',
        ours(({ summaryMs }) => [summaryMs]),
      ),
      row(
        'DuckDB `quantile_cont` × 7 per transaction, whole run',
        theirs(({ wholeMs }) => wholeMs),
      ),
      row(
        '**Loadstone**: percentile curve, whole run',
        ours(({ curveMs }) => [curveMs]),
      ),
      row(
        '**Loadstone**: 300 time buckets × 5 percentiles',
        ours(({ seriesMs }) => [seriesMs]),
      ),
    ];
    const table = {
      id: 'exact',
      title: `Exact figures of ${count(context.options.rows)} samples, warm`,
      about:
        'What follows once the brush rests: through the contract, results included. “All figures” are count, failures, ' +
        'rates, bytes, extremes, mean, deviation, Apdex and seven percentiles of each transaction and of all together; ' +
        'DuckDB is asked for the count and the percentiles alone.',
      columns: ['what', 'median', 'longest'],
      rows,
      remarks: [...results.values()].map(remarkOn).filter((remark) => remark !== null),
    };
    return { table, failed: anyFailed(results) };
  },
};

interface Spread {
  readonly median: number;
  readonly longest: number;
}

/** Medians over the rounds. */
function spreadOf({ samples }: CaseResult, read: (answer: unknown) => readonly number[]): Spread {
  if (samples.length === 0) return { median: NaN, longest: NaN };
  return {
    median: median(samples.map(({ answer }) => median(read(answer)))),
    longest: median(samples.map(({ answer }) => percentile(read(answer), 100))),
  };
}

function row(what: string, spread: Spread, goals: readonly Goal[] = []): ReportRow {
  return { cells: [what, milliseconds(spread.median), milliseconds(spread.longest)], goals };
}
