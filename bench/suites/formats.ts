import { formatFile, type FormatFile } from '../data/format-files.ts';
import { databaseFile } from '../data/workspace-file.ts';
import { medianOf, type Case } from '../measure/interleave.ts';
import { peerPackages } from '../peers/packages.ts';
import { runJob } from '../product/bundle.ts';
import { goal } from '../report/model.ts';
import { anyFailed, processTable, wallRatio, type Results } from '../report/process-table.ts';
import { count, megabytes, times } from '../report/units.ts';
import type { Part, PartReport } from './context.ts';
import { sameFacts } from './facts.ts';
import { sqlText } from './jtl-sql.ts';

const POINTS_PER_REQUEST = 9;
/** A request of the XML file is about 330 bytes; three million are a gigabyte. */
const XML_SHARE = 0.42;

export const formatsGatling: Part = {
  id: 'gatling',
  async run({ options, tell, measure }): Promise<PartReport> {
    const requests = Math.ceil(options.rows / 2);
    const text = formatFile('gatling-text', requests, tell);
    const binary = formatFile('gatling-binary', requests, tell);
    const results = await measure([
      importCase('text', '**Loadstone**, text log → workspace', text),
      importCase('binary', '**Loadstone**, binary log of the same requests → workspace', binary),
      gatlingCsvCase(text),
      splitCase(text),
    ]);
    const table = processTable({
      id: 'gatling',
      title: `Gatling simulation.log, ${count(requests)} requests, text ${megabytes(text.bytes)}, binary ${megabytes(binary.bytes)}`,
      about:
        'DuckDB is told the columns of the REQUEST lines and keeps no others; Loadstone also makes the SHA-256 of the file.',
      results,
      reference: 'text',
      goals: {
        binary: [goal('wall ÷ that of the text', wallRatio(results, 'binary', 'text'), { atMost: 1 }, times)],
        'read-csv': [
          goal('ours ÷ this', wallRatio(results, 'text', 'read-csv'), { atMost: 1 }, times),
          goal('ours ÷ this (CPU)', cpuRatio(results, 'text', 'read-csv'), { atMost: 0.7 }, times),
        ],
        split: [goal('ours ÷ this', wallRatio(results, 'text', 'split'), { atMost: 0.25 }, times)],
      },
    });
    return { table, failed: anyFailed(results) };
  },
};

export const formatsXml: Part = {
  id: 'xml',
  async run({ options, tell, measure }): Promise<PartReport> {
    const file = formatFile('jmeter-xml', Math.ceil(options.rows * XML_SHARE), tell);
    const peers = peerPackages(tell);
    const results = await measure([
      importCase('import', '**Loadstone** → workspace', file),
      {
        id: 'saxes',
        name: 'saxes: parse and add up, nothing stored',
        missing: peers.missing,
        run: () => runJob('saxes', { file: file.path, peers: peers.folder }),
        check: ({ answer }) =>
          sameFacts({ rows: file.requests, failures: file.failures, elapsedMs: file.elapsedMs }, answer),
      },
    ]);
    const table = processTable({
      id: 'xml',
      title: `JMeter XML, ${count(file.requests)} samples, ${megabytes(file.bytes)}`,
      about: 'The file into a workspace, beside a parser that stores nothing.',
      results,
      reference: 'import',
      goals: {
        import: [goal('peak RSS', medianOf(results.get('import'), 'rssBytes'), { atMost: 400e6 }, megabytes)],
        saxes: [goal('ours ÷ this', wallRatio(results, 'import', 'saxes'), { atMost: 0.6 }, times)],
      },
    });
    return { table, failed: anyFailed(results) };
  },
};

