import type { GeneratedFile } from '../data/generated.ts';
import { generatedFile } from '../data/generated.ts';
import { databaseFile } from '../data/workspace-file.ts';
import type { Case } from '../measure/interleave.ts';
import { medianOf } from '../measure/interleave.ts';
import { peerPackages, type PeerPackages } from '../peers/packages.ts';
import { dashboardCase, ensureJmeter } from '../peers/jmeter.ts';
import { runJob } from '../product/bundle.ts';
import { goal } from '../report/model.ts';
import { anyFailed, processTable, wallRatio } from '../report/process-table.ts';
import { count, megabytes, times } from '../report/units.ts';
import type { Part, PartReport } from './context.ts';
import { everyColumn, usefulColumns } from './jtl-sql.ts';
import { sameFacts } from './facts.ts';

const RSS_LIMIT = 600e6;
const SMALL_MEMORY = 512e6;

/** The promise of the product: a large JTL into a workspace. */
export const ingestJtl: Part = {
  id: 'jtl',
  async run(context): Promise<PartReport> {
    const { options, tell } = context;
    const file = await generatedFile('jmeter-csv', options.rows, tell);
    const peers = peerPackages(tell);
    const results = await context.measure([
      readBytesCase(file),
      importCase(file),
      importCase(file, SMALL_MEMORY),
      csvCase(file, 'duckdb-12', 'DuckDB `read_csv`, 12 useful columns → file', usefulColumns(file.path)),
      csvCase(file, 'duckdb-17', 'DuckDB `read_csv`, all 17 columns → file', everyColumn(file.path)),
      parserCase(file, 'papaparse', peers),
      dashboardCase(file.path, file.truth.requests, { missing: ensureJmeter(tell), rounds: 1 }),
    ]);
    const ours = results.get('import');
    const table = processTable({
      id: 'jtl',
      title: `JMeter JTL, ${count(options.rows)} rows, ${megabytes(file.truth.textBytes)}`,
      about:
        'The file into a workspace file through the engine as the command line drives it: format recognised, every row ' +
        'checked, SHA-256, commit, checkpoint. The other ways store less: DuckDB keeps rows without looking at them, ' +
        'papaparse only adds up two columns, JMeter writes a report.',
      results,
      reference: 'import',
      goals: {
        import: [goal('peak RSS', medianOf(ours, 'rssBytes'), { atMost: RSS_LIMIT }, megabytes)],
        'import-small': [
          {
            promise: 'completes with 512 MB',
            measured: null,
            met: finished(results.get('import-small')?.failure),
          },
        ],
        'duckdb-12': [
          goal('ours ÷ this', wallRatio(results, 'import', 'duckdb-12'), { atMost: 0.85 }, times),
        ],
        papaparse: [goal('ours ÷ this', wallRatio(results, 'import', 'papaparse'), { atMost: 0.6 }, times)],
      },
    });
    return { table, failed: anyFailed(results) };
  },
};

/** The same with the ways that would take minutes on the large file. */
export const ingestSlow: Part = {
  id: 'slow',
  async run(context): Promise<PartReport> {
    const { options, tell } = context;
    const file = await generatedFile('jmeter-csv', options.slowRows, tell);
    const peers = peerPackages(tell);
    const results = await context.measure([
      importCase(file),
      summaryCase(file),
      csvCase(file, 'duckdb-12', 'DuckDB `read_csv`, 12 useful columns → file', usefulColumns(file.path)),
      parserCase(file, 'papaparse', peers),
      parserCase(file, 'csv-parse', peers),
      dashboardCase(file.path, file.truth.requests, { missing: ensureJmeter(tell) }),
    ]);
    const table = processTable({
      id: 'slow',
      title: `JMeter JTL, ${count(options.slowRows)} rows, ${megabytes(file.truth.textBytes)}`,
      about:
        'The same on a smaller file, for what would take minutes on the large one. `loadstone summary` is what JMeter’s ' +
        'dashboard is the peer of: from a file to all figures.',
      results,
      reference: 'import',
    });
    return { table, failed: anyFailed(results) };
  },
};

function finished(failure: string | null | undefined): boolean | null {
  return failure === undefined ? null : failure === null;
}

function readBytesCase({ path, truth }: GeneratedFile): Case {
  return {
    id: 'read',
    name: 'Reading the bytes (Node, 4 MB at a time)',
    run: () => runJob('read-bytes', { file: path }),
    check: ({ answer }) => sameFacts({ bytes: truth.textBytes }, answer),
  };
}

function importCase({ path, truth }: GeneratedFile, memoryLimitBytes?: number): Case {
  const small = memoryLimitBytes !== undefined;
  const workspace = databaseFile(small ? 'import-small.loadstone' : 'import.loadstone');
  return {
    id: small ? 'import-small' : 'import',
    name: small ? '**Loadstone** `--memory 512MB` → workspace' : '**Loadstone** → workspace',
    prepare: () => workspace.remove(),
    run: () =>
      runJob('import', { file: path, workspace: workspace.path, ...(small ? { memoryLimitBytes } : {}) }),
    async check() {
      const question = `SELECT count(*), count(*) FILTER (NOT ok), sum(elapsed_ms) FROM samples`;
      const { answer } = await runJob('duckdb', { database: workspace.path, statements: [], question });
      sameFacts(factsOf({ path, truth }), answer.row);
      await workspace.remove();
    },
  };
}

function summaryCase({ path }: GeneratedFile): Case {
  return {
    id: 'summary',
    name: '**Loadstone** `summary FILE --json`, nothing kept',
    run: () => runJob('summary', { file: path }),
  };
}

function csvCase({ path, truth }: GeneratedFile, id: string, name: string, select: string): Case {
  const database = databaseFile(`${id}.duckdb`);
  return {
    id,
    name,
    prepare: () => database.remove(),
    run: () =>
      runJob('duckdb', {
        database: database.path,
        statements: [`CREATE TABLE s AS ${select}`, 'CHECKPOINT'],
        question: 'SELECT count(*), count(*) FILTER (NOT success), sum(elapsed) FROM s',
      }),
    async check({ answer }) {
      sameFacts(factsOf({ path, truth }), (answer as { row: unknown }).row);
      await database.remove();
    },
  };
}

function parserCase(
  { path, truth }: GeneratedFile,
  id: 'papaparse' | 'csv-parse',
  peers: PeerPackages,
): Case {
  return {
    id,
    name: `${id}: parse and add up, nothing stored`,
    missing: peers.missing,
    run: () => runJob(id, { file: path, peers: peers.folder }),
    check: ({ answer }) =>
      sameFacts(
        { rows: truth.rows, failures: truth.total.failures, elapsedMs: truth.total.elapsedMs.sum },
        answer,
      ),
  };
}

function factsOf({ truth }: GeneratedFile): readonly (number | null)[] {
  return [truth.rows, truth.total.failures, truth.total.elapsedMs.sum];
}
