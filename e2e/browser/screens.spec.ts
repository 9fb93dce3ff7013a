import { resolve } from 'node:path';
import { expectAccessible } from '../support/accessibility.ts';
import { expect, test } from '../support/app-server.ts';
import { dropFiles } from '../support/drop-files.ts';
import { OPENING_MS } from '../support/patience.ts';
import { keepScreenshots } from '../support/screenshot.ts';
import { figuresSettled } from '../support/transaction-table.ts';

const sizes = [
  { width: 1280, height: 800 },
  { width: 1440, height: 900 },
  { width: 1920, height: 1080 },
];

for (const size of sizes) {
  test(`every screen at ${size.width}×${size.height}, light and dark`, async ({ app, page }, testInfo) => {
    // Twelve pictures and ten passes of axe.
    test.slow();
    await page.setViewportSize(size);
    await page.goto(app.url);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await keepScreenshots(page, testInfo, 'start');
    await expectAccessible(page);

    await dropFiles(page, [
      resolve('fixtures/jmeter/5.6.3/shop-candidate.jtl.gz'),
      resolve('fixtures/k6/1.8.1/results.ndjson.json'),
      resolve('fixtures/jmeter/5.6.3/killed.jtl'),
      resolve('fixtures/README.md'),
    ]);
    await expect(page.getByRole('heading', { name: '3 of 4 files imported' })).toBeVisible({
      timeout: OPENING_MS,
    });
    await keepScreenshots(page, testInfo, 'import');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Open the first run' }).click();

    await page.getByRole('treeitem', { name: /shop-candidate/u }).click();
    await figuresSettled(page);
    await keepScreenshots(page, testInfo, 'overview-jmeter');
    await expectAccessible(page);
    await page.getByRole('tab', { name: 'Explorer' }).click();
    await figuresSettled(page);
    await keepScreenshots(page, testInfo, 'explorer-jmeter');
    await expectAccessible(page);

    await page.getByRole('treeitem', { name: /results/u }).click();
    await figuresSettled(page);
    await keepScreenshots(page, testInfo, 'explorer-k6');
    await page.getByRole('tab', { name: 'Overview' }).click();
    await figuresSettled(page);
    await keepScreenshots(page, testInfo, 'overview-k6');
    await expectAccessible(page);

    await page.keyboard.press('Control+k');
    await expect(page.getByRole('dialog')).toBeVisible();
    await keepScreenshots(page, testInfo, 'palette');
    await expectAccessible(page);
  });
}
