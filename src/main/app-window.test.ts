import type { WebFrameMain } from 'electron';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { desktopPushes } from '#shared/contract/channels.ts';
import { app, dialog, FakeEvent, FakeFrame, resetElectron } from './testing/electron-mock.ts';
import { answerGrants, makeAppWindow, type MadeWindow } from './testing/make-app-window.ts';

vi.mock('electron', () => import('./testing/electron-mock.ts'));

let made: MadeWindow;
beforeEach(() => {
  resetElectron();
  made = makeAppWindow();
});

const saved = { path: '/w/night.loadstone', isSaved: true, runCount: 3 };
const untitled = { path: '/c/unsaved/untitled-1.loadstone', isSaved: false, runCount: 0 };
const frame = (): FakeFrame => new FakeFrame('loadstone://app/');
const connect = (of: FakeFrame): Promise<void> => made.window.connectPage(of as unknown as WebFrameMain);
const navigate = (isMainFrame = true, isSameDocument = false) =>
  made.fake.webContents.emit('did-start-navigation', { isMainFrame, isSameDocument });

function startEngine(workspace = untitled): void {
  made.window.engine.start(null);
  made.sayReady(workspace);
  answerGrants(made.child());
}

describe('the page', () => {
  test('is loaded from its own address', () => {
    made.window.load();
    expect(made.fake.loaded).toEqual(['loadstone://app/']);
  });

  test('gets a port when its engine is there', async () => {
    const page = frame();
    const connected = connect(page);
    startEngine();
    await connected;
    expect(page.sent).toHaveLength(1);
    expect(page.sent[0]?.channel).toBe(desktopPushes.enginePort);
    expect(page.sent[0]?.ports).toHaveLength(1);
  });

  test('that has gone meanwhile gets none', async () => {
    const page = frame();
    const connected = connect(page);
    page.destroyed = true;
    startEngine();
    await connected;
    expect(page.sent).toEqual([]);
  });
});

describe('what the shell has for the page', () => {
  const sent = () => made.fake.webContents.sent;

  test('waits for it, files as ids of the engine that runs then', async () => {
    made.window.openFiles(['/r/a.jtl']);
    made.window.runCommand('palette');
    startEngine();
    expect(sent()).toEqual([]);
    await connect(frame());
    await vi.waitFor(() => expect(sent()).toHaveLength(2));
    expect(sent()).toEqual([
      {
        channel: desktopPushes.filesOpened,
        payload: [{ fileId: 'id:/r/a.jtl', name: 'a.jtl', size: 0, path: '/r/a.jtl' }],
        ports: [],
      },
      { channel: desktopPushes.menuCommand, payload: 'palette', ports: [] },
    ]);
  });

  test.each([
    ['the page is loaded anew', () => navigate()],
    [
      'its process is gone',
      () => made.fake.webContents.emit('render-process-gone', {}, { reason: 'clean-exit' }),
    ],
    ['its engine is gone', () => made.window.gone()],
  ])('waits again when %s', async (_when, happen) => {
    startEngine();
    await connect(frame());
    happen();
    made.window.runCommand('palette');
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(sent()).toEqual([]);
    await connect(frame());
    await vi.waitFor(() => expect(sent()).toHaveLength(1));
  });

  test('does not wait because of a link within the page or of a frame', async () => {
    startEngine();
    await connect(frame());
    navigate(true, true);
    navigate(false, false);
    made.window.runCommand('palette');
    await vi.waitFor(() => expect(sent()).toHaveLength(1));
  });

  test('no files is nothing', async () => {
    startEngine();
    await connect(frame());
    made.window.openFiles([]);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(sent()).toEqual([]);
  });
});

