import { describe, expect, it, onTestFinished } from 'vitest';
import { testSettings } from '../db/testing/test-database.ts';
import { createLineImporter, lineFile } from '../import/testing/line-importer.ts';
import { createReportImporter } from '../import/testing/report-importer.ts';
import { useTemporaryFolder } from '../io/testing/temporary-folder.ts';
import { listRuns, listSources, listTransactions } from './catalog.ts';
import { contentsOf } from './testing/contents.ts';
import { importInto } from './testing/imports.ts';
import { Workspace } from './workspace.ts';

const folder = useTemporaryFolder();
const FIRST_US = 1_700_000_000_000_000;

async function open(): Promise<Workspace> {
  const workspace = await Workspace.open(folder.file('runs.loadstone'), testSettings(folder.path), {
    temporary: false,
  });
  onTestFinished(() => workspace.close());
  return workspace;
}

/** Label and time of every sample, in the order of the files. */
async function samplesOf(workspace: Workspace): Promise<string[]> {
  const rows = await workspace.database.rows(
    `SELECT run_id, label, elapsed_ms, epoch_us(started_at)::DOUBLE AS at FROM sample_details ORDER BY source_id, elapsed_ms`,
  );
  return rows.map((row) => `${row['run_id']} ${row['label']} ${row['elapsed_ms']} ${row['at']}`);
}

describe('merging runs', () => {
  it('makes one run of the results of several load generators, with transactions of the same name as one', async () => {
    const workspace = await open();
    const a = await importInto(workspace, lineFile(30), { name: 'a.lines' });
    const text = '#lines\nOther 5 1700000000100000 1 200\nPay 6 1700000000200000 0 500\n!users 3\n';
    const b = await importInto(workspace, text, { name: 'b.lines' });
    const before = (await samplesOf(workspace)).map((line) => line.replace(/^\d+/u, String(a.runId)));
    const merged = await workspace.mergeRuns([a.runId, b.runId]);
    expect(merged).toMatchObject({
      id: a.runId,
      name: 'a',
      samples: 32,
      failures: 4,
      transactionCount: 4,
      startedAtUs: FIRST_US,
      endedAtUs: FIRST_US + 206_000,
      sourceIds: [a.sourceId, b.sourceId],
    });
    expect(await listRuns(workspace.database)).toEqual([merged]);
    expect(await samplesOf(workspace)).toEqual(before);
    const labels = (await listTransactions(workspace.database, a.runId)).map(({ label }) => label);
    expect(labels.sort()).toEqual(['Home', 'Login', 'Other', 'Pay']);
    const [metric] = await workspace.database.rows(
      `SELECT count(*) AS n, min(p.run_id) AS run FROM points p JOIN metrics m ON m.id = metric_id AND m.run_id = p.run_id`,
    );
    expect(metric).toEqual({ n: 1, run: a.runId });
  });

  it('is the same as adding the second file to the run of the first', async () => {
    const workspace = await open();
    const a = await importInto(workspace, lineFile(30), { name: 'a.lines' });
    await importInto(workspace, lineFile(40, 30), { name: 'b.lines', runId: a.runId });
    const added = await workspace.run(a.runId);
    expect(added).toMatchObject({ samples: 70, failures: 7, transactionCount: 3 });
    expect(await samplesOf(workspace)).toHaveLength(70);
    await workspace.removeRun(a.runId);
    const c = await importInto(workspace, lineFile(30), { name: 'a.lines' });
    const d = await importInto(workspace, lineFile(40, 30), { name: 'b.lines' });
    const merged = await workspace.mergeRuns([c.runId, d.runId]);
    expect({ ...merged, id: 0, sourceIds: [] }).toEqual({ ...added, id: 0, sourceIds: [] });
  });

  it('refuses one run, the same run twice, and reports, and changes nothing then', async () => {
    const workspace = await open();
    const importers = [createLineImporter(), createReportImporter()];
    const a = await importInto(workspace, lineFile(30), { name: 'a.lines' });
    const report = await importInto(workspace, '#report\n* 10 1 5 9\n', { name: 'r.report', importers });
    const before = await contentsOf(workspace.database);
    await expect(workspace.mergeRuns([a.runId])).rejects.toMatchObject({ code: 'bad-request' });
    await expect(workspace.mergeRuns([a.runId, a.runId])).rejects.toMatchObject({ code: 'bad-request' });
    await expect(workspace.mergeRuns([a.runId, 99])).rejects.toMatchObject({ code: 'not-found' });
    await expect(workspace.mergeRuns([a.runId, report.runId])).rejects.toThrow(
      /percentiles of several reports/u,
    );
    for (const options of [
      { name: 'x.report', text: '#report\n* 1 1 1 1\n', runId: a.runId },
      { name: 'x.lines', text: lineFile(3), runId: report.runId },
      { name: 'y.lines', text: lineFile(4), runId: 99 },
    ]) {
      await expect(importInto(workspace, options.text, { ...options, importers })).rejects.toMatchObject({
        code: options.runId === 99 ? 'not-found' : 'bad-request',
      });
    }
    expect(await contentsOf(workspace.database)).toEqual(before);
  });
});

describe('the clock of a load generator', () => {
  it('is set right for samples, readings and the span of the run, and can be set back', async () => {
    const workspace = await open();
    const text = `${lineFile(10)}!users 3\n`;
    const a = await importInto(workspace, text, { name: 'a.lines' });
    const before = await samplesOf(workspace);
    const contents = await contentsOf(workspace.database);
    await workspace.setClockOffset(a.sourceId, 1500);
    await workspace.setClockOffset(a.sourceId, 250.5);
    expect(await samplesOf(workspace)).toEqual(
      before.map((line) => line.replace(/\d+$/u, (at) => String(Number(at) - 250_500))),
    );
    expect(await workspace.run(a.runId)).toMatchObject({ startedAtUs: FIRST_US - 250_500 });
    expect(await listSources(workspace.database)).toMatchObject([
      { clockOffsetMs: 250.5, firstInstantUs: FIRST_US },
    ]);
    await workspace.setClockOffset(a.sourceId, 0);
    expect(await contentsOf(workspace.database)).toEqual(contents);
    await expect(workspace.setClockOffset(9, 0)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('files of one report', () => {
  it('become one run, whatever comes first; the same names again are another run', async () => {
    const workspace = await open();
    const importers = [createReportImporter()];
    const history = '#report\n@1700000000 * 4 0 5 9\n@1700000001 * 6 1 5 9\n';
    const first = await importInto(workspace, history, { name: 'night_history.report', importers });
    const stats = await importInto(workspace, '#report\n* 10 1 5 9\nHome 10 1 5 9\n', {
      name: 'night_stats.report',
      importers,
    });
    expect(stats.runId).toBe(first.runId);
    expect(await workspace.run(first.runId)).toMatchObject({
      name: 'night',
      granularity: 'aggregated',
      samples: 10,
      failures: 1,
      transactionCount: 1,
      startedAtUs: FIRST_US,
      endedAtUs: FIRST_US + 2e6,
    });
    const again = await importInto(workspace, '#report\n* 11 1 5 9\n', {
      name: 'night_stats.report',
      importers,
    });
    expect(again.runId).not.toBe(first.runId);
    const other = await importInto(workspace, '#report\n* 12 1 5 9\n', {
      name: 'other_stats.report',
      importers,
    });
    expect(new Set([first.runId, again.runId, other.runId]).size).toBe(3);
    await workspace.removeRun(first.runId);
    expect(await workspace.database.rows(`SELECT count(*) AS n FROM aggregates`)).toEqual([{ n: 2 }]);
  });
});
