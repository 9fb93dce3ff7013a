import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from '../support/app-server.ts';
import { summaryOf } from '../support/command-line.ts';
import { figuresSettled, savedTable } from '../support/transaction-table.ts';

const run = resolve('fixtures/jmeter/5.6.3/shop-candidate.jtl.gz');

test.use({ files: [run] });

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

async function brushBox(page: Page): Promise<Box> {
  const box = await page.getByRole('slider', { name: 'Time selection' }).boundingBox();
  if (box === null) throw new Error('The brush has no place on the screen');
  return box;
}

/** Drags over the given share of the time axis. */
async function drag(page: Page, from: number, to: number, release = true): Promise<void> {
  const { x, y, width, height } = await brushBox(page);
  const at = (share: number): [number, number] => [x + width * share, y + height / 2];
  await page.mouse.move(...at(from));
  await page.mouse.down();
  await page.mouse.move(...at((from + to) / 2), { steps: 6 });
  await page.mouse.move(...at(to), { steps: 6 });
  if (release) await page.mouse.up();
}

async function openExplorer(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByRole('tab', { name: 'Explorer' }).click();
  await figuresSettled(page);
}

test('one brush changes table, curve and counts together; at rest the figures are exact', async ({
  app,
  page,
}) => {
  await openExplorer(page, app.url);
  const curve = page.getByRole('region', { name: 'Distribution' }).getByRole('img');
  const [wholeTable, wholeCurve] = [await savedTable(page), await curve.getAttribute('aria-label')];

  await drag(page, 0.3, 0.6);
  await figuresSettled(page);
  const chip = page.getByRole('toolbar', { name: 'Selection' }).getByText(/\d\d:\d\d–\d\d:\d\d/u);
  await expect(chip).toBeVisible();
  const [all, ...rows] = await savedTable(page);
  expect(all!['Samples']).not.toBe(wholeTable[0]!['Samples']);
  expect(Number(all!['Samples'])).toBeLessThan(Number(wholeTable[0]!['Samples']));
  await expect(curve).not.toHaveAttribute('aria-label', wholeCurve!);
  expect(rows).toHaveLength(wholeTable.length - 1);

  await page.keyboard.press('Escape');
  await figuresSettled(page);
  expect(await savedTable(page)).toEqual(wholeTable);
});

test('while the brush moves the figures are marked as estimates and move with it', async ({ app, page }) => {
  await openExplorer(page, app.url);
  await drag(page, 0.2, 0.5, false);
  const panel = page.getByRole('region', { name: 'Transactions' });
  const estimates = panel.getByText('estimates until the selection rests');
  const { x, width, y } = await brushBox(page);
  // A brush that is held still counts as resting: it has to be kept moving.
  await expect(async () => {
    await page.mouse.move(x + width * (0.5 + Math.random() * 0.1), y + 50);
    await expect(estimates).toBeVisible({ timeout: 1 });
  }).toPass();
  await page.mouse.up();
  await figuresSettled(page);
  await expect(panel.getByText('estimates until the selection rests')).toHaveCount(0);
});

test('a time span typed in gives the figures of the command line for the same span', async ({
  app,
  page,
}) => {
  await openExplorer(page, app.url);
  await page.getByRole('toolbar', { name: 'Selection' }).getByRole('button', { name: /^Time/u }).click();
  await page.getByRole('textbox', { name: 'From' }).fill('01:00');
  await page.getByRole('textbox', { name: 'To' }).fill('03:30');
  await page.getByRole('textbox', { name: 'To' }).press('Enter');
  await page.keyboard.press('Escape');
  await figuresSettled(page);
  const expected = await summaryOf(run, '--from', '60s', '--to', '3m30s');
  const [all] = await savedTable(page);
  expect(Number(all!['Samples'])).toBe(expected.overall.samples);
  expect(Number(all!['p95, ms'])).toBe(expected.overall.percentilesMs['95']);
  expect(Number(all!['p99, ms'])).toBe(expected.overall.percentilesMs['99']);
});

test('the brush works by keyboard', async ({ app, page }) => {
  await openExplorer(page, app.url);
  const brush = page.getByRole('slider', { name: 'Time selection' });
  await brush.focus();
  const before = await brush.getAttribute('aria-valuetext');
  await page.keyboard.press('ArrowRight');
  await expect(brush).not.toHaveAttribute('aria-valuetext', before!);
  await page.keyboard.press('Shift+ArrowRight');
  await figuresSettled(page);
  const narrowed = await savedTable(page);
  await brush.focus();
  await page.keyboard.press('Escape');
  await expect(brush).toHaveAttribute('aria-valuetext', before!);
  await figuresSettled(page);
  expect(Number((await savedTable(page))[0]!['Samples'])).toBeGreaterThan(Number(narrowed[0]!['Samples']));
});

test('choosing a transaction changes headline and curve, and the table keeps the others to choose from', async ({
  app,
  page,
}) => {
  await openExplorer(page, app.url);
  await page.getByRole('grid', { name: 'Transactions' }).getByText('Checkout: place order').dblclick();
  await figuresSettled(page);
  const expected = await summaryOf(run, '--label', '^Checkout: place order$');
  await page.getByRole('tab', { name: 'Overview' }).click();
  const headline = page.getByRole('region', { name: 'Headline figures' });
  const p95 = String(Math.round(expected.overall.percentilesMs['95']!));
  await expect(headline.getByText('Response time p95').locator('..')).toContainText(p95);
  await expect(page.getByRole('grid', { name: 'Transactions' }).getByText('View product')).toBeVisible();
});