describe('the workspace', () => {
  test('a saved one is a recent document and is remembered', () => {
    startEngine(saved);
    expect(app.recent).toEqual(['/w/night.loadstone']);
    expect(made.changes()).toBe(1);
    expect(made.window.savedState.workspace).toBe('/w/night.loadstone');
    expect(made.window.isPristine).toBe(false);
  });

  test('an unsaved one with runs is come back to, but is no document', () => {
    startEngine({ ...untitled, runCount: 1 });
    expect(app.recent).toEqual([]);
    expect(made.window.savedState.workspace).toBe(untitled.path);
  });

  test('an empty one is nothing to come back to', () => {
    startEngine();
    expect(made.window.isPristine).toBe(true);
    expect(made.window.savedState.workspace).toBeNull();
  });

  test('until the engine speaks, what it was asked to open counts', () => {
    made = makeAppWindow({ workspacePath: '/w/slow.loadstone' });
    made.window.engine.start({ path: '/w/slow.loadstone', mayCreate: false });
    expect(made.window.savedState.workspace).toBe('/w/slow.loadstone');
    expect(made.window.isPristine).toBe(false);
  });

  test('on macOS the title bar shows its file', () => {
    vi.spyOn(process, 'platform', 'get').mockReturnValue('darwin');
    startEngine(saved);
    expect(made.fake.representedFile).toBe('/w/night.loadstone');
    made.child().say({ t: 'workspace', workspace: untitled });
    expect(made.fake.representedFile).toBe('');
    vi.restoreAllMocks();
  });

  test('one that could not be opened is told when the window can be seen', async () => {
    made.window.engine.start({ path: '/w/gone.loadstone', mayCreate: false });
    made.child().say({ t: 'workspace', workspace: untitled });
    made.child().say({
      t: 'ready',
      tempDirectory: '/tmp/loadstone-none',
      problem: { code: 'file-missing', message: 'This workspace is not there any more.' },
    });
    await Promise.resolve();
    expect(dialog.boxes).toEqual([]);
    made.fake.emit('ready-to-show');
    await vi.waitFor(() => expect(dialog.boxes[0]?.message).toBe('gone.loadstone could not be opened'));
  });
});

describe('an engine that was given up', () => {
  async function fail(response: number): Promise<void> {
    dialog.response = response;
    made.window.engine.start({ path: '/w/night.loadstone', mayCreate: false });
    made.fake.emit('ready-to-show');
    made.child().say({ t: 'failed', error: { code: 'internal', message: 'It does not start.' } });
    made.child().end(1);
    await vi.waitFor(() => expect(dialog.boxes).toHaveLength(1));
    await Promise.resolve();
  }

  test.each([
    [0, { path: '/w/night.loadstone', mayCreate: false }],
    [1, null],
  ])('button %i starts it with %j and loads the page again', async (response, workspace) => {
    await fail(response);
    await vi.waitFor(() => expect(made.fake.loaded).toHaveLength(1));
    expect(made.child().last('start')?.message['workspace']).toEqual(workspace);
  });

  test('or the window is closed', async () => {
    await fail(2);
    await vi.waitFor(() => expect(made.fake.destroyed).toBe(true));
    expect(made.fake.loaded).toEqual([]);
  });
});

describe('a page that fails', () => {
  test('while loading: the window is shown, and the person decides', async () => {
    made.fake.webContents.emit('did-fail-load', {}, -6, 'ERR_FILE_NOT_FOUND', 'loadstone://app/', true);
    await vi.waitFor(() => expect(made.fake.loaded).toHaveLength(1));
    expect(made.fake.shown).toBe(true);
    expect(dialog.boxes[0]?.detail).toContain('ERR_FILE_NOT_FOUND (-6)');
  });

  test('while running', async () => {
    dialog.response = 1;
    made.fake.webContents.emit('render-process-gone', {}, { reason: 'oom', exitCode: 5 });
    await vi.waitFor(() => expect(made.fake.destroyed).toBe(true));
    expect(dialog.boxes[0]?.detail).toContain('oom (5)');
  });

  test('a load that another one replaced, or that of a frame, is no failure', async () => {
    made.fake.webContents.emit('did-fail-load', {}, -3, 'ERR_ABORTED', 'loadstone://app/', true);
    made.fake.webContents.emit('did-fail-load', {}, -6, 'ERR_FILE_NOT_FOUND', 'x', false);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(dialog.boxes).toEqual([]);
  });
});

describe('the frame around it', () => {
  test('the title is clean, whoever sets it', () => {
    made.window.setTitle('night\n');
    expect(made.fake.title).toBe('night');
    const event = new FakeEvent();
    made.fake.emit('page-title-updated', event, '');
    expect([event.defaultPrevented, made.fake.title]).toEqual([true, 'Loadstone']);
  });

  test('a minimised window comes back to be used', () => {
    made.fake.minimised = true;
    made.window.focus();
    expect([made.fake.minimised, made.fake.focused]).toEqual([false, 1]);
  });

  test.each(['resize', 'move', 'maximize', 'unmaximize'])('%s is remembered', (event) => {
    made.fake.emit(event);
    expect(made.changes()).toBe(1);
  });

  test('the place is that of the window when it is not maximised', () => {
    made.fake.bounds = { x: 1, y: 2, width: 1200, height: 800 };
    made.fake.maximised = true;
    expect(made.window.savedState).toEqual({
      bounds: { x: 1, y: 2, width: 1200, height: 800 },
      maximised: true,
      workspace: null,
    });
  });
});
