import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from '../support/app-server.ts';
import { figuresSettled, savedTable } from '../support/transaction-table.ts';

test.use({
  files: [resolve('fixtures/jmeter/5.6.3/shop-candidate.jtl.gz')],
  permissions: ['clipboard-read', 'clipboard-write'],
});

/** Drags over the given share of the time axis. */
async function drag(page: Page, from: number, to: number): Promise<void> {
  const box = await page.getByRole('slider', { name: 'Time selection' }).boundingBox();
  if (box === null) throw new Error('The brush has no place on the screen');
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * from, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * to, y, { steps: 6 });
  await page.mouse.up();
}

async function samples(page: Page): Promise<number> {
  await figuresSettled(page);
  const [all] = await savedTable(page);
  return Number(all!['Samples']);
}

test('keys and clicks of overview and explorer', async ({ app, page }) => {
  test.setTimeout(120_000);
  await page.goto(app.url);
  await figuresSettled(page);
  const chips = page.getByRole('toolbar', { name: 'Selection' });
  const grid = page.getByRole('grid', { name: 'Transactions' });

  await test.step('/ goes to the filter, Shift and a click add a second key of order', async () => {
    await page.keyboard.press('/');
    await expect(page.getByRole('textbox', { name: 'Filter transactions' })).toBeFocused();
    await page.keyboard.press('Escape');
    await grid.getByRole('columnheader', { name: 'Samples', exact: true }).click();
    const max = grid.getByRole('columnheader', { name: /^Max/u });
    await max.click({ modifiers: ['Shift'] });
    await expect(max).toHaveAttribute('aria-sort', /ascending|descending/u);
    const rows = (await savedTable(page)).slice(1);
    const order = rows.map((row) => [Number(row['Samples']), Number(row['Max, ms'])] as const);
    const sorted = [...order].sort((a, b) => b[0] - a[0] || b[1] - a[1]);
    expect(order).toEqual(sorted);
  });

  await test.step('borders of phases move by keys; a step back and a reset take that back', async () => {
    const border = page.getByRole('slider', { name: /^Border between/u }).first();
    await border.focus();
    const before = Number(await border.getAttribute('aria-valuenow'));
    await page.keyboard.press('ArrowRight');
    await expect(border).toHaveAttribute('aria-valuenow', String(before + 1));
    await page.keyboard.press('Shift+ArrowRight');
    await expect(border).toHaveAttribute('aria-valuenow', String(before + 11));
    const edited = page.getByRole('group', { name: 'Phases' }).getByRole('button', { name: /edited/u });
    await expect(edited.first()).toBeVisible();
    await page.keyboard.press('Control+z');
    await expect(border).toHaveAttribute('aria-valuenow', String(before));
    await expect(edited).toHaveCount(0);
    await border.focus();
    await page.keyboard.press('ArrowLeft');
    await expect(edited.first()).toBeVisible();
    await edited.first().click({ button: 'right' });
    await page.getByRole('menuitem', { name: /^Reset all/u }).click();
    await expect(border).toHaveAttribute('aria-valuenow', String(before));
  });

  await test.step('a double click on a phase selects it', async () => {
    await page
      .getByRole('group', { name: 'Phases' })
      .getByRole('button', { name: /^warm-up/u })
      .dblclick();
    await expect(chips.getByText('warm-up', { exact: true })).toBeVisible();
    await chips.getByRole('button', { name: 'Clear', exact: true }).click();
  });

  await test.step('Enter on a finding selects its evidence in the explorer', async () => {
    const findings = page.getByRole('listbox', { name: /^Findings/u });
    await findings.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('tab', { name: 'Explorer' })).toHaveAttribute('aria-selected', 'true');
    await expect(chips.getByText('Checkout: place order')).toBeVisible();
    await chips.getByRole('button', { name: 'Clear', exact: true }).click();
  });

  await test.step('Shift and a drag add a second span', async () => {
    // From here on the brush lies on the bins of the cube.
    await expect(page.getByRole('application', { name: /^Heat map/u })).toBeVisible();
    await drag(page, 0.2, 0.3);
    const first = await samples(page);
    await chips.getByRole('button', { name: 'Clear', exact: true }).click();
    await drag(page, 0.6, 0.8);
    const second = await samples(page);
    await page.keyboard.down('Shift');
    await drag(page, 0.2, 0.3);
    await page.keyboard.up('Shift');
    await expect(chips.getByText(/^2 spans, /u)).toBeVisible();
    expect(await samples(page)).toBe(first + second);
    await page.keyboard.press('Alt+ArrowLeft');
    await expect(chips.getByText(/^2 spans, /u)).toHaveCount(0);
    await chips.getByRole('button', { name: 'Clear', exact: true }).click();
    await figuresSettled(page);
  });

  await test.step('Enter in the list of samples moves the crosshair to the sample', async () => {
    await page.getByRole('tab', { name: 'Samples' }).click();
    const list = page.getByRole('grid', { name: 'Samples', exact: true });
    await expect(list.getByRole('row').nth(1)).toBeVisible();
    await expect(page.getByRole('region', { name: 'What is in the slowest' })).toBeVisible();
    const overlays = page.getByRole('region', { name: 'Distribution' }).locator('canvas');
    const before = await overlays.last().screenshot();
    await list.focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect
      .poll(async () => (await overlays.last().screenshot()).equals(before), { timeout: 5000 })
      .toBe(false);
  });

  await test.step('a selection is copied as a statement', async () => {
    await page.getByRole('button', { name: 'Samples: more' }).click();
    await page.getByRole('menuitem', { name: 'Copy as SQL' }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('FROM samples s');
  });

  await test.step('a tooltip is pinned by Alt and a click, copied by C, let go by Escape', async () => {
    const heatMap = page.getByRole('application', { name: /^Heat map/u });
    const pinned = page.locator('.chart-tooltip.is-pinned');
    await heatMap.click({ modifiers: ['Alt'] });
    await expect(pinned).toBeVisible();
    const title = await pinned.locator('.chart-tooltip__head span').first().innerText();
    await page.keyboard.press('c');
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain(title);
    await page.keyboard.press('Escape');
    await expect(pinned).toHaveCount(0);
  });

  await test.step('arrows read the curve, P pins what they read', async () => {
    const curve = page.getByRole('application', { name: 'Percentile curve: read values' });
    const pinned = page.getByRole('region', { name: 'Distribution' }).locator('.chart-tooltip.is-pinned');
    await curve.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('p');
    const first = await pinned.innerText();
    await page.keyboard.press('p');
    await expect(pinned).toHaveCount(0);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('p');
    await expect(pinned).toBeVisible();
    expect(await pinned.innerText()).not.toBe(first);
  });
});
