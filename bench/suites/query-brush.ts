import { sampleWorkspace } from '../data/sample-workspace.ts';
import type { BrushAnswer } from '../child/brush.ts';
import type { CaseResult } from '../measure/interleave.ts';
import { median, percentile } from '../measure/statistics.ts';
import { runJob } from '../product/bundle.ts';
import { goal, type ReportRow } from '../report/model.ts';
import { anyFailed, remarkOn } from '../report/process-table.ts';
import { count, megabytes, milliseconds } from '../report/units.ts';
import type { Part, PartReport } from './context.ts';

const P95_LIMIT_MS = 4;
const CUBE_LIMIT = 64e6;

/** What a moving brush costs, without drawing. */
export const queryBrush: Part = {
  id: 'brush',
  async run(context): Promise<PartReport> {
    const workspace = await sampleWorkspace(context);
    const results = await context.measure([
      { id: 'brush', name: 'brush', run: () => runJob('brush', { workspace }) },
    ]);
    const result = results.get('brush')!;
    const of = (read: (answer: BrushAnswer) => number): number => figure(result, read);
    const moves = (share: number): number => of(({ movesMs }) => percentile(movesMs, share));
    const transactions = of((answer) => answer.transactions);
    const rows: ReportRow[] = [
      {
        cells: [
          'one move: 7 percentiles of each transaction and of all, and the curve',
          milliseconds(moves(50)),
          milliseconds(moves(95)),
          milliseconds(moves(100)),
        ],
        goals: [goal('p95', moves(95), { atMost: P95_LIMIT_MS }, milliseconds)],
      },
      row(
        'counts from the engine',
        of((answer) => answer.askMs),
      ),
      row(
        'prefix sums from the counts, in one go',
        of((answer) => answer.buildMs),
      ),
      {
        cells: [
          `the cube in memory (${count(of((answer) => answer.cells))} counts, ${megabytes(of((answer) => answer.cellBytes))}, come from the engine)`,
          megabytes(of((answer) => answer.cubeBytes)),
          '',
          '',
        ],
        goals: [
          goal(
            'size',
            of((answer) => answer.cubeBytes),
            { atMost: CUBE_LIMIT },
            megabytes,
          ),
        ],
      },
    ];
    const table = {
      id: 'brush',
      title: `A brush over ${count(context.options.rows)} samples of ${transactions} transactions: computing`,
      about:
        'The window’s own code in Node, 200 random spans in a fresh process each round, the first moves (not yet compiled) ' +
        'included; median of the rounds.',
      columns: ['what', 'median', 'p95', 'longest'],
      rows,
      remarks: [remarkOn(result)].filter((remark) => remark !== null),
    };
    return { table, failed: anyFailed(results) };
  },
};

function row(what: string, ms: number): ReportRow {
  return { cells: [what, milliseconds(ms), '', ''], goals: [] };
}

function figure(result: CaseResult, read: (answer: BrushAnswer) => number): number {
  if (result.samples.length === 0) return NaN;
  return median(result.samples.map((sample) => read(sample.answer as BrushAnswer)));
}
