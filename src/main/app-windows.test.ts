import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WebContents } from 'electron';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ensureExists } from '#shared/assert.ts';
import { AppWindows, type WindowRequest } from './app-windows.ts';
import { electron, FakeWebContents, resetElectron } from './testing/electron-mock.ts';
import { makeAppWindow, type MadeWindow } from './testing/make-app-window.ts';
import { ShellStateFile } from './window-state.ts';

vi.mock('electron', () => import('./testing/electron-mock.ts'));

const nothing: WindowRequest = { workspace: null, bounds: null, maximised: false };
const night = { path: '/w/night.loadstone', mayCreate: false };

let folder: string;
let windows: AppWindows;
let made: MadeWindow[];

beforeEach(() => {
  resetElectron();
  vi.useFakeTimers();
  folder = mkdtempSync(join(tmpdir(), 'loadstone-windows-'));
  made = [];
  windows = new AppWindows({
    state: new ShellStateFile(folder),
    create: ({ workspace }, changed) => {
      const next = makeAppWindow({ workspacePath: workspace?.path ?? null, changed });
      made.push(next);
      return next.window;
    },
  });
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

const open = async (request: WindowRequest = nothing): Promise<MadeWindow> => {
  windows.open(request);
  await vi.advanceTimersByTimeAsync(0);
  return ensureExists(made.at(-1), 'a window');
};
const savedWorkspaces = () => new ShellStateFile(folder).saved.windows.map(({ workspace }) => workspace);

test('every window has an engine of its own, with its own workspace', async () => {
  await open({ ...nothing, workspace: night });
  await open();
  expect(electron.children.map((child) => child.last('start')?.message['workspace'])).toEqual([night, null]);
  expect(made.map(({ fake }) => fake.loaded)).toEqual([['loadstone://app/'], ['loadstone://app/']]);
});

test('finds a window by its page or its frame, and the one used last', async () => {
  const first = await open();
  const second = await open();
  expect(windows.current).toBe(second.window);
  first.fake.focus();
  expect(windows.current).toBe(first.window);
  expect(windows.of(second.fake.webContents as unknown as WebContents)).toBe(second.window);
  expect(windows.of(new FakeWebContents() as unknown as WebContents)).toBeUndefined();
  expect(windows.ofWindow(second.window.browserWindow)).toBe(second.window);
  expect(windows.ofWindow(undefined)).toBeUndefined();
});

describe('closing a window', () => {
  test('ends its engine in order', async () => {
    const { fake, child } = await open();
    fake.close();
    expect(windows.all).toEqual([]);
    expect(child().last('shutdown')).toBeDefined();
    expect(windows.hasClosingEngines).toBe(true);
    const closed = windows.enginesClosed();
    child().end(0);
    await closed;
    expect(windows.hasClosingEngines).toBe(false);
  });

  test('an engine that still holds a workspace is waited for by the next one', async () => {
    const first = await open({ ...nothing, workspace: night });
    first.fake.close();
    await open({ ...nothing, workspace: night });
    expect(electron.children).toHaveLength(1);
    electron.children[0]?.end(0);
    await vi.advanceTimersByTimeAsync(0);
    expect(electron.children).toHaveLength(2);
  });

  test('a window closed before its engine started leaves none behind', async () => {
    const first = await open();
    first.fake.close();
    const second = await open();
    second.fake.close();
    electron.children[0]?.end(0);
    await vi.advanceTimersByTimeAsync(0);
    expect(electron.children).toHaveLength(1);
  });
});

describe('what is remembered', () => {
  test('the last place of a window that moves, not the places between', async () => {
    const { fake } = await open({ ...nothing, workspace: night });
    for (const x of [10, 20, 30]) {
      fake.bounds = { x, y: 0, width: 1200, height: 800 };
      fake.emit('move');
    }
    expect(new ShellStateFile(folder).saved.windows).toEqual([]);
    await vi.advanceTimersByTimeAsync(500);
    expect(new ShellStateFile(folder).saved.windows).toEqual([
      { bounds: { x: 30, y: 0, width: 1200, height: 800 }, maximised: false, workspace: night.path },
    ]);
  });

  test('closed one by one, the last window stays', async () => {
    const first = await open({ ...nothing, workspace: night });
    const second = await open();
    first.fake.close();
    expect(savedWorkspaces()).toEqual([null]);
    second.fake.close();
    expect(savedWorkspaces()).toEqual([null]);
  });

  test('at quitting, all that were open stay', async () => {
    const first = await open({ ...nothing, workspace: night });
    const second = await open({ ...nothing, workspace: { path: '/w/day.loadstone', mayCreate: false } });
    windows.beginQuit();
    first.fake.close();
    second.fake.close();
    await vi.advanceTimersByTimeAsync(1000);
    expect(savedWorkspaces()).toEqual([night.path, '/w/day.loadstone']);
  });

  test('a window opened after a quit that did not happen is remembered again', async () => {
    await open({ ...nothing, workspace: night });
    windows.beginQuit();
    const later = await open();
    later.fake.emit('move');
    await vi.advanceTimersByTimeAsync(500);
    expect(savedWorkspaces()).toEqual([night.path, null]);
  });
});
