import { BrowserWindow, nativeTheme, type Rectangle } from 'electron';
import { MIN_SIZE } from './window-placement.ts';
import { APP_NAME } from './window-title.ts';

export interface WindowOptions {
  readonly bounds: Rectangle;
  readonly preload: string;
  /** Developer tools are part of unpackaged builds only. */
  readonly isPackaged: boolean;
}

/** `--bg` of `renderer/styles/tokens.css`: what one sees before the page has drawn anything. */
const BACKGROUND = { light: '#ffffff', dark: '#14161a' } as const;

export function backgroundColour(): string {
  return nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light;
}

/** A window for the page, not yet shown: {@link showWhenDrawn} does that. */
export function createWindow({ bounds, preload, isPackaged }: WindowOptions): BrowserWindow {
  return new BrowserWindow({
    ...bounds,
    minWidth: MIN_SIZE.width,
    minHeight: MIN_SIZE.height,
    show: false,
    title: APP_NAME,
    titleBarStyle: 'default',
    backgroundColor: backgroundColour(),
    webPreferences: {
      preload,
      // Most of these are defaults. They are written down because the safety of the page stands on them. Not
      // `app.enableSandbox()`: it takes back a `--no-sandbox` without which Chromium does not start as root.
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      // Opening a dropped file as a page is never what a person wants here.
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: !isPackaged,
    },
  });
}

/** @returns settles when the window can be seen: dialogs of a hidden window would stand alone on the screen */
export function showWhenDrawn(window: BrowserWindow, maximised: boolean): Promise<void> {
  return new Promise((resolve) => {
    window.once('ready-to-show', () => {
      if (maximised) window.maximize();
      window.show();
      resolve();
    });
  });
}
