import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { TestInfo } from '@playwright/test';
import { runGenerator } from '../../fixtures/generator/command-line.ts';
import { expectAccessible } from '../support/accessibility.ts';
import { expect, test } from '../support/app-server.ts';
import { summaryOf } from '../support/command-line.ts';
import { dropFiles } from '../support/drop-files.ts';
import { keepScreenshots } from '../support/screenshot.ts';
import { figuresSettled, savedTable } from '../support/transaction-table.ts';

const START_MS = 1_700_000_000_000;
/** How far the clock of the second load generator was ahead. */
const AHEAD_MS = 1500;

test.use({ viewport: { width: 1280, height: 800 } });

/** Results of two load generators that were started by one signal; the clock of the second one is wrong. */
async function twoInjectors(testInfo: TestInfo): Promise<readonly [string, string]> {
  const make = async (name: string, seed: number, startMs: number) => {
    const path = testInfo.outputPath(name);
    const options = {
      kind: 'jmeter-csv',
      rows: 4000,
      threads: 10,
      transactions: 6,
      seed,
      'start-ms': startMs,
      out: path,
    };
    await runGenerator(Object.entries(options).flatMap(([option, value]) => [`--${option}`, String(value)]));
    return path;
  };
  return [await make('injector-1.jtl', 1, START_MS), await make('injector-2.jtl', 2, START_MS + AHEAD_MS)];
}

