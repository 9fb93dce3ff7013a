import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { expectAccessible } from '../support/accessibility.ts';
import { expect, test } from '../support/app-server.ts';
import { dropFiles } from '../support/drop-files.ts';
import { keepScreenshots } from '../support/screenshot.ts';
import { figuresSettled, savedTable } from '../support/transaction-table.ts';

const k6 = resolve('fixtures/k6/1.8.1/summary-export.json');
const locust = resolve('fixtures/locust/2.47.0');
const jmeter = resolve('fixtures/jmeter/5.6.3/default.statistics.json');
const jmeterSamples = resolve('fixtures/jmeter/5.6.3/default.jtl');
const perfmon = resolve('fixtures/jmeter/perfmon/2.1/perfmon.csv');

test.use({ viewport: { width: 1280, height: 800 } });

/** Names of what the window has asked its engine, from the moment of the call. */
function watchQuestions(page: Page): string[] {
  const methods: string[] = [];
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      for (const [, method] of payload.toString('latin1').matchAll(/(latency\.[a-z]+)/giu))
        methods.push(method!);
    }),
  );
  return methods;
}

const note = (page: Page) => page.getByRole('complementary', { name: 'What this run is' });

test('a summary of k6 shows the figures of k6, and says what it is', async ({ app, page }, testInfo) => {
  const asked = watchQuestions(page);
  await page.goto(app.url);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await dropFiles(page, [k6]);
  await figuresSettled(page);

  await expect(note(page)).toContainText('Report of k6');
  await expect(note(page)).toContainText('type 7');
  await expect(page.getByRole('treeitem', { name: /report/u })).toBeVisible();
  await expect(page.getByText('The report has no history')).toBeVisible();

  const { metrics } = JSON.parse(await readFile(k6, 'utf8')) as {
    metrics: Record<string, Record<string, number>>;
  };
  const [all] = await savedTable(page);
  expect(Number(all!['Samples'])).toBe(metrics['http_reqs']!['count']);
  expect(Number(all!['p95, ms'])).toBe(metrics['http_req_duration']!['p(95)']);
  expect(Number(all!['Mean, ms'])).toBe(metrics['http_req_duration']!['avg']);
  // What k6 did not print is neither 0 nor there.
  expect(all).not.toHaveProperty('Std dev, ms');

  const outcome = page.getByRole('button', { name: /^Outcome/u });
  await expect(outcome).toHaveAttribute('aria-disabled', 'true');
  await expect(outcome).toHaveAttribute('aria-description', /no samples/u);
  // It is there and takes the keyboard; only nothing comes of it.
  await outcome.click({ force: true });
  await expect(page.getByRole('menu')).toHaveCount(0);

  await keepScreenshots(page, testInfo, 'k6-overview');
  await expectAccessible(page, { strict: true });
  await page.getByRole('tab', { name: 'Thresholds' }).click();
  await keepScreenshots(page, testInfo, 'k6-thresholds');
  await page.getByRole('tab', { name: 'Explorer' }).click();
  await figuresSettled(page);
  await expect(page.getByText('reported percentiles only')).toBeVisible();
  await keepScreenshots(page, testInfo, 'k6-explorer');
  await expectAccessible(page, { strict: true });
  expect(asked).toContain('latency.summary');
  expect(asked).not.toContain('latency.cube');
});

test('the files of one Locust run make one report with a history that cannot be brushed', async ({
  app,
  page,
}, testInfo) => {
  await page.goto(app.url);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await dropFiles(
    page,
    ['stats', 'stats_history', 'failures'].map((name) => resolve(locust, `full_${name}.csv`)),
  );
  await figuresSettled(page);
  await expect(page.getByRole('treeitem')).toHaveCount(1);
  const brush = page.getByRole('slider', { name: 'Time selection' });
  await expect(brush).toHaveAttribute('aria-disabled', 'true');
  await keepScreenshots(page, testInfo, 'locust-overview');
  await expectAccessible(page, { strict: true });
  await brush.focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('button', { name: 'Clear time' })).toHaveCount(0);

  await page.getByRole('tab', { name: 'Explorer' }).click();
  await figuresSettled(page);
  const grid = page.getByRole('grid', { name: 'Transactions' });
  await grid.getByRole('row').nth(3).dblclick();
  await expect(page.getByRole('button', { name: 'Clear transactions' })).toBeVisible();
  await figuresSettled(page);
  await page.getByRole('slider', { name: 'Time selection' }).hover();
  await keepScreenshots(page, testInfo, 'locust-explorer');
  await expectAccessible(page, { strict: true });
});

test('a report of JMeter has its own percentiles beside those of its samples', async ({
  app,
  page,
}, testInfo) => {
  await page.goto(app.url);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await dropFiles(page, [jmeter, jmeterSamples]);
  await page.getByRole('treeitem', { name: /report/u }).click();
  await figuresSettled(page);
  await expect(note(page)).toContainText('type 6');
  const [all] = await savedTable(page);
  // pct1ResTime of Total; the exact p90 of the same samples is another figure.
  expect(all!['p90, ms']).toBe('80');
  await keepScreenshots(page, testInfo, 'jmeter-overview');
  await page.getByRole('tab', { name: 'Explorer' }).click();
  await figuresSettled(page);
  await keepScreenshots(page, testInfo, 'jmeter-explorer');
});

test('server metrics without samples are listed instead of empty charts', async ({ app, page }, testInfo) => {
  await page.goto(app.url);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await dropFiles(page, [perfmon]);
  await expect(note(page)).toContainText('No response times');
  const metrics = page.getByRole('grid', { name: 'Metrics' });
  await expect(metrics.getByRole('row').nth(1)).toBeVisible();
  await expect(page.getByRole('img')).toHaveCount(0);
  await keepScreenshots(page, testInfo, 'metrics-overview');
  await expectAccessible(page, { strict: true });
  await page.getByRole('tab', { name: 'Explorer' }).click();
  await page.getByRole('button', { name: 'Show its metrics' }).click();
  await expect(metrics).toBeVisible();
});
