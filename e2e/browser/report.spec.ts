import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { expectAccessible } from '../support/accessibility.ts';
import { expect, test } from '../support/app-server.ts';
import { dropFiles } from '../support/drop-files.ts';
import { keepScreenshots } from '../support/screenshot.ts';

const baseline = resolve('fixtures/jmeter/5.6.3/shop-baseline.jtl.gz');
const candidate = resolve('fixtures/jmeter/5.6.3/shop-candidate.jtl.gz');

/** Drops both results on an empty comparison, and makes a report of it. */
async function makeReport(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('3');
  await expect(page.getByText('Choose what to compare')).toBeVisible();
  await dropFiles(page, [baseline, candidate]);
  await expect(page.getByRole('region', { name: 'Details' })).toBeVisible({ timeout: 45_000 });
  await page.getByRole('button', { name: 'New report of the open run or comparison' }).click();
  await expect(findings(page).first()).toBeVisible({ timeout: 60_000 });
}

const findings = (page: Page) =>
  page.getByRole('listbox', { name: 'Findings, in the order of the report' }).getByRole('option');
const preview = (page: Page) => page.getByRole('region', { name: 'Preview' });

/** The pages are those of the report as it is. */
async function printed(page: Page): Promise<void> {
  await expect(page.getByRole('document', { name: /^Page \d+ of \d/u }).first()).toBeVisible({
    timeout: 60_000,
  });
  await expect(preview(page)).toHaveAttribute('aria-busy', 'false', { timeout: 60_000 });
}

test('from two dropped results to a signed PDF', async ({ app, page }, testInfo) => {
  test.slow();
  await makeReport(page, app.url);
  await printed(page);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    /shop-candidate.* against .*shop-baseline/u,
  );
  const first = findings(page).first();
  await expect(first).toHaveAttribute('aria-selected', 'true');

  // What is typed is on the pages a moment later.
  const title = page.getByRole('textbox', { name: 'Title' });
  await title.fill('Placing an order is slower than it was');
  await expect(first).toContainText('Placing an order is slower than it was');
  await printed(page);
  await page.getByRole('button', { name: 'Pages after' }).click();
  await expect(
    page.getByRole('document').filter({ hasText: 'Placing an order is slower than it was' }).first(),
  ).toBeVisible();

  // The order by keyboard; undo takes it back.
  const before = await findings(page).allTextContents();
  await page.getByRole('listbox', { name: 'Findings, in the order of the report' }).focus();
  await page.keyboard.press('Alt+ArrowDown');
  await expect(findings(page).nth(1)).toContainText('Placing an order is slower than it was');
  await page.keyboard.press('Control+z');
  await expect(findings(page)).toHaveText(before);

  // Signed under a name that the report keeps; a changed word takes the signature away, undo brings it back.
  await page.getByRole('button', { name: 'Sign finding' }).click();
  await page.getByRole('textbox', { name: 'Your name' }).fill('Ada Engineer');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/^Signed by Ada Engineer/u)).toBeVisible();
  await page.getByRole('radiogroup', { name: 'Severity' }).getByRole('radio', { name: 'Low' }).click();
  await expect(page.getByRole('button', { name: 'Sign finding' })).toBeVisible();
  await page.getByRole('button', { name: /^Undo/u }).click();
  await expect(page.getByText(/^Signed by Ada Engineer/u)).toBeVisible();

  // One is left out with its reason, and one is added.
  await findings(page).nth(1).click();
  const out = (await findings(page).nth(1).locator('.finding-list__title').innerText()).trim();
  await page.getByRole('button', { name: 'Leave out…' }).click();
  await page.getByRole('textbox', { name: 'Reason' }).fill('Known, and accepted for this release.');
  await page.getByRole('button', { name: 'Leave out', exact: true }).click();
  await page.getByRole('button', { name: /^Left out/u }).click();
  await expect(page.getByRole('button', { name: `Take back into the report: ${out}` })).toBeVisible();
  await page.getByRole('button', { name: /^Left out/u }).click();
  await page.getByRole('button', { name: 'Add own' }).click();
  await expect(title).toBeFocused();
  await page.keyboard.type('The cache was cold');
  await page.getByRole('textbox', { name: 'Statement' }).fill('Both runs began with an empty cache.');
  await expect(findings(page).filter({ hasText: 'The cache was cold' })).toHaveCount(1);

  // A click on the part of a finding on a page chooses it.
  await findings(page).first().click();
  await printed(page);
  const onPage = page.getByRole('document').getByText('Placing an order is slower than it was').last();
  await findings(page).last().click();
  await findings(page).first().click();
  await expect(onPage).toBeVisible();
  await keepScreenshots(page, testInfo, 'report');
  await expectAccessible(page);
  for (const size of [
    { width: 1280, height: 800 },
    { width: 1920, height: 1080 },
  ]) {
    await page.setViewportSize(size);
    await printed(page);
    await keepScreenshots(page, testInfo, `report-${size.width}`);
  }
  await page.setViewportSize({ width: 1440, height: 900 });

  await page.getByRole('tab', { name: 'Settings' }).click();
  await page.getByRole('textbox', { name: 'System under test' }).fill('Demo shop');
  await expect(page.getByRole('textbox', { name: 'Author' })).toHaveValue('Ada Engineer');
  await printed(page);
  await keepScreenshots(page, testInfo, 'report-settings');
  await expectAccessible(page);

  const download = page.waitForEvent('download', { timeout: 60_000 });
  await page.getByRole('button', { name: 'Export PDF' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^shop-candidate.*\.pdf$/u);
  const bytes = await readFile(await file.path());
  expect(bytes.subarray(0, 5).toString('latin1')).toBe('%PDF-');
  await expect(page.getByText(/\.pdf was written$/u)).toBeVisible();

  // Everything is kept: signature, order, what was left out, what was added.
  await expect(page.getByText(/^saved \d\d:\d\d/u)).toBeVisible();
  await app.restart();
  await page.goto(app.url);
  await page
    .getByRole('option', { name: /shop-candidate.* against/u })
    .last()
    .click();
  await expect(findings(page).first()).toContainText('Placing an order is slower than it was', {
    timeout: 60_000,
  });
  await expect(page.getByText(/^Signed by Ada Engineer/u)).toBeVisible();
  await expect(findings(page).filter({ hasText: 'The cache was cold' })).toHaveCount(1);
});

