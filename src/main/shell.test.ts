import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ensureExists } from '#shared/assert.ts';
import { desktopCalls } from '#shared/contract/channels.ts';
import { startShell } from './shell.ts';
import {
  app,
  dialog,
  electron,
  FakeEvent,
  FakeFrame,
  ipcMain,
  Menu,
  nativeTheme,
  protocol,
  resetElectron,
  session,
} from './testing/electron-mock.ts';
import { ShellStateFile } from './window-state.ts';

vi.mock('electron', () => import('./testing/electron-mock.ts'));

let folder: string;
let config: string;

beforeEach(() => {
  resetElectron();
  vi.spyOn(process, 'on').mockReturnThis();
  folder = mkdtempSync(join(tmpdir(), 'loadstone-shell-'));
  config = join(folder, 'config');
  mkdirSync(join(folder, 'out/renderer'), { recursive: true });
  writeFileSync(join(folder, 'out/renderer/index.html'), '<!doctype html>');
  vi.stubEnv('LOADSTONE_CONFIG_DIR', config);
  vi.stubEnv('ELECTRON_RENDERER_URL', undefined);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

function start(...args: string[]): void {
  vi.spyOn(process, 'argv', 'get').mockReturnValue(['electron', '.', '--', ...args]);
  startShell(pathToFileURL(join(folder, 'out/main/')));
}

async function started(...args: string[]): Promise<void> {
  start(...args);
  await vi.waitFor(() => expect(electron.children).toHaveLength(1));
}

const child = () => ensureExists(electron.children[0], 'an engine');
const window = () => ensureExists(electron.windows[0], 'a window');

test('comes up: profile, page, guards, menu, window and engine', async () => {
  await started();
  expect(app.paths.get('userData')).toBe(join(config, 'window'));
  expect(existsSync(join(config, 'window'))).toBe(true);
  expect(protocol.privileged.map(({ scheme }) => scheme)).toEqual(['loadstone', 'speedscope']);
  expect(protocol.handlers.has('loadstone')).toBe(true);
  expect(session.defaultSession.checkHandler).not.toBeNull();
  expect(app.listenerCount('web-contents-created')).toBe(1);
  expect([...ipcMain.handlers.keys()]).toHaveLength(Object.keys(desktopCalls).length);
  expect(Menu.installed).toBe(true);
  expect(app.aboutPanel.applicationVersion).toBe('1.2.3');
  expect(window().loaded).toEqual(['loadstone://app/']);
  expect(window().options.webPreferences?.preload).toBe(join(folder, 'out/preload/index.cjs'));
  expect(child().entry).toBe(join(folder, 'out/main/engine-process.js'));
  expect(child().last('start')?.message['configDirectory']).toBe(config);
});

test('a page of this shell gets its engine over the real calls', async () => {
  await started();
  child().say({ t: 'ready', tempDirectory: '/tmp/loadstone-none', problem: null });
  const senderFrame = new FakeFrame('loadstone://app/');
  const reply = await ipcMain.invoke(desktopCalls.connectEngine, {
    sender: window().webContents,
    senderFrame,
  });
  expect(reply).toEqual({ ok: true, value: undefined });
  expect(senderFrame.sent[0]?.ports).toHaveLength(1);
});

describe('what is asked for', () => {
  test('a workspace on the command line', async () => {
    await started('--workspace', '/w/new.loadstone');
    expect(child().last('start')?.message['workspace']).toEqual({
      path: '/w/new.loadstone',
      mayCreate: true,
    });
  });

  test('a file from the Finder, before the app was ready', async () => {
    start();
    app.emit('open-file', new FakeEvent(), '/w/night.loadstone');
    await vi.waitFor(() => expect(electron.children).toHaveLength(1));
    expect(child().last('start')?.message['workspace']).toEqual({
      path: '/w/night.loadstone',
      mayCreate: false,
    });
    expect(electron.windows).toHaveLength(1);
  });

  test('settings of memory and threads', async () => {
    mkdirSync(config, { recursive: true });
    writeFileSync(join(config, 'settings.json'), '{"threads": 2, "memoryLimitBytes": 1000000000}');
    await started();
    expect(child().last('start')?.message).toMatchObject({ threads: 2, memoryLimitBytes: 1e9 });
  });

  test('settings that cannot be used are told', async () => {
    mkdirSync(config, { recursive: true });
    writeFileSync(join(config, 'settings.json'), '{');
    await started();
    window().emit('ready-to-show');
    await vi.waitFor(() => expect(dialog.boxes[0]?.message).toBe('The settings of the engine are not used'));
  });

  test('the theme and windows of the last time', async () => {
    const state = new ShellStateFile(config);
    const bounds = { x: 100, y: 100, width: 1200, height: 800 };
    state.save({ theme: 'dark', windows: [{ bounds, maximised: false, workspace: '/w/night.loadstone' }] });
    await started();
    expect(nativeTheme.themeSource).toBe('dark');
    expect(window().bounds).toEqual(bounds);
    expect(child().last('start')?.message['workspace']).toEqual({
      path: '/w/night.loadstone',
      mayCreate: false,
    });
  });
});

describe('a second start', () => {
  test('hands over what it was asked for and ends, before it shows anything', async () => {
    app.isOnlyInstance = false;
    start('/r/a.jtl');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(app.lockData).toEqual({ workspace: null, files: ['/r/a.jtl'] });
    expect(app.quits).toBe(1);
    expect(electron.windows).toEqual([]);
  });

  test('is answered by the first', async () => {
    await started();
    app.emit('second-instance', new FakeEvent(), [], '/', { workspace: '/w/new.loadstone', files: [] });
    await vi.waitFor(() => expect(electron.children).toHaveLength(2));
  });
});

describe('the menu', () => {
  const choose = (id: string): void => {
    const items = Menu.template.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []));
    const item = items.find((candidate) => candidate.id === id || candidate.label === id);
    item?.click?.(item as never, undefined, {});
  };

  test('opens another window', async () => {
    await started();
    choose('New window');
    await vi.waitFor(() => expect(electron.children).toHaveLength(2));
  });

  test('opens a window where there is none (macOS)', async () => {
    await started();
    window().close();
    child().end(0);
    choose('open-files');
    await vi.waitFor(() => expect(electron.windows).toHaveLength(2));
  });
});

