import { resolve } from 'node:path';
import { expect, test } from '../support/app-server.ts';
import { figuresSettled } from '../support/transaction-table.ts';

test.use({ files: [resolve('fixtures/jmeter/5.6.3/shop-candidate.jtl.gz')] });

test('from start to a chosen transaction without a mouse', async ({ app, page }) => {
  await page.goto(app.url);
  await figuresSettled(page);
  await page.keyboard.press('2');
  await expect(page.getByRole('tab', { name: 'Explorer' })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('1');
  await expect(page.getByRole('tab', { name: 'Overview' })).toHaveAttribute('aria-selected', 'true');

  await page.keyboard.press('/');
  await expect(page.getByRole('textbox', { name: 'Filter transactions' })).toBeFocused();
  await page.keyboard.type('/^Checkout/');
  const grid = page.getByRole('grid', { name: 'Transactions' });
  await expect(grid.getByText('Checkout: place order')).toBeVisible();
  await expect(grid.getByText('Browse category')).toHaveCount(0);
  await page.keyboard.press('ArrowDown');
  await expect(grid).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(
    page.getByRole('toolbar', { name: 'Selection' }).getByText('Checkout: place order'),
  ).toBeVisible();

  await page.keyboard.press('Alt+ArrowLeft');
  await expect(page.getByRole('toolbar', { name: 'Selection' }).getByText(/all/u).first()).toBeVisible();
});

test('the palette finds commands, runs and transactions', async ({ app, page }) => {
  await page.goto(app.url);
  await figuresSettled(page);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('explorer');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: 'Explorer' })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('place order');
  await page.keyboard.press('Enter');
  await expect(
    page.getByRole('toolbar', { name: 'Selection' }).getByText('Checkout: place order'),
  ).toBeVisible();
});

test('the shortcuts are listed', async ({ app, page }) => {
  await page.goto(app.url);
  await figuresSettled(page);
  await page.keyboard.press('?');
  const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(dialog).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
});
