import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expect, test } from '../support/app-server.ts';
import { figuresSettled, savedTable } from '../support/transaction-table.ts';

test.use({ files: [resolve('fixtures/jmeter/5.6.3/shop-candidate.jtl.gz')] });

test('a box in the heat map selects time and response time for every view', async ({ app, page }) => {
  await page.goto(app.url);
  await page.getByRole('tab', { name: 'Explorer' }).click();
  await figuresSettled(page);
  const heatMap = page.getByRole('application', { name: /^Heat map/u });
  const box = await heatMap.boundingBox();
  if (box === null) throw new Error('The heat map has no place on the screen');
  const at = (x: number, y: number): [number, number] => [box.x + box.width * x, box.y + box.height * y];
  await page.mouse.move(...at(0.3, 0.5));
  await page.mouse.down();
  await page.mouse.move(...at(0.5, 0.2), { steps: 5 });
  await page.mouse.up();
  await figuresSettled(page);
  const chips = page.getByRole('toolbar', { name: 'Selection' });
  await expect(chips.getByText(/\d\d:\d\d–\d\d:\d\d/u)).toBeVisible();
  await expect(chips.getByText(/\d–\d+ ms/u)).toBeVisible();
  const [all] = await savedTable(page);

  await page.getByRole('tab', { name: 'Samples' }).click();
  const count = Number(all!['Samples']).toLocaleString('en-GB');
  await expect(page.getByText(`slowest first, ${count} samples in the selection`)).toBeVisible();

  await heatMap.focus();
  await page.keyboard.press('Escape');
  await expect(chips.getByText(/\d\d:\d\d–\d\d:\d\d/u)).toHaveCount(0);
});

test('zoom and arrangement are the person’s own, and every view is a file', async ({ app, page }) => {
  await page.goto(app.url);
  await page.getByRole('tab', { name: 'Explorer' }).click();
  await figuresSettled(page);
  const picture = page.getByRole('region', { name: 'Heat map' }).getByRole('img');
  const whole = await picture.getAttribute('aria-label');
  await page.getByRole('application', { name: /^Heat map/u }).hover();
  await page.mouse.wheel(0, -600);
  await expect(picture).not.toHaveAttribute('aria-label', whole!);
  await expect(
    page.getByRole('toolbar', { name: 'Selection' }).getByText(/\d\d:\d\d–\d\d:\d\d/u),
  ).toHaveCount(0);
  await page.getByRole('button', { name: 'Show the whole run' }).click();
  await expect(picture).toHaveAttribute('aria-label', whole!);

  await page.getByRole('button', { name: 'Histogram: more' }).click();
  await page.getByRole('menuitem', { name: /^Move up/u }).click();
  await page.reload();
  await page.getByRole('tab', { name: 'Explorer' }).click();
  const names = await page
    .getByRole('region')
    .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));
  expect(names.indexOf('Histogram')).toBeLessThan(names.indexOf('Distribution'));

  await figuresSettled(page);
  await page.getByRole('button', { name: 'Histogram: more' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Save as SVG' }).click();
  const svg = await readFile(await (await download).path(), 'utf8');
  expect(svg).toContain('Share of samples, % per 1/20 decade');
  expect(svg).not.toContain('NaN');
});
