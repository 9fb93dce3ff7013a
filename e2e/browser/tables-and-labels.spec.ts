import { mkdir, writeFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '../support/app-server.ts';
import { dropFiles } from '../support/drop-files.ts';
import { keepScreenshots } from '../support/screenshot.ts';
import { figuresSettled } from '../support/transaction-table.ts';

test('a table of no known tool is read once its columns are named, and many labels become few', async ({
  app,
  page,
}, testInfo) => {
  const folder = testInfo.outputPath('tables');
  await mkdir(folder, { recursive: true });
  const rows = Array.from(
    { length: 600 },
    (_, row) => `${1_700_000_000_000 + row * 100};/user/${row % 60}/cart;${100 + (row % 10)};${row % 2}`,
  );
  await writeFile(`${folder}/first.csv`, `when;what;took;fine\n${rows.join('\n')}\n`);
  await writeFile(`${folder}/second.csv`, `when;what;took;fine\n${rows.slice(1).join('\n')}\n`);

  await page.goto(app.url);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await dropFiles(page, [`${folder}/first.csv`]);
  await page.getByRole('button', { name: 'Name columns' }).click();
  const dialog = page.getByRole('dialog', { name: 'Name the columns' });
  await expect(dialog.getByLabel('Meaning of took')).toHaveValue('elapsed');
  await dialog.getByLabel('Meaning of when').selectOption('start');
  await dialog.getByLabel('Meaning of what').selectOption('label');
  await dialog.getByLabel('Meaning of fine').selectOption('ok');
  await keepScreenshots(page, testInfo, 'columns');
  expect((await new AxeBuilder({ page }).include('.dialog').analyze()).violations).toEqual([]);
  await dialog.getByRole('button', { name: 'Import' }).click();
  await figuresSettled(page);
  await expect(page.getByText('600').first()).toBeVisible();
  const grid = page.getByRole('grid', { name: 'Transactions' });
  await expect(grid.getByText('/user/7/cart', { exact: true })).toBeVisible();

  await page.keyboard.press('Control+k');
  await page.keyboard.type('clean up labels');
  await page.keyboard.press('Enter');
  const labels = page.getByRole('dialog', { name: 'Clean up labels' });
  await expect(labels.getByText('/user/{id}/cart')).toBeVisible();
  await keepScreenshots(page, testInfo, 'labels');
  expect((await new AxeBuilder({ page }).include('.dialog').analyze()).violations).toEqual([]);
  await labels.getByRole('button', { name: 'Apply', exact: true }).click();
  await expect(grid.getByText('/user/{id}/cart', { exact: true })).toBeVisible();
  await expect(grid.getByText('/user/7/cart', { exact: true })).toHaveCount(0);

  // Both are remembered: the next file with these columns needs nothing.
  await dropFiles(page, [`${folder}/second.csv`]);
  await expect(page.getByRole('treeitem', { name: /second/u })).toBeVisible();
  await page.getByRole('treeitem', { name: /second/u }).click();
  await figuresSettled(page);
  await expect(grid.getByText('/user/{id}/cart', { exact: true })).toBeVisible();
});
