import { generatedFile } from '../data/generated.ts';
import { databaseFile } from '../data/workspace-file.ts';
import type { AppendAnswer } from '../child/jtl-batches.ts';
import type { Case, CaseResult } from '../measure/interleave.ts';
import { median } from '../measure/statistics.ts';
import { runJob } from '../product/bundle.ts';
import { goal, type ReportRow } from '../report/model.ts';
import { anyFailed, remarkOn } from '../report/process-table.ts';
import { count, megabytes, millions, seconds } from '../report/units.ts';
import type { Part, PartReport } from './context.ts';
import { sameFacts } from './facts.ts';

const GOAL_ROWS_PER_SECOND = 4e6;
/** The peer takes seconds for each million. */
const VALUES_SHARE = 4;

/** How fast rows get from Node's arrays into the file, whatever they were read from. */
export const append: Part = {
  id: 'append',
  async run({ options, tell, measure }): Promise<PartReport> {
    const file = await generatedFile('jmeter-csv', options.slowRows, tell);
    const results = await measure([
      appendCase('append', '**Loadstone**, raw chunks → workspace file', file.path, options.appendRows),
      appendCase(
        'append-values',
        'DuckDB’s public appender, value by value → file',
        file.path,
        Math.ceil(options.appendRows / VALUES_SHARE),
      ),
    ]);
    const ours = results.get('append')!;
    const rate = figure(ours, rowsPerSecond);
    const rows: ReportRow[] = [...results.values()].map((result) => ({
      cells: [
        result.name,
        count(figure(result, (answer) => answer.rows)),
        seconds(figure(result, (answer) => answer.seconds * 1000)),
        seconds(figure(result, (answer) => answer.cpuSeconds * 1000)),
        megabytes(median(result.samples.map((sample) => sample.rssBytes ?? NaN))),
        millions(figure(result, rowsPerSecond)),
      ],
      goals:
        result.id === 'append' ? [goal('rows/s', rate, { atLeast: GOAL_ROWS_PER_SECOND }, millions)] : [],
    }));
    const columns = (ours.samples[0]?.answer as AppendAnswer | undefined)?.columns.length ?? 0;
    const table = {
      id: 'append',
      title: `Rows from Node into the file, the ${columns} columns of a JTL`,
      about:
        'Batches of a real import, repeated; begin to checkpoint. Reading and preparing them is not part of the time; ' +
        'peak RSS is that of the whole process.',
      columns: ['case', 'rows', 'wall', 'CPU', 'peak RSS', 'rows/s'],
      rows,
      remarks: [...results.values()].map(remarkOn).filter((remark) => remark !== null),
    };
    return { table, failed: anyFailed(results) };
  },
};

function appendCase(id: 'append' | 'append-values', name: string, file: string, rows: number): Case {
  const database = databaseFile(`${id}.duckdb`);
  return {
    id,
    name,
    prepare: () => database.remove(),
    run: () => runJob(id, { file, database: database.path, rows }),
    async check({ answer }) {
      const table = id === 'append' ? 'samples_1' : 'samples';
      const question = `SELECT count(*) FROM ${table}`;
      const { answer: stored } = await runJob('duckdb', {
        database: database.path,
        statements: [],
        question,
      });
      sameFacts([(answer as AppendAnswer).rows], stored.row);
      await database.remove();
    },
  };
}

function rowsPerSecond({ rows, seconds: wall }: AppendAnswer): number {
  return rows / wall;
}

function figure(result: CaseResult, read: (answer: AppendAnswer) => number): number {
  if (result.samples.length === 0) return NaN;
  return median(result.samples.map((sample) => read(sample.answer as AppendAnswer)));
}
