import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Page } from '@playwright/test';
import { expectAccessible } from '../support/accessibility.ts';
import { expect, test } from '../support/app-server.ts';
import { summaryOf } from '../support/command-line.ts';

const run = promisify(execFile);
const file = resolve('fixtures/jmeter/5.6.3/shop-candidate.jtl.gz');

test.use({ files: [file] });

const STATEMENT = `SELECT label, count(*) AS samples, sum(elapsed_ms) AS total_ms, max(started_at) AS last_at
FROM sample_details GROUP BY ALL ORDER BY label`;
const ENDLESS = 'SELECT sum(a.range * b.range) FROM range(1000000) a, range(1000000) b';

async function openConsole(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'SQL console' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'SQL' })).toBeVisible();
}

async function runStatement(page: Page, sql: string): Promise<void> {
  const editor = page.getByRole('textbox', { name: 'Statement' });
  await editor.fill(sql);
  await editor.press('Control+Enter');
}

/** Cells of the grid, row by row, without the head. */
async function shownRows(page: Page): Promise<string[][]> {
  const rows = page.getByRole('grid', { name: 'Result' }).getByRole('row');
  const cells = await rows.evaluateAll((all) =>
    all.map((row) =>
      [...row.querySelectorAll('[role="gridcell"]')].map((cell) => (cell as HTMLElement).innerText.trim()),
    ),
  );
  return cells.filter((row) => row.length > 0);
}

async function saveAs(page: Page, format: string): Promise<string> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('menuitem', { name: `Save all rows as ${format}` }).click();
  return (await download).path();
}

test('a statement gives the rows that the command line gives, exactly, and saves them', async ({
  app,
  page,
}, testInfo) => {
  await page.goto(app.url);
  await openConsole(page);
  await runStatement(page, STATEMENT);
  await expect(page.getByRole('status').filter({ hasText: /rows, 4 columns/u })).toBeVisible();
  const shown = await shownRows(page);

  const workspace = testInfo.outputPath('of-the-command-line.loadstone');
  const summary = await summaryOf(file, '--workspace', workspace);
  const cli = resolve('out/main/cli.js');
  const { stdout } = await run(process.execPath, [cli, 'sql', workspace, STATEMENT, '--json']);
  const { rows } = JSON.parse(stdout) as {
    rows: { label: string; samples: number; total_ms: number; last_at: string }[];
  };
  expect(shown).toEqual(
    rows.map((row) => [
      row.label,
      String(row.samples),
      String(row.total_ms),
      row.last_at.replace('T', ' ').replace('Z', ''),
    ]),
  );
  for (const { label, samples } of summary.transactions)
    expect(rows.find((row) => row.label === label)?.samples, label).toBe(samples);
  await expectAccessible(page, { screen: 'SQL console' });

  const csv = (await readFile(await saveAs(page, 'CSV'), 'utf8')).trim().split('\n');
  expect(csv[0]).toBe('label,samples,total_ms,last_at');
  expect(csv).toHaveLength(rows.length + 1);
  const json = JSON.parse(await readFile(await saveAs(page, 'JSON'), 'utf8')) as typeof rows;
  expect(json.map(({ label, samples }) => [label, samples])).toEqual(
    rows.map(({ label, samples }) => [label, samples]),
  );
  const parquet = await saveAs(page, 'Parquet');
  const database = await DuckDBInstance.create(':memory:');
  const connection = await database.connect();
  const read = await connection.runAndReadAll(
    `SELECT sum(samples)::INTEGER, sum(total_ms) FROM read_parquet('${parquet}')`,
  );
  expect(read.getRows()[0]?.map(Number)).toEqual([
    rows.reduce((sum, row) => sum + row.samples, 0),
    rows.reduce((sum, row) => sum + row.total_ms, 0),
  ]);
  connection.closeSync();
});

test('errors point at their place, an endless statement is cancelled at once, and nothing can be changed', async ({
  app,
  page,
}) => {
  await page.goto(app.url);
  await openConsole(page);
  await runStatement(page, 'SELECT label,\n  avg(elapsd_ms)\nFROM sample_details GROUP BY ALL');
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('line 2, column 7');
  await expect(alert).toContainText('elapsed_ms');
  await alert.getByRole('button', { name: 'Show the place' }).click();
  const caret = await page
    .getByRole('textbox', { name: 'Statement' })
    .evaluate((area) => (area as HTMLTextAreaElement).selectionStart);
  expect('SELECT label,\n  avg(elapsd_ms)'.slice(caret)).toBe('elapsd_ms)');
  await expectAccessible(page, { screen: 'error of a statement' });

  for (const sql of [
    'DELETE FROM runs',
    `COPY runs TO '/tmp/out.csv'`,
    `FROM read_csv('/etc/passwd')`,
    'SET threads = 1',
  ]) {
    await runStatement(page, sql);
    await expect(page.getByRole('alert')).toContainText(
      /Only statements that read|cannot read or write files/u,
    );
  }

  await runStatement(page, ENDLESS);
  await expect(page.getByRole('progressbar', { name: 'The statement is running' })).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('The statement was cancelled.')).toBeVisible();
  // The engine is free again: another statement answers without waiting for it.
  await runStatement(page, 'SELECT count(*) AS runs FROM runs');
  await expect(page.getByRole('status').filter({ hasText: /^1 row, 1 column/u })).toBeVisible();
  expect(await shownRows(page)).toEqual([['1']]);

  await runStatement(page, 'SELECT range AS i, NULL AS nothing FROM range(20000)');
  await expect(page.getByRole('status').filter({ hasText: /First 10,000/u })).toBeVisible();
  await expect(page.getByText('NULL').first()).toBeVisible();

  // The statements stay with the workspace.
  await app.restart();
  await page.goto(app.url);
  await openConsole(page);
  await page.getByRole('button', { name: 'History' }).click();
  await page.getByRole('menuitem', { name: 'SELECT count(*) AS runs FROM runs' }).click();
  await expect(page.getByRole('textbox', { name: 'Statement' })).toHaveValue(
    'SELECT count(*) AS runs FROM runs',
  );
});
