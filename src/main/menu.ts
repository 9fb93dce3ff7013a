import type { MenuItemConstructorOptions } from 'electron';
import type { MenuCommand } from '#shared/contract/desktop.ts';
import { APP_NAME } from './window-title.ts';

export interface MenuContext {
  readonly platform: NodeJS.Platform;
  /** Developer tools are part of unpackaged builds only. */
  readonly isPackaged: boolean;
  /** @param window the one in front; undefined on macOS when all are closed */
  readonly run: (command: MenuCommand, window: Electron.BaseWindow | undefined) => void;
  readonly newWindow: () => void;
}

type Items = MenuItemConstructorOptions[];

const separator: MenuItemConstructorOptions = { type: 'separator' };

/** The application's menu. Everything about the workspace is a command that the page carries out. */
export function menuTemplate(context: MenuContext): Items {
  const isMac = context.platform === 'darwin';
  return [
    ...(isMac ? [appMenu()] : []),
    fileMenu(context, isMac),
    editMenu(context, isMac),
    viewMenu(context, isMac),
    { role: 'windowMenu', label: 'Window' },
    helpMenu(context, isMac),
  ];
}

function appMenu(): MenuItemConstructorOptions {
  return {
    label: APP_NAME,
    submenu: [
      { role: 'about' },
      separator,
      { role: 'services' },
      separator,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      separator,
      { role: 'quit' },
    ],
  };
}

function fileMenu(context: MenuContext, isMac: boolean): MenuItemConstructorOptions {
  // The other platforms have no such menu: recent workspaces are on the start screen and in the task bar's list.
  const recent: Items = isMac
    ? [{ role: 'recentDocuments', label: 'Open recent', submenu: [{ role: 'clearRecentDocuments' }] }]
    : [];
  return {
    label: 'File',
    submenu: [
      { label: 'New window', accelerator: 'CmdOrCtrl+Shift+N', click: () => context.newWindow() },
      { ...command(context, 'new-workspace', 'New workspace'), accelerator: 'CmdOrCtrl+N' },
      separator,
      { ...command(context, 'open-files', 'Open files…'), ...pageKey(context, 'CmdOrCtrl+O') },
      { ...command(context, 'open-workspace', 'Open workspace…'), ...pageKey(context, 'CmdOrCtrl+Shift+O') },
      ...recent,
      separator,
      { ...command(context, 'save-as', 'Save workspace as…'), ...pageKey(context, 'CmdOrCtrl+S') },
      separator,
      { role: 'close', label: 'Close window' },
      ...(isMac ? [] : [separator, { role: 'quit' as const, label: 'Quit' }]),
    ],
  };
}

function editMenu(context: MenuContext, isMac: boolean): MenuItemConstructorOptions {
  return {
    label: 'Edit',
    submenu: [
      { role: 'undo' },
      { role: 'redo' },
      separator,
      { role: 'cut' },
      { role: 'copy' },
      { role: 'paste' },
      ...(isMac ? [] : [{ role: 'delete' as const }]),
      { role: 'selectAll' },
      separator,
      command(context, 'clear-selection', 'Clear selection'),
    ],
  };
}

function viewMenu(context: MenuContext, isMac: boolean): MenuItemConstructorOptions {
  const developer: Items = context.isPackaged
    ? []
    : [separator, { role: 'reload' }, { role: 'forceReload' }, { role: 'toggleDevTools' }];
  return {
    label: 'View',
    submenu: [
      { ...command(context, 'palette', 'Search and commands…'), ...pageKey(context, 'CmdOrCtrl+K') },
      separator,
      command(context, 'start-screen', 'Start screen'),
      { ...command(context, 'view-overview', 'Overview'), ...plainPageKey(isMac, '1') },
      { ...command(context, 'view-explorer', 'Explorer'), ...plainPageKey(isMac, '2') },
      separator,
      { ...command(context, 'selection-back', 'Selection back'), ...plainPageKey(isMac, 'Alt+Left') },
      { ...command(context, 'selection-forward', 'Selection forward'), ...plainPageKey(isMac, 'Alt+Right') },
      separator,
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      separator,
      { role: 'togglefullscreen' },
      ...developer,
    ],
  };
}

function helpMenu(context: MenuContext, isMac: boolean): MenuItemConstructorOptions {
  return {
    role: 'help',
    label: 'Help',
    submenu: [
      { ...command(context, 'shortcuts', 'Keyboard shortcuts'), ...plainPageKey(isMac, '?') },
      ...(isMac ? [] : [separator, { role: 'about' as const }]),
    ],
  };
}

function command({ run }: MenuContext, id: MenuCommand, label: string): MenuItemConstructorOptions {
  return { id, label, click: (_item, window) => run(id, window) };
}

/**
 * A key which the page handles itself, because it must also work in the browser host: shown here, not taken. macOS
 * cannot only show one, but there the page is asked first and keeps the key from the menu.
 */
function pageKey({ platform }: MenuContext, accelerator: string): MenuItemConstructorOptions {
  return platform === 'darwin' ? { accelerator } : { accelerator, registerAccelerator: false };
}

/** A key that also writes or moves in text fields. On macOS, where it could not only be shown, the menu is silent about it. */
function plainPageKey(isMac: boolean, accelerator: string): MenuItemConstructorOptions {
  return isMac ? {} : { accelerator, registerAccelerator: false };
}
