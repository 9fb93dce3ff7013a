import { beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { desktopCalls, desktopNotices } from '#shared/contract/channels.ts';
import { AppError } from '#shared/contract/errors.ts';
import { DesktopIpc } from './desktop-ipc.ts';
import { pageAddress } from './page-address.ts';
import { FakeFrame, FakeWebContents, ipcMain, resetElectron } from './testing/electron-mock.ts';
import { makeAppWindow, type MadeWindow } from './testing/make-app-window.ts';

vi.mock('electron', () => import('./testing/electron-mock.ts'));

let made: MadeWindow;
let ipc: DesktopIpc;

beforeEach(() => {
  resetElectron();
  made = makeAppWindow();
  const { window, fake } = made;
  ipc = new DesktopIpc(
    { of: (contents) => ((contents as unknown) === fake.webContents ? window : undefined) },
    pageAddress(undefined),
  );
});

const event = (senderFrame: FakeFrame | null, sender = made.fake.webContents) => ({ sender, senderFrame });
const ours = () => event(new FakeFrame('loadstone://app/'));

function frameInside(): FakeFrame {
  const frame = new FakeFrame('loadstone://app/');
  frame.parent = new FakeFrame('loadstone://app/');
  return frame;
}

const strangers: [string, () => object][] = [
  ['a foreign page in our window', () => event(new FakeFrame('https://example.com/'))],
  ['another page of our scheme', () => event(new FakeFrame('loadstone://other/'))],
  ['a file', () => event(new FakeFrame('file:///index.html'))],
  ['a frame inside of our page', () => event(frameInside())],
  ['a page that has gone', () => event(null)],
  ['a page that is going', () => event(Object.assign(new FakeFrame('loadstone://app/'), { detached: true }))],
  ['a window that is not ours', () => event(new FakeFrame('loadstone://app/'), new FakeWebContents())],
];

describe('calls', () => {
  test('of our page are answered', async () => {
    ipc.answer('pickSaveTarget', z.string(), ({ window }, name) =>
      Promise.resolve({ fileId: String(window === made.window), name }),
    );
    expect(await ipcMain.invoke(desktopCalls.pickSaveTarget, ours(), 'a.loadstone')).toEqual({
      ok: true,
      value: { fileId: 'true', name: 'a.loadstone' },
    });
  });

  test.each(strangers)('of %s are refused, and nothing runs', async (_who, stranger) => {
    const run = vi.fn(() => Promise.resolve());
    ipc.answer('connectEngine', z.undefined(), run);
    expect(await ipcMain.invoke(desktopCalls.connectEngine, stranger())).toMatchObject({
      ok: false,
      error: { code: 'bad-request' },
    });
    expect(run).not.toHaveBeenCalled();
  });

  test.each([[7], [null], [{ name: 'x' }], [['x']], []])(
    'with %j instead of a name are refused',
    async (...payload) => {
      const run = vi.fn(() => Promise.resolve(null));
      ipc.answer('pickSaveTarget', z.string(), run);
      expect(await ipcMain.invoke(desktopCalls.pickSaveTarget, ours(), ...payload)).toMatchObject({
        ok: false,
        error: { code: 'bad-request', message: 'Bad parameters for pickSaveTarget.' },
      });
      expect(run).not.toHaveBeenCalled();
    },
  );

  test('that fail say why, with what can be done', async () => {
    ipc.answer('connectEngine', z.undefined(), () =>
      Promise.reject(new AppError('engine-gone', 'It does not run.', { hint: 'Start it.' })),
    );
    expect(await ipcMain.invoke(desktopCalls.connectEngine, ours())).toMatchObject({
      ok: false,
      error: { code: 'engine-gone', message: 'It does not run.', hint: 'Start it.' },
    });
  });
});

describe('notices', () => {
  const heard: string[] = [];
  beforeEach(() => {
    heard.length = 0;
    ipc.take('setTitle', z.string(), (_sender, title) => heard.push(title));
  });

  test('of our page are taken', () => {
    ipcMain.emit(desktopNotices.setTitle, ours(), 'night');
    expect(heard).toEqual(['night']);
  });

  test.each(strangers)('of %s are ignored', (_who, stranger) => {
    ipcMain.emit(desktopNotices.setTitle, stranger(), 'evil');
    expect(heard).toEqual([]);
  });

  test('with another content are ignored', () => {
    ipcMain.emit(desktopNotices.setTitle, ours(), { toString: () => 'evil' });
    ipcMain.emit(desktopNotices.setTitle, ours());
    expect(heard).toEqual([]);
  });
});
