import { beforeEach, expect, test, vi } from 'vitest';
import { desktopCalls, desktopNotices, desktopPushes } from '#shared/contract/channels.ts';
import { createDesktopFunctions } from './desktop-functions.ts';
import { ipcRenderer, webUtils } from './testing/electron-mock.ts';

vi.mock('electron', () => import('./testing/electron-mock.ts'));

beforeEach(() => {
  ipcRenderer.invoked.length = 0;
  ipcRenderer.sent.length = 0;
  ipcRenderer.reply = { ok: true, value: undefined };
});

test('every call of the contract goes to its own channel', async () => {
  const functions = createDesktopFunctions();
  await functions.connectEngine();
  await functions.registerFiles([]);
  await functions.pickFiles();
  await functions.pickWorkspace();
  await functions.pickSaveTarget('night.loadstone');
  await functions.hasSpeedscope();
  const profile = { name: 'a.json', bytes: Uint8Array.of(1) };
  await functions.openInSpeedscope(profile);
  expect(ipcRenderer.invoked.map(({ channel }) => channel)).toEqual(Object.values(desktopCalls));
  expect(ipcRenderer.invoked.slice(-3).map(({ payload }) => payload)).toEqual([
    'night.loadstone',
    undefined,
    profile,
  ]);
});

test('dropped files become paths here, where a page cannot name one; files that a page made are left out', async () => {
  const dropped = new File(['x'], 'dropped.jtl');
  const made = new File(['x'], 'made.jtl');
  webUtils.paths.set(dropped, '/results/dropped.jtl');
  await createDesktopFunctions().registerFiles([dropped, made]);
  expect(ipcRenderer.invoked).toEqual([
    { channel: desktopCalls.registerFiles, payload: ['/results/dropped.jtl'] },
  ]);
});

test('an answer is the value, a failure an error with words for a person', async () => {
  ipcRenderer.reply = { ok: true, value: [{ fileId: '1', name: 'a.jtl', size: 3 }] };
  await expect(createDesktopFunctions().pickFiles()).resolves.toEqual([
    { fileId: '1', name: 'a.jtl', size: 3 },
  ]);
  ipcRenderer.reply = {
    ok: false,
    error: { code: 'engine-gone', message: 'The engine does not run.', hint: 'Start it again.' },
  };
  await expect(createDesktopFunctions().connectEngine()).rejects.toThrow(
    'The engine does not run. Start it again.',
  );
});

test('title and theme are notices', () => {
  const functions = createDesktopFunctions();
  functions.setTitle('checkout-4.18');
  functions.setTheme('dark');
  expect(ipcRenderer.sent).toEqual([
    { channel: desktopNotices.setTitle, payload: ['checkout-4.18'] },
    { channel: desktopNotices.setTheme, payload: ['dark'] },
  ]);
});

test('menu commands and opened files wait until the page listens', () => {
  const functions = createDesktopFunctions();
  ipcRenderer.push(desktopPushes.menuCommand, 'open-files');
  ipcRenderer.push(desktopPushes.filesOpened, [{ fileId: '7', name: 'b.jtl', size: 0 }]);
  const heard: unknown[] = [];
  functions.onMenuCommand((command) => heard.push(command));
  functions.onFilesOpened((files) => heard.push(files));
  expect(heard).toEqual(['open-files', [{ fileId: '7', name: 'b.jtl', size: 0 }]]);
});

test.each([
  ['darwin', 'darwin'],
  ['win32', 'win32'],
  ['freebsd', 'linux'],
])('platform %s is %s to the page', (actual, told) => {
  vi.stubGlobal('process', { platform: actual });
  expect(createDesktopFunctions().platform).toBe(told);
  vi.unstubAllGlobals();
});
