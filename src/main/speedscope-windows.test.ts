import { BrowserWindow as ElectronWindow } from 'electron';
import { ensureExists } from '#shared/assert.ts';
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { speedscopeDirectory, speedscopeHeaders } from '../hosts/common/speedscope-files.ts';
import { PageFiles } from './page-files.ts';
import { SPEEDSCOPE_URL } from './speedscope-address.ts';
import { SpeedscopeWindows } from './speedscope-windows.ts';
import { electron, FakeEvent, resetElectron, session, type BrowserWindow } from './testing/electron-mock.ts';

vi.mock('electron', () => import('./testing/electron-mock.ts'));

const profile = { name: 'night.speedscope.json', bytes: Uint8Array.of(123, 125) };
let files: PageFiles;
let windows: SpeedscopeWindows;
let from: ElectronWindow;

beforeAll(async () => {
  const release = ensureExists(speedscopeDirectory(new URL('./', import.meta.url)), 'the package speedscope');
  files = await PageFiles.of(release, SPEEDSCOPE_URL, speedscopeHeaders(`'none'`));
});
beforeEach(() => {
  resetElectron();
  from = new ElectronWindow();
  windows = new SpeedscopeWindows({ files, preload: '/out/preload/speedscope.cjs', isPackaged: true });
});

const opened = (): BrowserWindow => ensureExists(electron.windows[1], "speedscope's window");

test('the window is sandboxed, with a session and a preload script of its own', async () => {
  await windows.open(from, profile);
  const { webPreferences } = opened().options;
  expect(webPreferences).toMatchObject({
    preload: '/out/preload/speedscope.cjs',
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
    navigateOnDragDrop: false,
    devTools: false,
  });
  expect(webPreferences?.session).toBe(session.partitions.get('speedscope'));
  expect(opened().hasMenu).toBe(false);
});

test('the profile goes to the page once it is there, and never into its address', async () => {
  await windows.open(from, profile);
  expect(opened().loaded).toEqual(['speedscope://app/']);
  expect(opened().webContents.sent).toEqual([{ channel: 'speedscope:profile', payload: profile, ports: [] }]);
  expect(opened().shown).toBe(true);
});

test('each profile has a window, all of them one session', async () => {
  await windows.open(from, profile);
  await windows.open(from, profile);
  const [, first, second] = electron.windows;
  expect(second).not.toBe(first);
  expect(second?.options.webPreferences?.session).toBe(first?.options.webPreferences?.session);
});

test('it closes with the window that it came from, and only with that', async () => {
  await windows.open(from, profile);
  new ElectronWindow().close();
  expect(opened().destroyed).toBe(false);
  from.close();
  expect(opened().destroyed).toBe(true);
});

test('one that was closed is forgotten', async () => {
  await windows.open(from, profile);
  opened().close();
  expect(from.listenerCount('closed')).toBe(0);
});

test('its title is clean', async () => {
  await windows.open(from, profile);
  const event = new FakeEvent();
  opened().emit('page-title-updated', event, 'night\u202e - speedscope');
  expect([event.defaultPrevented, opened().title]).toEqual([true, 'night - speedscope']);
});

test('a page that does not load leaves no window', async () => {
  electron.loadError = new Error('ERR_FAILED');
  await expect(windows.open(from, profile)).rejects.toMatchObject({ code: 'internal' });
  expect(opened().destroyed).toBe(true);
  expect(opened().webContents.sent).toEqual([]);
});

test('an installation without it says so', async () => {
  const nothing = await PageFiles.of('', SPEEDSCOPE_URL);
  const missing = new SpeedscopeWindows({ files: nothing, preload: '/p.cjs', isPackaged: true });
  expect(missing.areThere).toBe(false);
  await expect(missing.open(from, profile)).rejects.toMatchObject({ code: 'file-missing' });
  expect(electron.windows).toHaveLength(1);
});

describe('its files', () => {
  const get = (url: string) => files.respond({ url, method: 'GET' });

  test('are those of the package, with the policy that speedscope needs', async () => {
    expect(windows.areThere).toBe(true);
    const page = await get(SPEEDSCOPE_URL);
    const script = /src="(speedscope-[^"]+\.js)"/u.exec(await page.text())?.[1];
    expect(page.headers.get('content-security-policy')).toBe(
      `default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; connect-src 'self' blob: data:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
    const response = await get(`${SPEEDSCOPE_URL}${ensureExists(script, "the page's script")}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('are all there is', async () => {
    expect((await get('speedscope://app/../LICENSE')).status).toBe(404);
    expect((await get('speedscope://other/index.html')).status).toBe(404);
  });
});
