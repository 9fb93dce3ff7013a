import { generatedFile, type GeneratedFile } from '../data/generated.ts';
import { databaseFile } from '../data/workspace-file.ts';
import type { Case } from '../measure/interleave.ts';
import { runJob } from '../product/bundle.ts';
import { goal } from '../report/model.ts';
import { anyFailed, processTable, wallRatio } from '../report/process-table.ts';
import { count, megabytes, times } from '../report/units.ts';
import type { Part, PartReport } from './context.ts';
import { sameFacts } from './facts.ts';
import { sqlText } from './jtl-sql.ts';

export const ingestK6: Part = {
  id: 'k6',
  async run({ options, tell, measure }): Promise<PartReport> {
    const file = await generatedFile('k6-ndjson', options.k6Points, tell);
    const results = await measure([
      readBytesCase(file),
      importCase(file),
      readNdjsonCase(file),
      parseCase(file),
    ]);
    const table = processTable({
      id: 'k6',
      title: `k6 NDJSON, ${count(file.truth.rows)} points, ${megabytes(file.truth.textBytes)}`,
      about:
        'Loadstone keeps every tag and joins the nine points of an HTTP request into one row with its timings. DuckDB is ' +
        'told which seven tags to keep and stores points as they come. The Node loop stores nothing.',
      results,
      reference: 'import',
      goals: {
        'read-ndjson': [
          goal('ours ÷ this', wallRatio(results, 'import', 'read-ndjson'), { atMost: 1.1 }, times),
        ],
      },
    });
    return { table, failed: anyFailed(results) };
  },
};

function readBytesCase({ path, truth }: GeneratedFile): Case {
  return {
    id: 'read',
    name: 'Reading the bytes (Node, 4 MB at a time)',
    run: () => runJob('read-bytes', { file: path }),
    check: ({ answer }) => sameFacts({ bytes: truth.textBytes }, answer),
  };
}

function importCase({ path, truth }: GeneratedFile): Case {
  const workspace = databaseFile('import-k6.loadstone');
  return {
    id: 'import',
    name: '**Loadstone** → workspace, all tags, requests joined',
    prepare: () => workspace.remove(),
    run: () => runJob('import', { file: path, workspace: workspace.path }),
    async check({ answer }) {
      sameFacts({ samples: truth.requests, failures: truth.total.failures }, answer);
      const question = `SELECT round(sum(elapsed_ms)), (SELECT count(DISTINCT tag_set_id) > 2 FROM samples)::INTEGER FROM samples`;
      const { answer: stored } = await runJob('duckdb', {
        database: workspace.path,
        statements: [],
        question,
      });
      sameFacts([Math.round(truth.total.elapsedMs.sum ?? NaN), 1], stored.row);
      await workspace.remove();
    },
  };
}

function readNdjsonCase({ path, truth }: GeneratedFile): Case {
  const database = databaseFile('k6.duckdb');
  const source = `read_ndjson(${sqlText(path)}, columns = {metric: 'VARCHAR', type: 'VARCHAR', data: 'STRUCT("time" VARCHAR, "value" DOUBLE, tags STRUCT("name" VARCHAR, "status" VARCHAR, expected_response VARCHAR, "group" VARCHAR, scenario VARCHAR, "method" VARCHAR, "check" VARCHAR))'}, format = 'newline_delimited')`;
  const select = `SELECT data.time::TIMESTAMPTZ AS ts, data.tags.name AS name, metric, data.value AS value,
    data.tags.status AS status, data.tags.expected_response = 'true' AS ok, data.tags."group" AS grp,
    data.tags.scenario AS scenario, data.tags."check" AS chk FROM ${source} WHERE type = 'Point'`;
  return {
    id: 'read-ndjson',
    name: 'DuckDB `read_ndjson`, fixed STRUCT, seven tags → file',
    prepare: () => database.remove(),
    run: () =>
      runJob('duckdb', {
        database: database.path,
        statements: [`CREATE TABLE s AS ${select}`, 'CHECKPOINT'],
        question: `SELECT count(*), round(sum(value) FILTER (metric = 'http_req_duration')) FROM s`,
      }),
    async check({ answer }) {
      const { row } = answer as { row: unknown };
      sameFacts([truth.rows, Math.round(truth.total.elapsedMs.sum ?? NaN)], row);
      await database.remove();
    },
  };
}

function parseCase({ path, truth }: GeneratedFile): Case {
  return {
    id: 'parse',
    name: 'Node `readline` + `JSON.parse`: add up, nothing stored',
    run: () => runJob('parse-lines', { file: path }),
    check({ answer }) {
      const { points } = answer as { points: number };
      sameFacts({ points: truth.rows }, { points });
    },
  };
}
