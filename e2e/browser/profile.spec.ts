import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { expectAccessible } from '../support/accessibility.ts';
import { expect, test } from '../support/app-server.ts';
import { dropFiles } from '../support/drop-files.ts';
import { keepScreenshots } from '../support/screenshot.ts';

const baseline = resolve('fixtures/profiles/orders-base.cpuprofile.gz');
const candidate = resolve('fixtures/profiles/orders-regressed.cpuprofile.gz');

async function dropProfile(page: Page, url: string, files: readonly string[]): Promise<void> {
  await page.goto(url);
  await expect(
    page
      .getByText('Recent workspaces')
      .or(page.getByRole('heading', { level: 1 }))
      .first(),
  ).toBeVisible();
  await dropFiles(page, files);
  await expect(page.getByRole('application', { name: /flame graph/u })).toBeVisible({ timeout: 45_000 });
  await settled(page);
}

async function settled(page: Page): Promise<void> {
  await expect(page.getByRole('progressbar')).toHaveCount(0, { timeout: 45_000 });
}

/** What the flame graph says of the selected box. */
function said(page: Page) {
  return page.getByRole('application').first().getByRole('status');
}

function transforms(page: Page) {
  return page.getByRole('group', { name: 'Transforms' });
}

test('a profile is opened, searched, walked through and changed by keyboard', async ({
  app,
  page,
}, testInfo) => {
  test.slow();
  await dropProfile(page, app.url, [candidate]);
  await expect(page.getByRole('treeitem', { name: /orders-regressed/u })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  const flame = page.getByRole('application', { name: /flame graph/u });

  await page.keyboard.press('/');
  await expect(page.getByRole('textbox', { name: 'Search functions' })).toBeFocused();
  await page.keyboard.type('/^(copyRule|parseOrder)$/');
  await expect(page.getByRole('search')).toContainText(/\d+ functions?, [\d.]+ %/u);
  await page.keyboard.press('Enter');
  await expect(said(page)).toHaveText(/^(copyRule|parseOrder),/u);
  await page.keyboard.press('Escape');

  await flame.focus();
  await page.keyboard.press('Escape');
  await page.keyboard.press('ArrowDown');
  await expect(said(page)).toHaveText(/^all stacks/u);
  await page.keyboard.press('ArrowDown');
  const caller = await said(page).innerText();
  await page.keyboard.press('ArrowDown');
  await expect(said(page)).not.toHaveText(caller);
  await page.keyboard.press('ArrowUp');
  await expect(said(page)).toHaveText(caller);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await keepScreenshots(page, testInfo, 'profile-zoomed');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('0');

  await expect(transforms(page)).toContainText('keep 100 %');
  await page.keyboard.press('f');
  await expect(transforms(page).getByRole('button', { name: /^Remove: Focus/u })).toBeVisible();
  await expect(transforms(page)).toContainText(/shows [\d.]+ % of the weight/u);
  await page.keyboard.press('Control+z');
  await expect(transforms(page).getByRole('button', { name: /^Remove: Focus/u })).toHaveCount(0);
  await settled(page);

  await keepScreenshots(page, testInfo, 'profile-flame');
  await expectAccessible(page);
  for (const size of [
    { width: 1280, height: 800 },
    { width: 1920, height: 1080 },
  ]) {
    await page.setViewportSize(size);
    await keepScreenshots(page, testInfo, `profile-flame-${size.width}`);
  }
});

test('every view of a profile, and its parts in time', async ({ app, page }, testInfo) => {
  test.slow();
  await dropProfile(page, app.url, [candidate]);
  await page.keyboard.press('i');
  await expect(page.getByRole('application', { name: /callers of each function/u })).toBeVisible();
  await keepScreenshots(page, testInfo, 'profile-inverted');
  await page.keyboard.press('i');

  await page.keyboard.press('2');
  await expect(page.getByRole('application', { name: /order of time/u })).toBeVisible();
  await settled(page);
  await keepScreenshots(page, testInfo, 'profile-time-order');

  await page.keyboard.press('3');
  await expect(page.getByRole('application', { name: /heaviest first/u })).toBeVisible();
  await keepScreenshots(page, testInfo, 'profile-left-heavy');

  await page.keyboard.press('4');
  await expect(page.getByRole('application', { name: /^Callers of/u })).toBeVisible();
  await expect(page.getByRole('application', { name: /^Callees of/u })).toBeVisible();
  await settled(page);
  await keepScreenshots(page, testInfo, 'profile-sandwich');
  await expectAccessible(page);

  await page.keyboard.press('5');
  await page.getByRole('radio', { name: 'Top-down' }).click();
  const tree = page.getByRole('treegrid', { name: 'Calls, top-down' });
  await tree.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(tree.locator('[role=row][aria-level="3"]').first()).toBeVisible();
  await keepScreenshots(page, testInfo, 'profile-top-down');
  await expectAccessible(page);
  await page.getByRole('radio', { name: 'Bottom-up' }).click();
  await expect(page.getByRole('treegrid', { name: 'Callers, bottom-up' })).toBeVisible();
  await page.getByRole('radio', { name: 'Functions' }).click();

  await page.keyboard.press('1');
  await page.getByRole('radio', { name: 'Heat map' }).click();
  const heat = page.getByRole('application', { name: /Weight by second/u });
  await heat.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  for (let second = 0; second < 4; second++) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await settled(page);
  await expect(page.getByRole('region', { name: 'Time' })).toContainText(/4.0 s selected, [\d,]+ samples/u);
  await keepScreenshots(page, testInfo, 'profile-heat-map');
});

test('two profiles are compared: picture, verdicts, sides', async ({ app, page }, testInfo) => {
  test.slow();
  await dropProfile(page, app.url, [baseline, candidate]);
  await page.getByRole('treeitem', { name: /orders-base/u }).click({ modifiers: ['Control'] });
  await page.getByRole('treeitem', { name: /orders-regressed/u }).click({ modifiers: ['Control'] });
  await page.getByRole('group', { name: 'Chosen profiles' }).getByRole('button', { name: 'Compare' }).click();
  await expect(page.getByRole('application', { name: /^Difference/u })).toBeVisible({ timeout: 45_000 });
  await settled(page);
  const grid = page.getByRole('grid', { name: 'Functions of both sides' });
  await grid.getByRole('row').nth(1).click();
  await keepScreenshots(page, testInfo, 'profile-difference');
  await expectAccessible(page);
  const sentence = await page.getByRole('region', { name: 'Where the change comes from' }).innerText();
  await page.getByRole('button', { name: 'Swap' }).click();
  await settled(page);
  await expect(page.getByRole('region', { name: 'Where the change comes from' })).not.toHaveText(sentence);
  await page.getByRole('button', { name: 'Swap' }).click();
  await page.getByRole('radio', { name: 'Change', exact: true }).click();
  await keepScreenshots(page, testInfo, 'profile-difference-change');
  await page.getByRole('radio', { name: 'Larger', exact: true }).click();
  await page.keyboard.press('3');
  await settled(page);
  await keepScreenshots(page, testInfo, 'profile-difference-left-heavy');

  // The function that changed most stands in the middle; its box says what the row of the table says.
  await page.keyboard.press('4');
  const callees = page.getByRole('application', { name: /^Callees of .* on both sides/u });
  await expect(callees).toBeVisible();
  await expect(page.getByRole('application', { name: /^Callers of .* on both sides/u })).toBeVisible();
  await settled(page);
  const name = await grid.getByRole('row').nth(1).getByRole('gridcell').first().innerText();
  await callees.focus();
  await page.keyboard.press('ArrowDown');
  await expect(callees.getByRole('status')).toHaveText(new RegExp(`^${name.replace(/[()]/gu, '.')},`, 'u'));
  await keepScreenshots(page, testInfo, 'profile-difference-sandwich');
  await expectAccessible(page);
  await grid.getByRole('row').nth(2).dblclick();
  const next = await grid.getByRole('row').nth(2).getByRole('gridcell').first().innerText();
  await expect(page.getByRole('heading', { name: next, level: 2 }).first()).toBeVisible();
  await settled(page);
  await page.getByRole('button', { name: /comparable/u }).click();
  await expect(page.getByRole('dialog', { name: 'Comparability' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('5');
  await page.getByRole('radio', { name: 'Tree' }).click();
  await expect(page.getByRole('treegrid', { name: 'Calls of both sides' })).toBeVisible();
  await keepScreenshots(page, testInfo, 'profile-difference-tables');
});

test('a profile of a load test weighs per request of its run', async ({ app, page }, testInfo) => {
  test.slow();
  const run = resolve('fixtures/jmeter/5.6.3/shop-candidate.jtl.gz');
  const server = resolve('fixtures/jmeter/5.6.3/shop-candidate-server.cpuprofile.gz');
  await page.goto(app.url);
  await expect(
    page.getByRole('heading', { level: 1 }).or(page.getByText('Open files')).first(),
  ).toBeVisible();
  await dropFiles(page, [run, server]);
  await page.getByRole('treeitem', { name: /shop-candidate-server/u }).click({ timeout: 45_000 });
  await expect(page.getByRole('application', { name: /flame graph/u })).toBeVisible({ timeout: 45_000 });
  await settled(page);
  await page.getByRole('button', { name: /Link to a run|^shop-candidate/u }).click();
  await page.getByRole('combobox', { name: 'Taken during' }).selectOption({ index: 1 });
  await page.getByRole('textbox', { name: 'Seconds after the start of the run' }).fill('-3');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: /^Unit/u }).click();
  await page.getByRole('menuitemcheckbox', { name: 'per request' }).click();
  await expect(page.getByRole('columnheader', { name: /per request/u }).first()).toBeVisible();
  await expect(page.getByRole('application', { name: /flame graph/u })).toBeVisible();
  await settled(page);
  await keepScreenshots(page, testInfo, 'profile-per-request');
});
