import { resolve } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from '../support/accessibility.ts';
import { expect, test } from '../support/app-server.ts';
import { dropFiles } from '../support/drop-files.ts';
import { keepScreenshots } from '../support/screenshot.ts';

const files = ['shop-baseline', 'shop-candidate'].map((name) =>
  resolve(`fixtures/jmeter/5.6.3/${name}.jtl.gz`),
);

async function compare(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('3');
  await expect(page.getByText('Choose what to compare')).toBeVisible();
  await dropFiles(page, files);
  await expect(page.getByRole('region', { name: 'Details' })).toBeVisible({ timeout: 45_000 });
  await settled(page);
}

async function settled(page: Page): Promise<void> {
  await expect(page.getByRole('progressbar', { name: 'The comparison is being computed' })).toHaveCount(0, {
    timeout: 45_000,
  });
}

const verdicts = (page: Page): Locator => page.getByRole('grid', { name: 'Verdicts by transaction' });
const chart = (page: Page, name: string): Locator => page.getByRole('region', { name }).getByRole('img');

/** Moves the pointer to a place of an element, in shares of its size. */
async function pointAt(page: Page, target: Locator, x: number, y: number): Promise<void> {
  const box = await target.boundingBox();
  if (box === null) throw new Error('There is nothing to point at');
  await page.mouse.move(box.x + x * box.width, box.y + y * box.height);
}

test('band, crosshair, brush and swap of a comparison', async ({ app, page }, testInfo) => {
  test.slow();
  await compare(page, app.url);
  const details = page.getByRole('region', { name: 'Details' });
  const label = await details.getByRole('heading', { level: 2 }).first().innerText();
  const row = verdicts(page).getByRole('row').filter({ hasText: label });

  // A double click on the band of the margin sets the margin of that transaction, and opens nothing else.
  await row.locator('.verdicts__forest').dblclick();
  const dialog = page.getByRole('dialog', { name: 'Margin of one transaction' });
  await expect(dialog).toContainText(label);
  await page.getByRole('textbox', { name: 'Margin in percent' }).fill('900');
  await page.keyboard.press('Enter');
  await settled(page);
  await expect(details.getByRole('button', { name: /^Margin ±900 %/u })).toBeVisible();
  await page.keyboard.press('Control+z');
  await settled(page);
  await expect(details.getByRole('button', { name: /^Margin ±10 %/u })).toBeVisible();

  // All figures of the tooltip can be had by keyboard.
  const facts = details.getByRole('button', { name: /^Figures of the verdict/u });
  await facts.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Figures of the verdict' })).toContainText('p (Holm)');
  await expectAccessible(page);
  await page.keyboard.press('Escape');

  // One crosshair through curve, shift and time.
  const others = ['Shift function', 'Percentiles over time'].map((name) =>
    page.getByRole('region', { name }),
  );
  await page.mouse.move(1, 1);
  const before = await Promise.all(others.map((other) => other.screenshot()));
  await pointAt(page, chart(page, 'Percentile curve'), 0.6, 0.5);
  for (const [index, other] of others.entries())
    await expect(async () => {
      expect((await other.screenshot()).equals(before[index]!)).toBe(false);
    }).toPass({ timeout: 5000 });

  // The brush limits the charts of the details, and the header says so; verdicts stay as they are.
  const told = await row.innerText();
  await pointAt(page, chart(page, 'Percentiles over time'), 0.4, 0.6);
  await page.mouse.down();
  await pointAt(page, chart(page, 'Percentiles over time'), 0.6, 0.6);
  await page.mouse.up();
  await expect(details).toContainText(/Charts: \d\d:\d\d–\d\d:\d\d only; verdicts keep their windows/u);
  expect(await row.innerText()).toBe(told);
  await keepScreenshots(page, testInfo, 'compare-brushed');
  await details.getByRole('button', { name: 'Show all' }).click();

  // Swapped, what was slower is faster: in the table, in words and in every chart.
  const cells = row.getByRole('gridcell');
  const [a, b] = [await cells.nth(1).innerText(), await cells.nth(2).innerText()];
  await expect(cells.nth(3)).toContainText('+');
  await page.getByRole('button', { name: /swap/iu }).click();
  await settled(page);
  await expect(cells.nth(1)).toHaveText(b);
  await expect(cells.nth(2)).toHaveText(a);
  await expect(cells.nth(3)).toContainText('−');
  await expect(page.getByRole('region', { name: 'Baseline, A' })).toContainText('shop-candidate');
  await expect(details).toContainText('faster');
  await expect(chart(page, 'Percentile curve')).toHaveAttribute(
    'aria-label',
    new RegExp(`A, .*p95 ${b} ms.* B, .*p95 ${a} ms`, 'u'),
  );
});

test('Enter on a verdict opens the explorer with both runs', async ({ app, page }, testInfo) => {
  test.slow();
  await compare(page, app.url);
  await verdicts(page).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: 'Explorer', selected: true })).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('shop-candidate');
  const selection = page.getByRole('toolbar', { name: 'Selection' });
  await expect(selection).toContainText('against A');
  await expect(selection).toContainText('shop-baseline');

  await expect(chart(page, 'Distribution')).toHaveAttribute(
    'aria-label',
    /A, [\d,]+ samples.*B, [\d,]+ samples/u,
  );
  await expect(chart(page, 'Over time')).toHaveAttribute('aria-label', /B p50 from .*A p50 from /u);
  await keepScreenshots(page, testInfo, 'explorer-against');
  await expectAccessible(page);
  const distribution = page.getByRole('region', { name: 'Distribution' });
  await distribution.getByRole('radio', { name: 'ECDF' }).click();
  await distribution.getByRole('button', { name: 'Show as table' }).click();
  await expect(distribution.getByRole('columnheader')).toHaveText(['Percentile', 'A, ms', 'B, ms', 'Δ, ms']);
  await distribution.getByRole('button', { name: 'Show as chart' }).click();

  await page.getByRole('button', { name: 'Clear against a' }).click();
  await expect(selection).not.toContainText('against A');
  await expect(chart(page, 'Distribution')).not.toHaveAttribute('aria-label', /A, [\d,]+ samples/u);
  await expect(chart(page, 'Over time')).not.toHaveAttribute('aria-label', /A p50/u);
});
