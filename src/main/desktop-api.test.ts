import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { BrowserWindow } from 'electron';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { desktopCalls, desktopNotices } from '#shared/contract/channels.ts';
import { desktopFileSchema, type DesktopCall } from '#shared/contract/desktop.ts';
import type { HandedProfile } from '#shared/contract/speedscope.ts';
import { serveDesktop } from './desktop-api.ts';
import { DesktopIpc } from './desktop-ipc.ts';
import { pageAddress } from './page-address.ts';
import {
  dialog,
  FakeFrame,
  ipcMain,
  nativeTheme,
  resetElectron,
  type FakeUtilityProcess,
} from './testing/electron-mock.ts';
import { answerGrants, makeAppWindow, type MadeWindow } from './testing/make-app-window.ts';
import { ShellStateFile } from './window-state.ts';

vi.mock('electron', () => import('./testing/electron-mock.ts'));

let folder: string;
let state: ShellStateFile;
let made: MadeWindow;
let engine: FakeUtilityProcess;
let otherEngine: FakeUtilityProcess;

const speedscope = {
  areThere: true,
  open: vi.fn<(from: BrowserWindow, profile: HandedProfile) => Promise<void>>(),
};

const untitled = { path: '/c/untitled', isSaved: false, runCount: 0 };

beforeEach(() => {
  resetElectron();
  folder = mkdtempSync(join(tmpdir(), 'loadstone-api-'));
  state = new ShellStateFile(folder);
  made = makeAppWindow();
  made.window.engine.start(null);
  made.sayReady(untitled);
  engine = made.child();
  answerGrants(engine);
  const other = makeAppWindow();
  other.window.engine.start(null);
  other.sayReady({ path: '/w/taken.loadstone', isSaved: true, runCount: 1 });
  otherEngine = other.child();
  const all = [made, other];
  const windows = {
    all: all.map(({ window }) => window),
    of: (contents: unknown) => all.find(({ fake }) => fake.webContents === contents)?.window,
  };
  speedscope.areThere = true;
  speedscope.open.mockReset();
  serveDesktop({ ipc: new DesktopIpc(windows, pageAddress(undefined)), windows, state, speedscope });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const event = () => ({ sender: made.fake.webContents, senderFrame: new FakeFrame('loadstone://app/') });
const call = (name: DesktopCall, ...payload: unknown[]): Promise<unknown> =>
  ipcMain.invoke(desktopCalls[name], event(), ...payload);
const granted = (): unknown[] =>
  engine.posted.filter(({ message }) => message.t === 'grant').flatMap(({ message }) => message['paths']);

test('every call of the contract is answered', () => {
  expect([...ipcMain.handlers.keys()].sort()).toEqual(Object.values(desktopCalls).sort());
});

test('connectEngine sends a port to the frame that asked', async () => {
  const asking = event();
  expect(await ipcMain.invoke(desktopCalls.connectEngine, asking)).toEqual({ ok: true, value: undefined });
  expect(asking.senderFrame.sent[0]?.ports).toHaveLength(1);
});

describe('registerFiles', () => {
  test('grants the dropped files to the engine of that window alone', async () => {
    const path = resolve('/r/a.jtl');
    expect(await call('registerFiles', [path])).toEqual({
      ok: true,
      value: [{ fileId: `id:${path}`, name: 'a.jtl', size: 0, path }],
    });
    expect(granted()).toEqual([path]);
    expect(otherEngine.last('grant')).toBeUndefined();
  });

  test.each([
    ['a.jtl'],
    [['a.jtl']],
    [['']],
    [[7]],
    [undefined],
    [Array.from({ length: 10_001 }, () => '/r/a.jtl')],
  ])('refuses what is no list of absolute paths', async (payload) => {
    expect(await call('registerFiles', payload)).toMatchObject({ ok: false, error: { code: 'bad-request' } });
    expect(granted()).toEqual([]);
  });
});

describe('dialogs', () => {
  test('pickFiles: what was chosen, as the contract describes files', async () => {
    dialog.chosen = ['/r/a.jtl', '/r/b.json'];
    const reply = (await call('pickFiles')) as { readonly value: readonly unknown[] };
    expect(reply.value.map((file) => desktopFileSchema.parse(file).name)).toEqual(['a.jtl', 'b.json']);
  });

  test('a cancelled dialog asks the engine nothing', async () => {
    expect(await call('pickFiles')).toEqual({ ok: true, value: [] });
    expect(await call('pickWorkspace')).toEqual({ ok: true, value: null });
    expect(await call('pickSaveTarget', 'a.loadstone')).toEqual({ ok: true, value: null });
    expect(granted()).toEqual([]);
  });

  test('pickWorkspace', async () => {
    dialog.chosen = ['/w/night.loadstone'];
    expect(await call('pickWorkspace')).toMatchObject({ ok: true, value: { name: 'night.loadstone' } });
  });

  test('pickSaveTarget: an id for a file that may not be there yet', async () => {
    dialog.chosen = ['/w/night.loadstone'];
    expect(await call('pickSaveTarget', 'night.loadstone')).toEqual({
      ok: true,
      value: { fileId: 'id:/w/night.loadstone', name: 'night.loadstone' },
    });
  });

  test('pickSaveTarget does not write over what another window has open', async () => {
    dialog.chosen = ['/w/taken.loadstone'];
    expect(await call('pickSaveTarget', 'x')).toEqual({ ok: true, value: null });
    expect(dialog.boxes[0]?.message).toBe('taken.loadstone is open in another window');
    expect(granted()).toEqual([]);
  });

  test('an engine that stops meanwhile is told as such', async () => {
    dialog.chosen = ['/r/a.jtl'];
    engine.postMessage = () => engine.end(1);
    expect(await call('pickFiles')).toMatchObject({ ok: false, error: { code: 'engine-gone' } });
    await made.window.engine.close();
  });
});

describe('notices', () => {
  test('the title', () => {
    ipcMain.emit(desktopNotices.setTitle, event(), 'night - Loadstone');
    expect(made.fake.title).toBe('night - Loadstone');
  });

  test('the theme: menus and dialogs follow, and the next start begins with it', () => {
    ipcMain.emit(desktopNotices.setTheme, event(), 'dark');
    expect(nativeTheme.themeSource).toBe('dark');
    expect(new ShellStateFile(folder).saved.theme).toBe('dark');
    ipcMain.emit(desktopNotices.setTheme, event(), 'pink');
    expect(nativeTheme.themeSource).toBe('dark');
  });
});

describe('speedscope', () => {
  const profile = { name: 'night.speedscope.json', bytes: Uint8Array.of(123, 125) };

  test('is there or not', async () => {
    expect(await call('hasSpeedscope')).toEqual({ ok: true, value: true });
    speedscope.areThere = false;
    expect(await call('hasSpeedscope')).toEqual({ ok: true, value: false });
  });

  test('gets the profile, and the window that it belongs to', async () => {
    expect(await call('openInSpeedscope', profile)).toEqual({ ok: true, value: undefined });
    expect(speedscope.open).toHaveBeenCalledExactlyOnceWith(made.window.browserWindow, profile);
  });

  test.each([
    ['no profile', undefined],
    ['no name', { ...profile, name: '' }],
    ['text instead of bytes', { ...profile, bytes: '{}' }],
    ['something beside', { ...profile, path: '/etc/passwd' }],
  ])('%s is refused', async (_what, payload) => {
    expect(await call('openInSpeedscope', payload)).toMatchObject({
      ok: false,
      error: { code: 'bad-request' },
    });
    expect(speedscope.open).not.toHaveBeenCalled();
  });
});
