import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, expect, test } from '@playwright/test';
import { findElectron } from '../../scripts/launch/electron.mjs';

const root = join(import.meta.dirname, '../..');
const electron = findElectron();
const hasDisplay =
  process.platform !== 'linux' || (process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY'] ?? '') !== '';

test.skip(electron === undefined, 'no Electron binary here; `npx install-electron` fetches it');
test.skip(!hasDisplay, 'no display here; xvfb-run provides one');

const results = [
  'timeStamp,elapsed,label,responseCode,responseMessage,success',
  '1773450183112,41,GET /health,200,OK,true',
  '1773450183212,43,GET /health,200,OK,true',
  '1773450183312,47,GET /health,500,Internal Server Error,false',
].join('\n');

test('starts, shows its window and opens the file from the command line', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'loadstone-electron-'));
  const file = join(folder, 'started-with.jtl');
  await writeFile(file, `${results}\n`);
  const app = await _electron.launch({
    executablePath: electron ?? '',
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '.', '--', file],
    cwd: root,
    env: { ...process.env, TZ: 'UTC', LOADSTONE_CONFIG_DIR: join(folder, 'config') },
  });
  try {
    const window = await app.firstWindow();
    await expect(window).toHaveTitle(/Loadstone/);
    await expect(window.getByText('started-with.jtl').first()).toBeVisible();
    await expect(window.getByText('GET /health').first()).toBeVisible();
  } finally {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  }
});
