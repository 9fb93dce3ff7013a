import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { expectAccessible } from '../support/accessibility.ts';
import { expect, test } from '../support/app-server.ts';
import { dropFiles } from '../support/drop-files.ts';
import { leakingProcess } from '../support/leaking-process.ts';
import { OPENING_MS } from '../support/patience.ts';
import { keepScreenshots } from '../support/screenshot.ts';

const STEPS = 5;
const REQUESTS = 500;

let folder: string;
let snapshots: string[];

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loadstone-heap-'));
  snapshots = await leakingProcess(folder, STEPS, REQUESTS);
});

test.afterAll(() => rm(folder, { recursive: true, force: true }));

async function settled(page: Page): Promise<void> {
  await expect(page.locator('.heap-body[aria-busy="true"]')).toHaveCount(0, { timeout: OPENING_MS });
}

async function openTab(page: Page, name: string): Promise<void> {
  await page.getByRole('tab', { name, exact: true }).click();
  await settled(page);
}

test('one snapshot is dropped and explored by keyboard', async ({ app, page }, testInfo) => {
  test.slow();
  await page.goto(app.url);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await dropFiles(page, [snapshots[1]!]);
  await expect(page.getByRole('tab', { name: 'Statistics', selected: true })).toBeVisible({
    timeout: OPENING_MS,
  });
  await settled(page);
  await expect(page.getByRole('region', { name: 'By type' })).toContainText('Strings');
  await keepScreenshots(page, testInfo, 'heap-statistics');
  await expectAccessible(page);

  await page.getByRole('tab', { name: 'Statistics', exact: true }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: 'Classes', selected: true })).toBeVisible();
  await settled(page);
  await page.getByRole('textbox', { name: 'Filter classes' }).fill('SessionContext');
  const classes = page.getByRole('treegrid', { name: 'Classes and their instances' });
  await expect(classes.getByRole('row').nth(1)).toContainText('×1,000');
  await page.keyboard.press('ArrowDown');
  await expect(classes).toBeFocused();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await expect(classes.getByRole('row', { level: 2 }).first()).toContainText('SessionContext');
  await page.keyboard.press('ArrowDown');
  const object = page.getByRole('complementary', { name: 'Object' });
  await expect(object).toContainText('SessionContext');
  await settled(page);
  const retainers = object.getByRole('treegrid', { name: 'Retainers' });
  await expect(retainers.getByRole('row', { level: 1 })).toContainText('in (array)');

  // Two objects marked: what would be freed without both.
  await page.keyboard.press(' ');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press(' ');
  await expect(page.getByRole('group', { name: 'Marked objects' })).toContainText('would be freed');
  await keepScreenshots(page, testInfo, 'heap-classes');
  await expectAccessible(page);

  await object.getByRole('radio', { name: 'Paths' }).click();
  await expect(object.getByRole('region', { name: 'Path 1' })).toContainText('liveSessions');
  await object
    .getByRole('button', { name: /^What would clearing liveSessions/u })
    .first()
    .click();
  await expect(object).toContainText('frees');
  await keepScreenshots(page, testInfo, 'heap-paths');

  for (const [tab, view] of [
    ['Objects', 'objects'],
    ['Dominators', 'dominators'],
    ['Containment', 'containment'],
    ['Strings', 'strings'],
    ['Detached', 'detached'],
    ['Collections', 'collections'],
  ] as const) {
    await openTab(page, tab);
    await keepScreenshots(page, testInfo, `heap-${view}`);
  }
  await expectAccessible(page);
  await openTab(page, 'Dominators');
  const tree = page.getByRole('treegrid', { name: 'Dominators' });
  await tree.focus();
  await page.keyboard.press('ArrowRight');
  await expect(tree.getByRole('row', { level: 2 }).first()).toBeVisible();
});

