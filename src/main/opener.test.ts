import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WebFrameMain } from 'electron';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ensureExists } from '#shared/assert.ts';
import { desktopPushes } from '#shared/contract/channels.ts';
import type { DesktopFile } from '#shared/contract/desktop.ts';
import { AppWindows, type WindowRequest } from './app-windows.ts';
import { Opener } from './opener.ts';
import { dialog, electron, FakeFrame, resetElectron } from './testing/electron-mock.ts';
import { answerGrants, makeAppWindow, type MadeWindow } from './testing/make-app-window.ts';
import { ShellStateFile } from './window-state.ts';

vi.mock('electron', () => import('./testing/electron-mock.ts'));

let folder: string;
let state: ShellStateFile;
let made: (MadeWindow & { readonly request: WindowRequest })[];
let opener: Opener;

beforeEach(() => {
  resetElectron();
  folder = mkdtempSync(join(tmpdir(), 'loadstone-opener-'));
  state = new ShellStateFile(folder);
  made = [];
  const windows = new AppWindows({
    state,
    create: (request, changed) => {
      const next = makeAppWindow({ workspacePath: request.workspace?.path ?? null, changed });
      made.push({ ...next, request });
      return next.window;
    },
  });
  opener = new Opener(windows, state);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const bounds = { x: 1, y: 2, width: 1200, height: 800 };
const requests = () => made.map(({ request }) => request.workspace);
const window = (index: number): MadeWindow => ensureExists(made[index], `window ${index}`);

/** Lets a window's engine and page come up. */
async function connect(
  index: number,
  workspace = { path: '/c/untitled', isSaved: false, runCount: 0 },
): Promise<void> {
  await vi.waitFor(() => expect(electron.children.length).toBeGreaterThan(index));
  const { window: appWindow, sayReady, child } = window(index);
  answerGrants(child());
  sayReady(workspace);
  await appWindow.connectPage(new FakeFrame('loadstone://app/') as unknown as WebFrameMain);
}

async function filesAtPage(index: number): Promise<string[]> {
  const { fake } = window(index);
  const message = await vi.waitFor(() =>
    ensureExists(
      fake.webContents.sent.find(({ channel }) => channel === desktopPushes.filesOpened),
      'files',
    ),
  );
  return (message.payload as DesktopFile[]).map(({ path }) => path ?? '');
}

describe('the first start', () => {
  test('shows an empty window', () => {
    opener.start({ workspace: null, files: [] });
    expect(made.map(({ request }) => request)).toEqual([{ workspace: null, bounds: null, maximised: false }]);
  });

  test('brings back the windows of the last time, without making files that are gone', () => {
    state.save({
      windows: [
        { bounds, maximised: true, workspace: '/w/night.loadstone' },
        { bounds: { ...bounds, x: 50 }, maximised: false, workspace: null },
      ],
    });
    opener.start({ workspace: null, files: [] });
    expect(made.map(({ request }) => request)).toEqual([
      { workspace: { path: '/w/night.loadstone', mayCreate: false }, bounds, maximised: true },
      { workspace: null, bounds: { ...bounds, x: 50 }, maximised: false },
    ]);
  });

  test('with files shows these, in the place of the last window but not in its workspace', async () => {
    state.save({ windows: [{ bounds, maximised: true, workspace: '/w/night.loadstone' }] });
    opener.start({ workspace: null, files: ['/r/a.jtl'] });
    expect(made.map(({ request }) => request)).toEqual([{ workspace: null, bounds, maximised: true }]);
    await connect(0);
    expect(await filesAtPage(0)).toEqual(['/r/a.jtl']);
  });

  test('with a workspace and files opens the one and reads the others into it', async () => {
    opener.start({ workspace: '/w/new.loadstone', files: ['/r/a.jtl', '/r/b.csv'] });
    expect(requests()).toEqual([{ path: '/w/new.loadstone', mayCreate: true }]);
    await connect(0);
    expect(await filesAtPage(0)).toEqual(['/r/a.jtl', '/r/b.csv']);
  });

  test('a workspace among the files is opened, not imported', () => {
    opener.start({ workspace: null, files: ['/w/Night.LOADSTONE', '/w/day.loadstone'] });
    expect(requests()).toEqual([
      { path: '/w/Night.LOADSTONE', mayCreate: false },
      { path: '/w/day.loadstone', mayCreate: false },
    ]);
  });
});

describe('later', () => {
  test('nothing in particular shows the window used last', () => {
    opener.start({ workspace: null, files: [] });
    opener.open({ workspace: null, files: [] });
    expect(made).toHaveLength(1);
    expect(window(0).fake.focused).toBe(1);
  });

  test('files go to the window used last', async () => {
    opener.start({ workspace: null, files: [] });
    await connect(0, { path: '/w/night.loadstone', isSaved: true, runCount: 2 });
    opener.open({ workspace: null, files: ['/r/more.jtl'] });
    expect(await filesAtPage(0)).toEqual(['/r/more.jtl']);
    expect(made).toHaveLength(1);
  });

  test('a workspace that is open is shown', async () => {
    opener.start({ workspace: null, files: ['/w/night.loadstone'] });
    await connect(0, { path: '/w/night.loadstone', isSaved: true, runCount: 2 });
    opener.openWindow(null);
    opener.open({ workspace: null, files: ['/w/night.loadstone'] });
    expect(made).toHaveLength(2);
    expect(window(0).fake.focused).toBeGreaterThan(0);
  });

  test('a workspace takes the place of nothing', async () => {
    opener.start({ workspace: null, files: [] });
    await connect(0);
    opener.open({ workspace: null, files: ['/w/night.loadstone'] });
    expect(made).toHaveLength(1);
    expect(await filesAtPage(0)).toEqual(['/w/night.loadstone']);
  });

  test('but not of another workspace: it gets a window beside it', async () => {
    opener.start({ workspace: null, files: [] });
    await connect(0, { path: '/w/day.loadstone', isSaved: true, runCount: 1 });
    window(0).fake.bounds = bounds;
    opener.open({ workspace: null, files: ['/w/night.loadstone'] });
    expect(requests().at(-1)).toEqual({ path: '/w/night.loadstone', mayCreate: false });
    expect(made.at(-1)?.request.bounds).toEqual({ ...bounds, x: 29, y: 30 });
  });

  test('a new workspace by name gets its own window', async () => {
    opener.start({ workspace: null, files: [] });
    await connect(0);
    opener.open({ workspace: '/w/new.loadstone', files: [] });
    expect(requests().at(-1)).toEqual({ path: '/w/new.loadstone', mayCreate: true });
  });
});

describe('folders', () => {
  test('are walked through', async () => {
    mkdirSync(join(folder, 'results'));
    writeFileSync(join(folder, 'results/a.jtl'), '');
    opener.start({ workspace: null, files: [join(folder, 'results')] });
    await connect(0);
    expect(await filesAtPage(0)).toEqual([join(folder, 'results/a.jtl')]);
  });

  test('without files are not answered with silence', async () => {
    mkdirSync(join(folder, 'results'));
    opener.start({ workspace: null, files: [join(folder, 'results')] });
    window(0).fake.emit('ready-to-show');
    await vi.waitFor(() => expect(dialog.boxes[0]?.message).toBe('There are no files in this folder'));
  });
});
