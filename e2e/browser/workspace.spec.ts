import { copyFile, truncate } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expect, test } from '../support/app-server.ts';
import { dropFiles } from '../support/drop-files.ts';
import { OPENING_MS } from '../support/patience.ts';
import { figuresSettled, savedTable } from '../support/transaction-table.ts';

const jmeter = resolve('fixtures/jmeter/5.6.3/default.jtl');

test('a workspace survives a restart with everything in it', async ({ app, page }) => {
  await page.goto(app.url);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await dropFiles(page, [jmeter]);
  await figuresSettled(page);
  const before = await savedTable(page);
  await page.getByRole('treeitem', { name: /default/u }).click();
  await page.keyboard.press('F2');
  await page.getByRole('textbox', { name: 'Name of the run' }).fill('Nightly 2214');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('treeitem', { name: /Nightly 2214/u })).toBeVisible();

  await app.restart();
  await page.goto(app.url);
  await page.getByRole('treeitem', { name: /Nightly 2214/u }).click();
  await figuresSettled(page);
  expect(await savedTable(page)).toEqual(before);
});

test('the same file twice is refused with a choice', async ({ app, page }) => {
  await page.goto(app.url);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await dropFiles(page, [jmeter]);
  await expect(page.getByRole('treeitem', { name: /default/u })).toBeVisible();
  await dropFiles(page, [jmeter]);
  await expect(page.getByText(/is already here/u).first()).toBeVisible();
  await page.getByRole('button', { name: 'Import anyway' }).click();
  await expect(page.getByRole('treeitem', { name: /default/u })).toHaveCount(2);
});

test('a run can be removed', async ({ app, page }) => {
  await page.goto(app.url);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await dropFiles(page, [jmeter]);
  const run = page.getByRole('treeitem', { name: /default/u });
  await run.click();
  await page.keyboard.press('Delete');
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: /Remove/u })
    .click();
  await expect(run).toHaveCount(0);
});

test('a file that was not saved by Loadstone is no workspace, and says so', async ({
  app,
  page,
}, testInfo) => {
  const damaged = testInfo.outputPath('damaged.loadstone');
  await copyFile(jmeter, damaged);
  await truncate(damaged, 50_000);
  await page.goto(app.url);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await dropFiles(page, [damaged]);
  await expect(page.getByText(/not a Loadstone workspace/u).first()).toBeVisible();
});

test('the sample workspace opens from the start screen', async ({ app, page }) => {
  test.slow();
  await page.goto(app.url);
  await page.getByRole('button', { name: 'Open the sample workspace' }).click();
  await expect(page.getByRole('treeitem', { name: /^shop-baseline(?!-server)/u })).toBeVisible();
  await expect(page.getByRole('treeitem', { name: 'shop-candidate', exact: true })).toBeVisible();
  await expect(page.getByRole('treeitem', { name: /results/u })).toBeVisible();
  await expect(page.getByRole('treeitem', { name: /shop-candidate-server/u })).toBeVisible();
  await expect(page.getByRole('treeitem', { name: /orders-leak/u }).first()).toBeVisible({
    timeout: 3 * OPENING_MS,
  });
  await page.getByRole('treeitem', { name: /^shop-baseline(?!-server)/u }).click();
  await figuresSettled(page);
});
