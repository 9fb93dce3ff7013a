import { resolve } from 'node:path';
import { expect, test } from '../support/app-server.ts';
import { summaryOf, type SummaryFigures } from '../support/command-line.ts';
import { dropFiles, holdFiles } from '../support/drop-files.ts';
import { OPENING_MS } from '../support/patience.ts';
import { keepScreenshots } from '../support/screenshot.ts';
import { figuresSettled, savedTable } from '../support/transaction-table.ts';

const jmeter = resolve('fixtures/jmeter/5.6.3/default.jtl');
const k6 = resolve('fixtures/k6/1.8.1/results.ndjson.json');

/** Exported cell → value; the columns of the table that the command line prints as well. */
function expectSame(row: Record<string, string>, figures: SummaryFigures): void {
  expect(Number(row['Samples'])).toBe(figures.samples);
  expect(Number(row['Samples/s'])).toBe(figures.throughputPerSec);
  expect(Number(row['Min, ms'])).toBe(figures.minMs);
  expect(Number(row['Mean, ms'])).toBe(figures.meanMs);
  expect(Number(row['Max, ms'])).toBe(figures.maxMs);
  expect(Number(row['Std dev, ms'])).toBe(figures.stdDevMs);
  for (const [percentile, value] of Object.entries(figures.percentilesMs)) {
    expect(Number(row[`p${percentile}, ms`]), `p${percentile}`).toBe(value);
  }
}

test('files dropped on the window give the figures of the command line, to the last digit', async ({
  app,
  page,
}) => {
  await page.goto(app.url);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Drop');
  await dropFiles(page, [jmeter, k6]);
  // Both came in, so the first one opens by itself.
  await expect(page.getByRole('treeitem', { name: /default/u })).toBeVisible();
  await expect(page.getByRole('treeitem', { name: /results/u })).toBeVisible();

  for (const [file, name] of [
    [jmeter, 'default'],
    [k6, 'results'],
  ] as const) {
    await page.getByRole('treeitem', { name: new RegExp(name, 'u') }).click();
    await expect(page.getByRole('tab', { name: 'Overview' })).toBeVisible();
    await figuresSettled(page);
    const expected = await summaryOf(file, '--percentiles', '50,90,95,99,99.9');
    const [all, ...rows] = await savedTable(page);
    expectSame(all!, expected.overall);
    expect(rows.map((row) => row['Transaction']).sort()).toEqual(
      expected.transactions.map(({ label }) => label).sort(),
    );
    for (const transaction of expected.transactions) {
      expectSame(
        rows.find((row) => row['Transaction'] === transaction.label)!,
        transaction,
      );
    }
  }
});

test('JMeter-compatible percentiles stand beside the exact ones', async ({ app, page }) => {
  await page.goto(app.url);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await dropFiles(page, [jmeter]);
  await figuresSettled(page);
  await page.getByRole('checkbox', { name: 'JMeter-compatible' }).click();
  await figuresSettled(page);
  const [all] = await savedTable(page);
  // From JMeter's own statistics.json of this run: pct1ResTime, pct2ResTime, pct3ResTime of Total.
  expect(all!['JM p90, ms']).toBe('80');
  expect(all!['JM p95, ms']).toBe('114');
});

test('the whole window is a drop target, and Escape takes back what is held over it', async ({
  app,
  page,
}, testInfo) => {
  await page.goto(app.url);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await holdFiles(page, [jmeter, k6]);
  const overlay = page.getByText('Drop to open 2 items');
  await expect(overlay).toBeVisible();
  await keepScreenshots(page, testInfo, 'drop-overlay');
});

test('a folder brings all files in it, and what is rubbish says so without stopping the rest', async ({
  app,
  page,
}, testInfo) => {
  test.slow();
  await page.goto(app.url);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await dropFiles(page, [resolve('fixtures/k6/1.8.1')]);
  const files = page.getByRole('grid', { name: 'Files' });
  await expect(files.getByText('results.ndjson.json', { exact: true })).toBeVisible();
  await expect(files.getByText('Not recognised').first()).toBeVisible();
  await expect(page.getByRole('heading', { name: '9 of 10 files imported' })).toBeVisible({
    timeout: OPENING_MS,
  });
  await keepScreenshots(page, testInfo, 'import');
  await page.getByRole('button', { name: 'Open the first run' }).click();
  await expect(page.getByRole('treeitem', { name: /results/u })).toHaveCount(5);
});
