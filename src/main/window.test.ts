import { beforeEach, describe, expect, test, vi } from 'vitest';
import { ensureExists } from '#shared/assert.ts';
import { electron, nativeTheme, resetElectron } from './testing/electron-mock.ts';
import { createWindow, showWhenDrawn } from './window.ts';

vi.mock('electron', () => import('./testing/electron-mock.ts'));
beforeEach(resetElectron);

function create(isPackaged = false) {
  const window = createWindow({
    bounds: { x: 5, y: 6, width: 1200, height: 800 },
    preload: '/app/out/preload/index.cjs',
    isPackaged,
  });
  return { window, fake: ensureExists(electron.windows.at(-1), 'a window') };
}

describe('the window', () => {
  test('keeps the page in its box', () => {
    expect(create().fake.options.webPreferences).toMatchObject({
      preload: '/app/out/preload/index.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    });
  });

  test('has developer tools in unpackaged builds only', () => {
    expect(create(false).fake.options.webPreferences?.devTools).toBe(true);
    expect(create(true).fake.options.webPreferences?.devTools).toBe(false);
  });

  test('has its place, its least size, and a native title bar', () => {
    expect(create().fake.options).toMatchObject({
      x: 5,
      y: 6,
      width: 1200,
      height: 800,
      minWidth: 1000,
      minHeight: 640,
      titleBarStyle: 'default',
    });
  });

  test.each([
    [false, '#ffffff'],
    [true, '#14161a'],
  ])('dark theme %s: begins with the background of the page', (dark, colour) => {
    nativeTheme.shouldUseDarkColors = dark;
    expect(create().fake.options.backgroundColor).toBe(colour);
  });
});

describe('showing', () => {
  test('waits until there is something to see', async () => {
    const { window, fake } = create();
    const shown = showWhenDrawn(window, false);
    expect([fake.options.show, fake.shown]).toEqual([false, false]);
    fake.emit('ready-to-show');
    await shown;
    expect([fake.shown, fake.maximised]).toEqual([true, false]);
  });

  test('a maximised window comes back maximised', () => {
    const { window, fake } = create();
    void showWhenDrawn(window, true);
    fake.emit('ready-to-show');
    expect(fake.maximised).toBe(true);
  });
});
