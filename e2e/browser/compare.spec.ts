import { resolve } from 'node:path';
import type { Page, TestInfo } from '@playwright/test';
import { expectAccessible } from '../support/accessibility.ts';
import { expect, test } from '../support/app-server.ts';
import { dropFiles } from '../support/drop-files.ts';
import { keepScreenshots } from '../support/screenshot.ts';
import { writeShortened } from '../support/shortened-result.ts';

const baseline = resolve('fixtures/jmeter/5.6.3/shop-baseline.jtl.gz');
const candidate = resolve('fixtures/jmeter/5.6.3/shop-candidate.jtl.gz');

/**
 * Opens an empty comparison and drops both results on it.
 * @param second what becomes the candidate
 */
async function dropBoth(page: Page, url: string, second = candidate): Promise<void> {
  await page.goto(url);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('3');
  await expect(page.getByText('Choose what to compare')).toBeVisible();
  await dropFiles(page, [baseline, second]);
  await expect(page.getByRole('region', { name: 'Details' })).toBeVisible({ timeout: 45_000 });
  await settled(page);
}

async function settled(page: Page): Promise<void> {
  await expect(page.getByRole('progressbar', { name: 'The comparison is being computed' })).toHaveCount(0, {
    timeout: 45_000,
  });
}

function row(page: Page, label: string) {
  return page
    .getByRole('grid', { name: 'Verdicts by transaction' })
    .getByRole('row')
    .filter({ hasText: label });
}

/** The candidate, stopped after so little time that no verdict can rest on it. */
async function stoppedEarly(testInfo: TestInfo): Promise<string> {
  const path = testInfo.outputPath('shop-candidate.jtl.gz');
  await writeShortened(candidate, path, 300);
  return path;
}

/** Waives what caps, one check after the other. */
async function waiveAll(page: Page): Promise<void> {
  const waive = page.getByRole('button', { name: 'Waive with a reason' });
  for (let open = await waive.count(); open > 0; open = await waive.count()) {
    await waive.first().click();
    await page.getByRole('textbox', { name: 'Reason' }).fill('A smoke test of two minutes.');
    await page.getByRole('button', { name: 'Waive the check' }).click();
    await expect(waive).toHaveCount(open - 1);
    await settled(page);
  }
}

test('two results dropped on a comparison become baseline and candidate, and are judged', async ({
  app,
  page,
}, testInfo) => {
  test.slow();
  await dropBoth(page, app.url, await stoppedEarly(testInfo));
  await expect(page.getByRole('region', { name: 'Baseline, A' })).toContainText('shop-baseline');
  await expect(page.getByRole('region', { name: 'Candidate, B' })).toContainText('shop-candidate');
  await expect(page.getByRole('region', { name: 'Comparability' })).toContainText('not comparable');
  await keepScreenshots(page, testInfo, 'compare-capped');
  await expectAccessible(page);

  await waiveAll(page);
  await expect(page.getByRole('region', { name: 'Comparability' })).toContainText('waived');
  const details = page.getByRole('region', { name: 'Details' });
  const label = await details.getByRole('heading', { level: 2 }).first().innerText();
  await expect(row(page, label)).toContainText('regressed');
  await keepScreenshots(page, testInfo, 'compare');
  for (const size of [
    { width: 1280, height: 800 },
    { width: 1920, height: 1080 },
  ]) {
    await page.setViewportSize(size);
    await keepScreenshots(page, testInfo, `compare-${size.width}`);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await expectAccessible(page);

  // A margin of its own that is wider than the change: the verdict goes, and comes back with undo.
  await details.getByRole('button', { name: /^Margin/u }).click();
  await page.getByRole('textbox', { name: 'Margin in percent' }).fill('900');
  await page.keyboard.press('Enter');
  await settled(page);
  await expect(row(page, label)).not.toContainText('regressed');
  await page.keyboard.press('Control+z');
  await settled(page);
  await expect(row(page, label)).toContainText('regressed');
});

test('a comparison is saved, and comes back with its waivers after a restart', async ({
  app,
  page,
}, testInfo) => {
  test.slow();
  await dropBoth(page, app.url, await stoppedEarly(testInfo));
  await waiveAll(page);
  await page.getByRole('button', { name: 'Save…' }).click();
  await page.getByRole('textbox', { name: 'Name of the comparison' }).fill('Release 4.18');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('option', { name: 'Release 4.18' })).toBeVisible();

  await app.restart();
  await page.goto(app.url);
  await page.getByRole('option', { name: 'Release 4.18' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Release 4.18' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Details' })).toBeVisible({ timeout: 45_000 });
  await expect(page.getByText('A smoke test of two minutes.').first()).toBeVisible();
});

test('by keyboard: rows, brush, and the explorer with the candidate', async ({ app, page }) => {
  test.slow();
  await dropBoth(page, app.url);
  const grid = page.getByRole('grid', { name: 'Verdicts by transaction' });
  const details = page.getByRole('region', { name: 'Details' });
  const before = await details.getByRole('heading', { level: 2 }).first().innerText();
  await grid.focus();
  await page.keyboard.press('ArrowDown');
  await expect(details.getByRole('heading', { level: 2 }).first()).not.toHaveText(before);
  const label = await details.getByRole('heading', { level: 2 }).first().innerText();

  await details.getByRole('slider', { name: 'Time selection' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(details).toContainText('verdicts keep their windows');
  await page.keyboard.press('Escape');
  await expect(details).not.toContainText('verdicts keep their windows');

  await grid.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: 'Explorer', selected: true })).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('shop-candidate');
  await expect(page.getByText(label).first()).toBeVisible();
});
