import { resolve } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Frame, Page, Request } from '@playwright/test';
import { expect, test } from '../support/app-server.ts';
import { dropFiles } from '../support/drop-files.ts';
import { OPENING_MS } from '../support/patience.ts';
import { keepScreenshots } from '../support/screenshot.ts';

const profile = resolve('fixtures/profiles/orders-regressed.cpuprofile.gz');

async function dropProfile(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await dropFiles(page, [profile]);
  await expect(page.getByRole('application', { name: /flame graph/u })).toBeVisible({ timeout: OPENING_MS });
}

const button = (page: Page) => page.getByRole('button', { name: 'Open in speedscope' });
const view = (page: Page) => page.getByRole('dialog', { name: 'speedscope' });
const theme = (page: Page) => page.locator('html').getAttribute('data-theme');

/** The frame in which speedscope is, once it has drawn the profile. Its address has no data in it. */
async function speedscope(page: Page): Promise<Frame> {
  const find = () => page.frames().find((frame) => frame.url().endsWith('/speedscope/'));
  await expect.poll(find, { timeout: OPENING_MS }).toBeDefined();
  const frame = find()!;
  await expect
    .poll(() => frame.title(), { timeout: OPENING_MS })
    .toBe('orders-regressed.cpuprofile.gz - speedscope');
  return frame;
}

test('a profile is handed to speedscope on an origin of its own, and nothing leaves the machine', async ({
  app,
  page,
}, testInfo) => {
  test.slow();
  await dropProfile(page, app.url);
  const requests: Request[] = [];
  page.on('request', (request) => requests.push(request));
  const before = await theme(page);
  await button(page).click();
  const frame = await speedscope(page);
  await expect(view(page)).toContainText('orders-regressed');
  await expect(view(page).getByRole('status')).toHaveText('');
  await expect(frame.locator('canvas').first()).toBeVisible();
  await expect(frame.getByText('Time Order')).toBeVisible();

  // Its keys work without a click: the sandwich lists the functions, with the one that regressed among the first.
  await page.keyboard.press('3');
  await expect(frame.getByText('copyRule').first()).toBeVisible();
  await page.keyboard.press('1');
  const saving = page.waitForEvent('download');
  await frame.getByText('Export').click();
  expect((await saving).suggestedFilename()).toMatch(/^orders.regressed.*\.json$/u);
  await keepScreenshots(page, testInfo, 'speedscope');

  await test.step('isolation', async () => {
    const own = new URL(page.url());
    const { origin, hostname, port } = new URL(frame.url());
    expect(hostname).not.toBe(own.hostname);
    expect(port).not.toBe(own.port);
    const reached = await frame.evaluate(() => {
      try {
        return String(window.top?.document.title);
      } catch (error) {
        return (error as Error).name;
      }
    });
    expect(reached).toBe('SecurityError');
    expect(await frame.evaluate(() => document.cookie)).toBe('');
    const foreign = requests.filter(
      (request) => request.url().startsWith('http') && !request.url().startsWith(own.origin),
    );
    expect(foreign.length).toBeGreaterThan(3);
    for (const request of foreign) {
      expect(new URL(request.url()).origin, request.url()).toBe(origin);
      expect(request.method()).toBe('GET');
      expect(await request.allHeaders()).not.toHaveProperty('cookie');
      const headers = await (await request.response())!.allHeaders();
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['content-security-policy']).toContain(`frame-ancestors`);
    }
    // Only a frame with a process of its own has a session of its own: a profile that keeps speedscope busy stops nothing here.
    const session = await page.context().newCDPSession(frame);
    await session.detach();
  });

  await test.step('back', async () => {
    await page.getByRole('button', { name: 'Back to Loadstone' }).click();
    await expect(view(page)).toHaveCount(0);
    expect(page.frames()).toHaveLength(1);
    await expect(button(page)).toBeFocused();
    await expect(page.getByRole('application', { name: /flame graph/u })).toBeVisible();
    expect(await theme(page)).toBe(before);
  });
});

test('both themes of the window hold, and speedscope has the same', async ({ app, page }) => {
  test.slow();
  await dropProfile(page, app.url);
  const colours: string[] = [];
  for (const [command, expected] of [
    ['Light theme', 'light'],
    ['Dark theme', 'dark'],
  ] as const) {
    await run(page, command);
    await expect.poll(() => theme(page)).toBe(expected);
    await run(page, 'Open in speedscope');
    const frame = await speedscope(page);
    await expect(view(page).getByRole('status')).toHaveText('');
    await page.keyboard.press('3');
    const name = frame.getByText('copyRule').first();
    await expect(name).toBeVisible();
    colours.push(await name.evaluate((element) => getComputedStyle(element).color));
    // What is in the frame is not ours.
    const { violations } = await new AxeBuilder({ page }).exclude('iframe').analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual(
      [],
    );
    await page.getByRole('button', { name: 'Back to Loadstone' }).focus();
    await page.keyboard.press('Escape');
    await expect(view(page)).toHaveCount(0);
    expect(await theme(page)).toBe(expected);
  }
  expect(colours[0]).not.toBe(colours[1]);
});

async function run(page: Page, command: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('combobox').fill(command);
  await expect(page.getByRole('dialog').getByRole('option', { name: command }).first()).toBeVisible();
  await page.keyboard.press('Enter');
}