export const formatsK6Csv: Part = {
  id: 'k6-csv',
  async run({ options, tell, measure }): Promise<PartReport> {
    const requests = Math.ceil(options.k6Points / POINTS_PER_REQUEST);
    const file = formatFile('k6-csv', requests, tell);
    const unique = formatFile('k6-csv-unique', options.k6Points, tell);
    const results = await measure([
      importCase('import', '**Loadstone** → workspace, requests joined', file),
      k6CsvCase(file),
      { ...importCase('unique', '**Loadstone**, every request with tags of its own', unique), rounds: 1 },
    ]);
    const table = processTable({
      id: 'k6-csv',
      title: `k6 CSV, ${count(requests * POINTS_PER_REQUEST)} points, ${megabytes(file.bytes)}`,
      about:
        `Loadstone joins the nine points of a request into one row; DuckDB stores points as they come. The last row is ` +
        `another file: ${count(unique.requests)} requests, no two with the same tags, ${megabytes(unique.bytes)}.`,
      results,
      reference: 'import',
      goals: {
        'read-csv': [goal('ours ÷ this', wallRatio(results, 'import', 'read-csv'), { atMost: 1 }, times)],
        unique: [goal('peak RSS', medianOf(results.get('unique'), 'rssBytes'), { atMost: 1e9 }, megabytes)],
      },
    });
    return { table, failed: anyFailed(results) };
  },
};

function cpuRatio(results: Results, id: string, other: string): number {
  return medianOf(results.get(id), 'cpuMs') / medianOf(results.get(other), 'cpuMs');
}

function importCase(id: string, name: string, file: FormatFile): Case {
  const workspace = databaseFile(`${id}-format.loadstone`);
  return {
    id,
    name,
    prepare: () => workspace.remove(),
    run: () => runJob('import', { file: file.path, workspace: workspace.path }),
    async check({ answer }) {
      sameFacts({ samples: file.requests, failures: file.failures }, answer);
      const question = `SELECT round(sum(elapsed_ms)) FROM samples`;
      const { answer: stored } = await runJob('duckdb', {
        database: workspace.path,
        statements: [],
        question,
      });
      sameFacts([file.elapsedMs], stored.row);
      await workspace.remove();
    },
  };
}

function gatlingCsvCase(file: FormatFile): Case {
  const columns = `{'kind': 'VARCHAR', 'grp': 'VARCHAR', 'label': 'VARCHAR', 'start': 'BIGINT', 'stop': 'BIGINT', 'status': 'VARCHAR', 'message': 'VARCHAR'}`;
  const reader = `read_csv(${sqlText(file.path)}, header = false, auto_detect = false, delim = '\\t', quote = '', escape = '',
    new_line = '\\n', skip = 1, columns = ${columns})`;
  return duckdbCase(
    'read-csv',
    'DuckDB `read_csv` → file',
    `SELECT label, grp, start, (stop - start)::INTEGER AS elapsed, status = 'OK' AS ok, nullif(message, ' ') AS message
     FROM ${reader} WHERE kind = 'REQUEST'`,
    `SELECT count(*), count(*) FILTER (NOT ok), sum(elapsed) FROM s`,
    [file.requests, file.failures, file.elapsedMs],
  );
}

function k6CsvCase(file: FormatFile): Case {
  return duckdbCase(
    'read-csv',
    'DuckDB `read_csv`, all columns → file',
    `SELECT * FROM read_csv(${sqlText(file.path)}, header = true, delim = ',', new_line = '\\n', all_varchar = false,
      types = {'metric_value': 'DOUBLE', 'timestamp': 'BIGINT', 'extra_tags': 'VARCHAR', 'metadata': 'VARCHAR'})`,
    `SELECT count(*), round(sum(metric_value) FILTER (metric_name = 'http_req_duration')) FROM s`,
    [file.requests * POINTS_PER_REQUEST, file.elapsedMs],
  );
}

function duckdbCase(
  id: string,
  name: string,
  select: string,
  question: string,
  expected: readonly number[],
): Case {
  const database = databaseFile(`${id}-format.duckdb`);
  return {
    id,
    name,
    prepare: () => database.remove(),
    run: () =>
      runJob('duckdb', {
        database: database.path,
        statements: [`CREATE TABLE s AS ${select}`, 'CHECKPOINT'],
        question,
      }),
    async check({ answer }) {
      sameFacts(expected, (answer as { row: unknown }).row);
      await database.remove();
    },
  };
}

function splitCase(file: FormatFile): Case {
  const database = databaseFile('split-format.duckdb');
  return {
    id: 'split',
    name: 'Node `readline`, `split`, DuckDB’s public appender → file',
    rounds: 2,
    prepare: () => database.remove(),
    run: () => runJob('gatling-split', { file: file.path, database: database.path }),
    async check({ answer }) {
      sameFacts({ rows: file.requests }, answer);
      await database.remove();
    },
  };
}
