import { resolve } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from '../support/accessibility.ts';
import { expect, test } from '../support/app-server.ts';
import { OPENING_MS } from '../support/patience.ts';
import { figuresSettled } from '../support/transaction-table.ts';

/** The window as it is heard and as it is used without a pointer: roles, names, the order of focus, what is announced. */

const FILES = [
  resolve('fixtures/jmeter/5.6.3/shop-baseline.jtl.gz'),
  resolve('fixtures/jmeter/5.6.3/shop-candidate.jtl.gz'),
  // No result: the import stays and says so.
  resolve('fixtures/README.md'),
];

/** Role and name of what has the focus; a name that no one hears fails the walk. */
async function focused(page: Page): Promise<string> {
  const heard = await page.evaluate(() => {
    const element = document.activeElement;
    if (element === null || element === document.body) return null;
    const labelled = (element.getAttribute('aria-labelledby') ?? '')
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent ?? '')
      .join(' ');
    const labels = (element as HTMLInputElement).labels;
    const name =
      element.getAttribute('aria-label') ??
      (labelled.trim() === '' ? null : labelled) ??
      (labels?.length ? labels[0]!.textContent : element.textContent);
    const shown = element.getClientRects().length > 0;
    return {
      role: element.getAttribute('role') ?? element.tagName.toLowerCase(),
      name: name.trim(),
      shown,
      html: element.outerHTML.slice(0, 200),
    };
  });
  if (heard === null) return 'page';
  expect(heard.name, `something that takes the focus has no name: ${heard.html}`).not.toBe('');
  expect(heard.shown, `the focus is on something that is not shown: ${heard.html}`).toBe(true);
  return `${heard.role} ${heard.name}`;
}

/** Presses Tab until the target has the focus. @returns what was passed on the way, in order */
async function tabTo(page: Page, target: Locator, most = 60): Promise<string[]> {
  const passed: string[] = [];
  for (let press = 0; press < most; press++) {
    if (await target.evaluate((element) => element === document.activeElement)) return passed;
    await page.keyboard.press('Tab');
    passed.push(await focused(page));
  }
  throw new Error(`Not reached by Tab:\n${passed.join('\n')}`);
}