test('a series is judged, requests are typed in, and what grows is held by the map', async ({
  app,
  page,
}, testInfo) => {
  test.slow();
  await page.goto(app.url);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await dropFiles(page, snapshots);
  await expect(page.getByRole('tab', { name: 'Growth', selected: true })).toBeVisible({
    timeout: OPENING_MS,
  });
  await settled(page);
  await expect(page.getByRole('region', { name: 'Can we judge growth?' })).toBeVisible();

  await page.getByRole('button', { name: /^Requests/u }).click();
  for (let at = 1; at <= STEPS; at++)
    await page.getByRole('textbox', { name: `Requests before S${at}` }).fill(String(at * REQUESTS));
  await page.getByRole('button', { name: 'Apply' }).click();
  await settled(page);
  const grew = page.getByRole('grid', { name: 'What grew' });
  await expect(grew.getByRole('row').filter({ hasText: 'SessionContext' }).first()).toContainText('leak');
  await expect(page.getByRole('region', { name: 'Retainer path' })).toContainText('grows in every snapshot', {
    timeout: OPENING_MS,
  });
  await settled(page);
  await keepScreenshots(page, testInfo, 'heap-growth');
  for (const size of [
    { width: 1280, height: 800 },
    { width: 1920, height: 1080 },
  ]) {
    await page.setViewportSize(size);
    await keepScreenshots(page, testInfo, `heap-growth-${size.width}`);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await expectAccessible(page);

  // A path of owners leads to an object, too.
  await page.getByRole('button', { name: /^Group/u }).click();
  await page.getByRole('menuitemcheckbox', { name: /^Owner path/u }).click();
  await settled(page);
  await expect(page.getByRole('region', { name: 'Retainer path' })).toContainText(
    /retains most|the only one/u,
    {
      timeout: OPENING_MS,
    },
  );
  await keepScreenshots(page, testInfo, 'heap-growth-owner-paths');
  await page.getByRole('button', { name: /^Group/u }).click();
  await page.getByRole('menuitemcheckbox', { name: /^Class/u }).click();
  await settled(page);

  // Left out by keyboard, and taken in again with undo.
  await page.getByRole('button', { name: /^S1 /u }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await settled(page);
  await expect(page.getByRole('button', { name: /^S2 .*left out/u })).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('button', { name: /^S2 .*left out/u })).toHaveCount(0);
  await settled(page);

  // The growing step opens in containment.
  const path = page.getByRole('region', { name: 'Retainer path' });
  await path.getByRole('row').filter({ hasText: 'grows in every snapshot' }).first().focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: 'Containment', selected: true })).toBeVisible();
  await settled(page);
  await keepScreenshots(page, testInfo, 'heap-growing-step');

  await openTab(page, 'Compare two');
  await expect(page.getByText('Same process')).toBeVisible({ timeout: OPENING_MS });
  await expect(
    page
      .getByRole('grid', { name: 'Difference by class' })
      .getByRole('row')
      .filter({ hasText: 'SessionContext' }),
  ).toContainText('2,000');
  await keepScreenshots(page, testInfo, 'heap-compare');
  await expectAccessible(page);
});

test('what grows becomes a finding of a report', async ({ app, page }, testInfo) => {
  test.slow();
  await page.goto(app.url);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await dropFiles(page, [resolve('fixtures/jmeter/5.6.3/default.jtl'), ...snapshots]);
  await page
    .getByRole('treeitem', { name: new RegExp(`${STEPS} in order`, 'u') })
    .click({ timeout: OPENING_MS });
  await expect(page.getByRole('tab', { name: 'Growth', selected: true })).toBeVisible({
    timeout: OPENING_MS,
  });
  await settled(page);
  await page
    .getByRole('grid', { name: 'What grew' })
    .getByRole('row')
    .filter({ hasText: 'SessionContext' })
    .first()
    .click();
  await page.getByRole('button', { name: 'Make a finding' }).click();
  const dialog = page.getByRole('dialog', { name: 'Make a finding' });
  await expect(dialog.getByRole('textbox', { name: 'Finding' })).toHaveValue(/SessionContext/u);
  await expect(dialog.getByRole('img')).toBeVisible();
  await keepScreenshots(page, testInfo, 'heap-make-a-finding');
  await expectAccessible(page);
  await dialog.getByRole('textbox', { name: 'Finding', exact: true }).fill('Sessions are never let go');
  await dialog.getByRole('button', { name: 'Make it' }).click();
  await page.getByRole('button', { name: 'Show it' }).click();
  await expect(page.getByRole('tab', { name: 'Findings', selected: true })).toBeVisible();
  await expect(page.getByText('Sessions are never let go').first()).toBeVisible({ timeout: OPENING_MS });
});