test('without windows, a click on the dock opens one; with windows, it does not', async () => {
  await started();
  app.emit('activate');
  expect(electron.windows).toHaveLength(1);
  window().close();
  app.emit('activate');
  expect(electron.windows).toHaveLength(2);
});

test('windows follow the theme', async () => {
  await started();
  nativeTheme.shouldUseDarkColors = true;
  nativeTheme.emit('updated');
  expect(window().background).toBe('#14161a');
});

describe('what cannot work is said', () => {
  test('no page was built', async () => {
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    rmSync(join(folder, 'out/renderer'), { recursive: true });
    start();
    await vi.waitFor(() => expect(app.exits).toEqual([1]));
    expect(dialog.boxes[0]?.message).toContain("content of Loadstone's window is missing");
    expect(dialog.boxes[0]?.detail).toBe('Build it with `npm run build`.');
  });

  test('the settings folder cannot be made', () => {
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    writeFileSync(config, 'in the way');
    start();
    expect(app.exits).toEqual([1]);
    expect(dialog.boxes[0]?.message).toContain('cannot keep its settings');
    expect(dialog.boxes[0]?.detail).toContain('LOADSTONE_CONFIG_DIR');
  });
});

test('in development the page comes from the development server', async () => {
  vi.stubEnv('ELECTRON_RENDERER_URL', 'http://localhost:5173');
  await started();
  expect(window().loaded).toEqual(['http://localhost:5173/']);
  expect(protocol.handlers.size).toBe(0);
});

test('an installed app does not listen to the environment about its page', async () => {
  app.isPackaged = true;
  vi.stubEnv('ELECTRON_RENDERER_URL', 'http://evil.example');
  await started();
  expect(window().loaded).toEqual(['loadstone://app/']);
});
