import { resolve } from 'node:path';
import { expectAccessible } from '../support/accessibility.ts';
import { expect, test } from '../support/app-server.ts';
import { dropFiles } from '../support/drop-files.ts';
import { OPENING_MS } from '../support/patience.ts';
import { keepScreenshots } from '../support/screenshot.ts';
import { figuresSettled } from '../support/transaction-table.ts';

/** Other tests listen to the same screens with axe in a window of the middle size: here it is the smallest and the largest. */
const sizes = [
  { width: 1280, height: 800, listens: true },
  { width: 1440, height: 900, listens: false },
  { width: 1920, height: 1080, listens: true },
];

for (const { listens, ...size } of sizes) {
  test(`every screen at ${size.width}×${size.height}, light and dark`, async ({ app, page }, testInfo) => {
    // Sixteen pictures and fourteen passes of axe.
    test.slow();
    await page.setViewportSize(size);
    await page.goto(app.url);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await keepScreenshots(page, testInfo, 'start');
    if (listens) await expectAccessible(page);

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
    if (listens) await expectAccessible(page);
    await page.getByRole('button', { name: 'Open the first run' }).click();

    await page.getByRole('treeitem', { name: /shop-candidate/u }).click();
    await figuresSettled(page);
    await keepScreenshots(page, testInfo, 'overview-jmeter');
    if (listens) await expectAccessible(page);
    await page.getByRole('tab', { name: 'Explorer' }).click();
    await figuresSettled(page);
    await keepScreenshots(page, testInfo, 'explorer-jmeter');
    if (listens) await expectAccessible(page);
    await page.getByRole('tab', { name: 'Capacity and soak' }).click();
    await expect(page.getByRole('region', { name: 'Throughput against concurrency' })).toBeVisible();
    await keepScreenshots(page, testInfo, 'capacity');
    if (listens) await expectAccessible(page);
    await page.getByRole('tab', { name: 'Explorer' }).click();

    await page.getByRole('treeitem', { name: /results/u }).click();
    await figuresSettled(page);
    await keepScreenshots(page, testInfo, 'explorer-k6');
    await page.getByRole('tab', { name: 'Overview' }).click();
    await figuresSettled(page);
    await keepScreenshots(page, testInfo, 'overview-k6');
    if (listens) await expectAccessible(page);

    await page.getByRole('button', { name: 'SQL console' }).click();
    await page.getByRole('button', { name: 'Runs, and how large they are' }).click();
    await page.keyboard.press('Control+Enter');
    await expect(page.getByRole('grid', { name: 'Result' })).toBeVisible();
    await keepScreenshots(page, testInfo, 'sql');
    if (listens) await expectAccessible(page);

    await page.keyboard.press('Control+k');
    await expect(page.getByRole('dialog')).toBeVisible();
    await keepScreenshots(page, testInfo, 'palette');
    if (listens) await expectAccessible(page);
  });
}