test('start, import, overview, explorer, drawer and comparison by keyboard and by ear', async ({
  app,
  page,
}) => {
  test.slow();
  await page.goto(app.url);

  await test.step('start', async () => {
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.getByRole('main')).toHaveCount(1);
    await expect(page.getByRole('complementary', { name: 'About' })).toBeVisible();
    await expectAccessible(page, { screen: 'start' });
    const open = page.getByRole('main').getByRole('button', { name: /^Open files/u });
    await tabTo(page, open);
    const chooser = page.waitForEvent('filechooser');
    await page.keyboard.press('Enter');
    await (await chooser).setFiles(FILES);
  });

  await test.step('import', async () => {
    const headline = page.getByRole('heading', { level: 1, name: '2 of 3 files imported' });
    await expect(headline).toBeVisible({ timeout: OPENING_MS });
    await expect(headline, 'progress is announced').toHaveAttribute('aria-live', 'polite');
    await expectAccessible(page, { screen: 'import' });
    await tabTo(page, page.getByRole('button', { name: 'Open the first run' }));
    await page.keyboard.press('Enter');
  });

  await test.step('overview', async () => {
    await expect(page.getByRole('tab', { name: 'Overview' })).toHaveAttribute('aria-selected', 'true');
    await figuresSettled(page);
    await expect(page.getByRole('heading', { level: 1 })).toContainText('shop-baseline');
    await expect(page.getByRole('region', { name: 'Headline figures' })).toMatchAriaSnapshot(`
      - region "Headline figures":
        - term: Response time p95
        - definition: /\\d+ms/
        - term: Throughput
        - definition: /[\\d.]+\\/s/
        - term: Error rate
        - definition: /[\\d.]+%/
        - term: Apdex
        - definition: /[\\d.]+\\[0.5 s\\]/
        - definition:
          - button /T = 500 ms, change the thresholds of the Apdex/
    `);
    // The picture says in words what it shows, and its phases can be walked through.
    await expect(page.getByRole('img', { name: /p95/u }).first()).toBeAttached();
    await expect(page.getByRole('group', { name: 'Phases' }).getByRole('button')).not.toHaveCount(0);
    await expectAccessible(page, { screen: 'overview' });

    const grid = page.getByRole('grid', { name: 'Transactions' });
    const thresholds = page.getByRole('button', { name: /change the thresholds of the Apdex/u });
    await tabTo(page, thresholds, 120);
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Apdex' });
    await expect(dialog.getByRole('textbox', { name: 'T of the Apdex, ms' })).toHaveValue('500');
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    await expect(thresholds, 'the focus comes back to where it was').toBeFocused();

    // From the figures to the timeline to the table: the order in which the page is read.
    const passed = await tabTo(page, grid, 120);
    expect(passed.some((each) => each.startsWith('slider Time selection'))).toBe(true);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const selection = page.getByRole('toolbar', { name: 'Selection' });
    await expect(
      selection.getByRole('status').filter({ hasText: /[\d,]+ of [\d,]+ samples/u }),
    ).toBeVisible();
    await figuresSettled(page);
  });

  await test.step('explorer', async () => {
    await page.keyboard.press('2');
    await expect(page.getByRole('tab', { name: 'Explorer' })).toHaveAttribute('aria-selected', 'true');
    await figuresSettled(page);
    for (const name of ['Over time', 'Heat map', 'Histogram'])
      await expect(page.getByRole('region', { name, exact: true }).getByRole('img')).toHaveAttribute(
        'aria-label',
        /\w+ .*\d/u,
      );
    await expectAccessible(page, { screen: 'explorer' });

    const heatMap = page.getByRole('application', { name: 'Heat map: select a box' });
    const passed = await tabTo(page, heatMap, 120);
    expect(passed.some((each) => each.startsWith('slider Time selection'))).toBe(true);
    const region = page.getByRole('region', { name: 'Heat map' });
    await page.keyboard.press('ArrowRight');
    await expect(region.getByRole('status').filter({ hasText: /\d\d:\d\d/u })).toHaveCount(1);
    await page.keyboard.press('p');
    await expect(region.getByRole('status').filter({ hasText: /^Pinned: .*C copies it/u })).toHaveCount(1);
    await page.keyboard.press('Escape');
    await expect(region.getByRole('status').filter({ hasText: 'Not pinned any more' })).toHaveCount(1);
    await page.keyboard.press('Enter');
    for (let step = 0; step < 3; step++) await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Shift+ArrowUp');
    await page.keyboard.press('Enter');
    await expect(region.getByRole('status').filter({ hasText: 'Box selected' })).toHaveCount(1);
    await figuresSettled(page);
    await page.keyboard.press('Escape');
  });

  await test.step('drawer', async () => {
    const tabs = page.getByRole('tablist', { name: 'What is selected' });
    await tabTo(page, tabs.getByRole('tab', { name: 'Transactions' }), 120);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    const samples = page.getByRole('tab', { name: 'Samples' });
    await expect(samples).toHaveAttribute('aria-selected', 'true');
    const grid = page.getByRole('grid', { name: 'Samples' });
    await expect(grid.getByRole('row').nth(2)).toBeVisible();
    await tabTo(page, grid);
    await expectAccessible(page, { screen: 'drawer' });
  });

  await test.step('comparison', async () => {
    await page.keyboard.press('3');
    await expect(page.getByText('Choose what to compare')).toBeVisible();
    const pair = page.getByRole('button', { name: /^Compare shop-\S+ with shop-/u });
    await tabTo(page, pair, 120);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('region', { name: 'Details' })).toBeVisible({ timeout: OPENING_MS });
    await expect(page.getByRole('heading', { level: 1 })).toContainText('against');
    await expect(page.getByRole('progressbar', { name: 'The comparison is being computed' })).toHaveCount(0, {
      timeout: OPENING_MS,
    });
    await expectAccessible(page, { screen: 'comparison' });
    const verdicts = page.getByRole('grid', { name: 'Verdicts by transaction' });
    await tabTo(page, verdicts, 120);
    const details = page.getByRole('region', { name: 'Details' }).getByRole('heading', { level: 2 }).first();
    const before = await details.innerText();
    await page.keyboard.press('ArrowDown');
    await expect(details).not.toHaveText(before);
  });
});
