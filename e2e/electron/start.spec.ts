import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from './electron-app.ts';

/** Only what no browser can show; everything else of the window is tested against the localhost host. */

const results = [
  'timeStamp,elapsed,label,responseCode,responseMessage,success',
  '1773450183112,41,GET /health,200,OK,true',
  '1773450183212,43,GET /health,200,OK,true',
  '1773450183312,47,GET /health,500,Internal Server Error,false',
].join('\n');

async function writeResults(folder: string, name: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, `${results}\n`);
  return path;
}

test('starts, shows its window and opens the file from the command line', async ({ desktop }) => {
  const file = await writeResults(desktop.folder, 'started-with.jtl');
  const { window } = await desktop.start([file]);
  await expect(window).toHaveTitle(/Loadstone/);
  await expect(window.getByText('started-with.jtl').first()).toBeVisible();
  await expect(window.getByText('GET /health').first()).toBeVisible();
});

test('opens the files of a folder from the command line', async ({ desktop }) => {
  const folder = join(desktop.folder, 'night');
  await mkdir(folder);
  await writeResults(folder, 'injector-1.jtl');
  await writeResults(folder, '.hidden.jtl');
  const { window } = await desktop.start([folder]);
  await expect(window.getByText('injector-1.jtl').first()).toBeVisible();
  await expect(window.getByText('.hidden.jtl')).toHaveCount(0);
});

test('the native menu reaches the page', async ({ desktop }) => {
  const { app, window } = await desktop.start();
  await expect(window).toHaveTitle(/Loadstone/);
  await app.evaluate(({ Menu }) => {
    Menu.getApplicationMenu()?.getMenuItemById('shortcuts')?.click();
  });
  await expect(window.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
});

test('files chosen in the native dialog are imported', async ({ desktop }) => {
  const file = await writeResults(desktop.folder, 'chosen.jtl');
  const { app, window } = await desktop.start();
  await expect(window).toHaveTitle(/Loadstone/);
  await app.evaluate(({ dialog, Menu }, path) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
    Menu.getApplicationMenu()?.getMenuItemById('open-files')?.click();
  }, file);
  await expect(window.getByText('chosen.jtl').first()).toBeVisible();
});

test('a second start hands its files to the first and ends', async ({ desktop }) => {
  const { app, window } = await desktop.start();
  await expect(window).toHaveTitle(/Loadstone/);
  const file = await writeResults(desktop.folder, 'handed-over.jtl');
  expect(await desktop.startAgain([file])).toBe(0);
  await expect(window.getByText('handed-over.jtl').first()).toBeVisible();
  expect(app.windows()).toHaveLength(1);
});

test('comes back with its place and its workspace', async ({ desktop }) => {
  const workspace = join(desktop.folder, 'night.loadstone');
  const file = await writeResults(desktop.folder, 'results.jtl');
  const bounds = { x: 40, y: 60, width: 1180, height: 720 };
  const first = await desktop.start(['--workspace', workspace, file]);
  await expect(first.window.getByText('GET /health').first()).toBeVisible();
  await first.app.evaluate(({ BrowserWindow }, place) => {
    for (const window of BrowserWindow.getAllWindows()) window.setBounds(place);
  }, bounds);
  await first.app.close();

  const again = await desktop.start();
  await expect(again.window).toHaveTitle(/night/);
  await expect(again.window.getByText('GET /health').first()).toBeVisible();
  const { width, height } = await again.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]!.getNormalBounds(),
  );
  expect([width, height]).toEqual([bounds.width, bounds.height]);
});

test('survives the end of its engine', async ({ desktop }) => {
  const workspace = join(desktop.folder, 'night.loadstone');
  const file = await writeResults(desktop.folder, 'results.jtl');
  const { app, window } = await desktop.start(['--workspace', workspace, file]);
  await expect(window.getByText('GET /health').first()).toBeVisible();
  await app.evaluate(({ app: main }) => {
    const engine = main.getAppMetrics().find(({ name }) => name === 'Loadstone engine');
    if (engine === undefined) throw new Error('There is no engine process.');
    process.kill(engine.pid, 'SIGKILL');
  });
  await expect(window.getByText('The engine stopped')).toBeVisible();
  await window.getByRole('button', { name: 'Reload' }).click();
  await expect(window.getByText('GET /health').first()).toBeVisible();
});

test('the page has no more than it needs', async ({ desktop }) => {
  const { app, window } = await desktop.start();
  await expect(window).toHaveTitle(/Loadstone/);
  expect(window.url()).toBe('loadstone://app/');
  const reach = await window.evaluate(async () => ({
    node: [typeof Reflect.get(globalThis, 'process'), typeof Reflect.get(globalThis, 'require')],
    opened: globalThis.open('https://example.com/') !== null,
    network: await fetch('https://example.com/').then(
      () => true,
      () => false,
    ),
    unlisted: (await fetch('/../package.json')).status,
    camera: (await navigator.permissions.query({ name: 'camera' })).state,
  }));
  expect(reach).toEqual({
    node: ['undefined', 'undefined'],
    opened: false,
    network: false,
    unlisted: 404,
    camera: 'denied',
  });
  await window.evaluate(() => {
    location.href = 'https://example.com/';
  });
  await expect(window).toHaveURL('loadstone://app/');
  expect(app.windows()).toHaveLength(1);
});