test('two files of one test are suggested as one run, merged, and their clocks set right', async ({
  app,
  page,
}, testInfo) => {
  // Two generated files, pictures of four dialogs, and a pass of axe for each.
  test.slow();
  const files = await twoInjectors(testInfo);
  await page.goto(app.url);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await dropFiles(page, files);
  const question = page.getByRole('note', { name: 'Parts of one run?' });
  await expect(question).toContainText('Is injector-2 part of injector-1?');
  await figuresSettled(page);
  await keepScreenshots(page, testInfo, 'suggestion');
  await expectAccessible(page, { strict: true });

  await question.getByRole('button', { name: 'Merge…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Merge runs' });
  await expect(dialog).toContainText('injector-1 is kept, with its name.');
  await expect(dialog.getByText('Warning')).toHaveCount(0);
  await keepScreenshots(page, testInfo, 'merge');
  await expectAccessible(page, { strict: true });
  await dialog.getByRole('button', { name: 'Merge 2 runs' }).click();
  await expect(dialog).toHaveCount(0);

  await expect(page.getByRole('treeitem')).toHaveCount(1);
  await expect(page.getByRole('treeitem', { name: 'injector-1' })).toHaveAttribute('aria-selected', 'true');
  await figuresSettled(page);
  const parts = await Promise.all(files.map((file) => summaryOf(file)));
  const [all, ...rows] = await savedTable(page);
  expect(Number(all!['Samples'])).toBe(parts[0]!.overall.samples + parts[1]!.overall.samples);
  expect(rows).toHaveLength(6);

  // Both clocks stand beside each other, in the facts and in the log.
  const facts = page.getByRole('complementary', { name: 'What the figures rest on' });
  await expect(facts).toContainText('Injector clockswithin 1.5 s');
  await page.getByRole('treeitem', { name: 'injector-1' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.getByRole('treeitem', { name: 'injector-2.jtl' }).click();
  const log = page.getByRole('dialog', { name: 'Import log' });
  const clocks = log.getByRole('region', { name: 'Clock' });
  await expect(clocks.getByRole('row', { name: /injector-2/u })).toContainText('1.5 s');
  await clocks.getByRole('textbox', { name: 'Clock offset' }).fill('1.5');
  await clocks.getByRole('radio', { name: 's', exact: true }).click();
  await expect(clocks).toContainText('was 1,500 ms ahead: its samples are moved back by that.');
  await keepScreenshots(page, testInfo, 'clock');
  await expectAccessible(page, { strict: true });
  await clocks.getByRole('button', { name: 'Apply' }).click();
  await expect(clocks.getByRole('row', { name: /injector-2/u })).toContainText('0 ms');
  await page.keyboard.press('Escape');
  await expect(facts).toContainText('Injector clockswithin 0 ms');
  await expect(facts).toContainText('1,500 ms ahead');
  await figuresSettled(page);
  await keepScreenshots(page, testInfo, 'merged');
});

test('runs are chosen with the keyboard; runs of other tools and times are warned of', async ({
  app,
  page,
}, testInfo) => {
  const [first] = await twoInjectors(testInfo);
  const later = testInfo.outputPath('later.jtl');
  await writeFile(later, (await readFile(first, 'utf8')).replaceAll(String(START_MS / 1e6), '1701000'));
  await page.goto(app.url);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await dropFiles(page, [
    first,
    later,
    resolve('fixtures/k6/1.8.1/results.ndjson.json'),
    resolve('fixtures/k6/1.8.1/summary-export.json'),
  ]);
  await expect(page.getByRole('treeitem')).toHaveCount(4);
  await figuresSettled(page);
  await expect(page.getByRole('note', { name: 'Parts of one run?' })).toHaveCount(0);

  await page.getByRole('treeitem', { name: 'injector-1' }).focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await expect(page.getByRole('treeitem', { checked: true })).toHaveCount(2);
  await expect(page.getByRole('group', { name: 'Chosen runs' })).toContainText('2 runs chosen');
  await keepScreenshots(page, testInfo, 'choosing');
  await expectAccessible(page, { strict: true });
  await page.getByRole('button', { name: 'Merge…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Merge runs' });
  await expect(dialog).toContainText('later has no time in common with the others');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('treeitem', { name: 'later' }).focus();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('group', { name: 'Chosen runs' })).toHaveCount(0);

  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search' }).fill('merge runs');
  await page.keyboard.press('Enter');
  await dialog.getByRole('checkbox', { name: 'injector-1' }).click();
  await dialog.getByRole('checkbox', { name: 'results' }).click();
  await expect(dialog).toContainText('different tools (JMeter, k6)');
  // A report has no samples that could be put beside others.
  await expect(dialog.getByRole('checkbox', { name: 'summary-export' })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
  await keepScreenshots(page, testInfo, 'merge-warnings');
  await expectAccessible(page, { strict: true });
});

test('a second file is added to the run that it belongs to', async ({ app, page }, testInfo) => {
  const [first, second] = await twoInjectors(testInfo);
  const broken = testInfo.outputPath('broken.bin');
  await writeFile(broken, Buffer.from([0, 1, 2, 3]));
  await page.goto(app.url);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await dropFiles(page, [first]);
  await figuresSettled(page);
  // With a file that cannot be read beside it the panel stays, to say so.
  await dropFiles(page, [second, broken]);
  await expect(page.getByRole('heading', { name: '1 of 2 files imported' })).toBeVisible();
  await page.getByRole('button', { name: 'injector-2.jtl: more' }).click();
  await keepScreenshots(page, testInfo, 'add-to-run');
  await page.getByRole('menuitem', { name: 'injector-1' }).click();
  await page
    .getByRole('dialog', { name: 'Merge runs' })
    .getByRole('button', { name: 'Merge 2 runs' })
    .click();
  await expect(page.getByRole('treeitem', { name: 'injector-1' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('treeitem')).toHaveCount(1);
});

for (const width of [1280, 1440]) {
  test(`the table of transactions with kinds fits a window of ${width} px`, async ({ app, page }) => {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(app.url);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await dropFiles(page, [resolve('fixtures/k6/1.8.1/results.ndjson.json')]);
    await figuresSettled(page);
    const grid = page.getByRole('grid', { name: 'Transactions' });
    await expect(grid.getByRole('columnheader', { name: 'Kind' })).toBeVisible();
    const overflow = () => grid.evaluate((table) => table.scrollWidth - table.clientWidth);
    expect(await overflow()).toBe(0);
    await page.getByRole('tab', { name: 'Explorer' }).click();
    await figuresSettled(page);
    expect(await overflow()).toBe(0);
  });
}
