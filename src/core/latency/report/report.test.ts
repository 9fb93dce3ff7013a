import { describe, expect, it, onTestFinished } from 'vitest';
import { numberAt, numberColumn, textAt, textColumn, type ColumnTable } from '#shared/contract/columns.ts';
import type { SampleFilter } from '#shared/model/filter.ts';
import { wholeRun } from '#shared/model/filter.ts';
import { testSettings } from '../../db/testing/test-database.ts';
import type { NewReport } from '../../import/aggregates.ts';
import { createReportImporter } from '../../import/testing/report-importer.ts';
import { useTemporaryFolder } from '../../io/testing/temporary-folder.ts';
import { listTransactions } from '../../workspace/catalog.ts';
import { importInto } from '../../workspace/testing/imports.ts';
import { Workspace } from '../../workspace/workspace.ts';
import { reportCurve, reportSeries } from './report-series.ts';
import { reportSummary } from './report-summary.ts';
import { reportedChecks, reportedErrors, reportedThresholds } from './reported-lists.ts';

const folder = useTemporaryFolder();

async function imported(text: string, extra: NewReport = {}) {
  const workspace = await Workspace.open(folder.file('report.loadstone'), testSettings(folder.path), {
    temporary: false,
  });
  onTestFinished(() => workspace.close());
  const { runId } = await importInto(workspace, `#report\n${text}`, {
    name: 'night_stats.report',
    importers: [createReportImporter(extra)],
  });
  const { database } = workspace;
  const run = await workspace.run(runId);
  const transactions = await listTransactions(database, runId);
  const idOf = (label: string): number => transactions.find((transaction) => transaction.label === label)!.id;
  const filter = (change: Partial<SampleFilter> = {}): SampleFilter => ({ ...wholeRun(runId), ...change });
  return { database, run, transactions, idOf, filter };
}

function rowsOf(table: ColumnTable, numbers: readonly string[]): unknown[] {
  return Array.from({ length: table.rowCount }, (_, row) => [
    ...('label' in table.columns ? [textAt(textColumn(table, 'label'), row)] : []),
    ...numbers.map((name) => numberAt(numberColumn(table, name), row)),
  ]);
}

const TEXT = 'Home 30 3 10 40\nPay 10 0 20 80\n';

describe('the summary of a report', () => {
  it('shows what the tool printed, and nothing for percentiles that it did not print', async () => {
    const { database, run, transactions, filter } = await imported(`${TEXT}* 40 4 13 55\n`);
    const summary = await reportSummary(database, run, transactions, filter(), [50, 95]);
    expect(summary.overall).toMatchObject({
      samples: 40,
      failures: 4,
      errorRate: 0.1,
      meanMs: 13,
      maxMs: 550,
      stdDevMs: null,
      percentilesMs: { '50': null, '95': 55 },
      apdex: null,
    });
    expect(rowsOf(summary.transactions, ['samples', 'failures', 'meanMs', 'p:50', 'p:95'])).toEqual([
      ['Home', 30, 3, 10, null, 40],
      ['Pay', 10, 0, 20, null, 80],
    ]);
  });

  it('of transactions together has counts, extremes and mean, but no percentile', async () => {
    const { database, run, transactions, filter, idOf } = await imported(TEXT);
    expect(run).toMatchObject({ samples: 40, failures: 3, granularity: 'aggregated' });
    const both = await reportSummary(database, run, transactions, filter(), [95]);
    expect(both.overall).toMatchObject({
      samples: 40,
      failures: 3,
      minMs: 1,
      meanMs: 12.5,
      maxMs: 800,
      percentilesMs: { '95': null },
    });
    const one = await reportSummary(
      database,
      run,
      transactions,
      filter({ transactions: [idOf('Pay')] }),
      [95],
    );
    expect(one.overall).toMatchObject({ samples: 10, percentilesMs: { '95': 80 } });
    expect(rowsOf(one.transactions, ['samples'])).toEqual([['Pay', 10]]);
  });

  it('refuses to choose samples that are not there', async () => {
    const { database, run, transactions, filter } = await imported(TEXT);
    for (const change of [{ outcome: 'failed' }, { time: { fromMs: 0, toMs: 10 } }] as const) {
      await expect(reportSummary(database, run, transactions, filter(change), [95])).rejects.toMatchObject({
        code: 'bad-request',
      });
    }
  });
});

describe('series and curve of a report', () => {
  it('are its intervals, and its percentiles between minimum and maximum', async () => {
    const text = `${TEXT}* 40 4 13 55\n@1700000000 * 15 1 9 30\n@1700000001 * 25 3 16 60\n@1700000000 Pay 3 0 9 31\n`;
    const { database, run, transactions, filter, idOf } = await imported(text);
    const names = ['startMs', 'samples', 'failures', 'threads', 'p:50', 'p:95'];
    const series = await reportSeries(database, run, filter(), [50, 95]);
    expect(series.bucketMs).toBe(1000);
    expect(rowsOf(series.table, names)).toEqual([
      [0, 15, 1, 7, null, 30],
      [1000, 25, 3, 7, null, 60],
    ]);
    const pay = await reportSeries(database, run, filter({ transactions: [idOf('Pay')] }), [95]);
    expect(rowsOf(pay.table, ['startMs', 'p:95'])).toEqual([[0, 31]]);
    const curve = await reportCurve(database, run, transactions, filter());
    expect(curve.samples).toBe(40);
    expect(rowsOf(curve.table, ['percentile', 'valueMs'])).toEqual([
      [0, 1],
      [95, 55],
      [100, 550],
    ]);
  });
});

describe('lists of a report', () => {
  it('are as the tool gives them', async () => {
    const { database, run, filter, idOf } = await imported(TEXT, {
      errors: [
        { transaction: 0, code: '500', message: 'broken', count: 3, firstUs: 1, lastUs: 2 },
        { transaction: null, code: null, message: 'refused', count: 5, firstUs: null, lastUs: null },
      ],
      checks: [{ name: 'is 200', group: 'a::b', passed: 9, failed: 1 }],
      thresholds: [{ metric: 'http_req_duration', expression: 'p(95)<500', passed: false }],
    });
    expect(await reportedErrors(database, run, filter(), 10)).toEqual([
      { transaction: '', code: null, message: 'refused', count: 5, firstMs: null, lastMs: null },
      { transaction: 'Home', code: '500', message: 'broken', count: 3, firstMs: null, lastMs: null },
    ]);
    const ofHome = filter({ transactions: [idOf('Home')] });
    expect(await reportedErrors(database, run, ofHome, 10)).toHaveLength(1);
    expect(await reportedErrors(database, run, filter({ outcome: 'ok' }), 10)).toEqual([]);
    expect(await reportedChecks(database, run.id)).toEqual([
      { name: 'is 200', group: 'a::b', passed: 9, failed: 1 },
    ]);
    expect(await reportedThresholds(database, run.id)).toEqual([
      { metric: 'http_req_duration', expression: 'p(95)<500', passed: false, value: null },
    ]);
  });
});
