import { resolve } from 'node:path';
import { expect, test } from './electron-app.ts';

const profile = resolve('fixtures/profiles/orders-base.cpuprofile.gz');

test('a profile opens in a speedscope window of its own scheme, which goes with its window', async ({
  desktop,
}) => {
  const { app, window } = await desktop.start([profile]);
  const button = window.getByRole('button', { name: 'Open in speedscope' });
  await expect(button).toBeVisible({ timeout: 45_000 });
  const opening = app.waitForEvent('window');
  await button.click();
  const speedscope = await opening;
  await expect(speedscope).toHaveTitle('orders-base.cpuprofile.gz - speedscope', { timeout: 30_000 });
  expect(speedscope.url()).toBe('speedscope://app/');
  await expect(speedscope.locator('canvas').first()).toBeVisible();
  // Neither Node nor anything of the shell is in its page.
  expect(
    await speedscope.evaluate(() => ['require', 'process', 'loadstone'].filter((name) => name in window)),
  ).toEqual([]);
  await expect(window.getByRole('dialog')).toHaveCount(0);
  const closing = speedscope.waitForEvent('close');
  await app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()
      .find(({ webContents }) => webContents.getURL().startsWith('loadstone:'))
      ?.close();
  });
  await closing;
});
