import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { AppWindows } from './app-windows.ts';
import { arrangeQuit } from './quit.ts';
import { app, FakeEvent, resetElectron } from './testing/electron-mock.ts';

vi.mock('electron', () => import('./testing/electron-mock.ts'));

let finish: () => void;
let windows: { hasClosingEngines: boolean; beginQuit: () => void; enginesClosed: () => Promise<void> };

beforeEach(() => {
  resetElectron();
  const closed = new Promise<void>((resolve) => (finish = resolve));
  windows = { hasClosingEngines: true, beginQuit: vi.fn(), enginesClosed: () => closed };
});

const arrange = (platform: NodeJS.Platform): void => arrangeQuit(windows as unknown as AppWindows, platform);

test.each<[NodeJS.Platform, number]>([
  ['linux', 1],
  ['win32', 1],
  ['darwin', 0],
])('after the last window on %s', (platform, quits) => {
  arrange(platform);
  app.emit('window-all-closed');
  expect(app.quits).toBe(quits);
});

test('what is open is remembered before the windows close', () => {
  arrange('linux');
  app.emit('before-quit', new FakeEvent());
  expect(windows.beginQuit).toHaveBeenCalledOnce();
});

describe('the end', () => {
  test('waits for engines that close their databases', async () => {
    arrange('linux');
    const event = new FakeEvent();
    app.emit('will-quit', event);
    expect(event.defaultPrevented).toBe(true);
    expect(app.quits).toBe(0);
    finish();
    await vi.waitFor(() => expect(app.quits).toBe(1));
  });

  test('comes at once when there are none', () => {
    windows.hasClosingEngines = false;
    arrange('linux');
    const event = new FakeEvent();
    app.emit('will-quit', event);
    expect(event.defaultPrevented).toBe(false);
  });
});