test('a chart of the explorer goes into the report, and evidence leads back to its view', async ({
  app,
  page,
}, testInfo) => {
  test.slow();
  await makeReport(page, app.url);
  await page.getByRole('button', { name: 'Show the tree' }).click();
  await page.getByRole('treeitem', { name: /shop-candidate/u }).click();
  await expect(page.getByRole('region', { name: 'Findings' }).getByRole('option').first()).toBeVisible({
    timeout: 60_000,
  });
  await keepScreenshots(page, testInfo, 'overview-findings');
  await page.keyboard.press('2');
  await page.getByRole('button', { name: 'Over time: more' }).click();
  // In the dark theme, too, a picture is made for paper.
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.getByRole('menuitem', { name: 'Add to report…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add to report' });
  await dialog.getByRole('textbox', { name: 'Caption' }).fill('All of the candidate');
  await keepScreenshots(page, testInfo, 'add-to-report');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('button', { name: 'Show it' }).click();
  await expect(page.getByRole('tab', { name: 'Pictures (1)' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('img', { name: 'Picture: All of the candidate' })).toBeVisible({
    timeout: 60_000,
  });
  await printed(page);
  await keepScreenshots(page, testInfo, 'report-pictures');
  await expectAccessible(page);

  await page.getByRole('tab', { name: 'Findings' }).click();
  await page
    .getByRole('button', { name: /^Show the evidence/u })
    .first()
    .click();
  // What is first here is a regression: its evidence is the comparison.
  await expect(page.getByRole('grid', { name: 'Verdicts by transaction' })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('tab', { name: 'Pictures (1)' })).toHaveCount(0);
});

/**
 * Title, font and findings of the document in the frame. Asked from outside: no script runs in it, and none of a test's
 * either.
 */
function webPage(page: Page) {
  return page.evaluate(() => {
    const frame = document.querySelector<HTMLIFrameElement>('iframe[title="The report as a web page"]');
    const heading = frame?.contentDocument?.querySelector('h1');
    return {
      title: heading?.textContent ?? '',
      font: heading === null || heading === undefined ? '' : getComputedStyle(heading).fontFamily,
      findings: [...(frame?.contentDocument?.querySelectorAll('[data-finding] > h2') ?? [])].map(
        ({ textContent }) => textContent,
      ),
    };
  });
}

test.describe('as a web page', () => {
  // The tool that takes screenshots tries to run scripts in every frame; in this one none may.
  test.use({ expectedErrors: [/Blocked script execution in 'about:blank'/u] });

  test('for eyes and for screen readers', async ({ app, page }, testInfo) => {
    test.slow();
    await makeReport(page, app.url);
    await page.getByRole('radio', { name: 'Web page' }).click();
    await expect.poll(async () => (await webPage(page)).title, { timeout: 60_000 }).toMatch(/against/u);
    await expect(preview(page)).toHaveAttribute('aria-busy', 'false');
    await keepScreenshots(page, testInfo, 'report-web');
    // The document has its own style although the window's policy allows no style in a text.
    const shown = await webPage(page);
    expect(shown.font).toContain('Inter');
    expect(shown.findings).toHaveLength(await findings(page).count());

    // A click on a finding chooses it.
    await page.evaluate(() => {
      const frame = document.querySelector<HTMLIFrameElement>('iframe[title="The report as a web page"]');
      const parts = [...(frame?.contentDocument?.querySelectorAll<HTMLElement>('[data-finding]') ?? [])];
      parts.at(-1)?.click();
    });
    await expect(findings(page).last()).toHaveAttribute('aria-selected', 'true');
  });
});
