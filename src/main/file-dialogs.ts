import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { app, dialog, type BrowserWindow, type FileFilter } from 'electron';

const workspaceFilter: FileFilter = { name: 'Loadstone workspace', extensions: ['loadstone'] };
/** Any name is fine: what a file is, its content says. Hence also the last filter. */
const openFilters: FileFilter[] = [
  {
    name: 'Results and workspaces',
    extensions: ['jtl', 'csv', 'json', 'ndjson', 'jsonl', 'gz', 'zst', 'bz2', 'loadstone'],
  },
  { name: 'All files', extensions: ['*'] },
];

/** Empty when the person cancels. */
export async function chooseFiles(window: BrowserWindow): Promise<readonly string[]> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: 'Open files',
    properties: ['openFile', 'multiSelections'],
    filters: openFilters,
  });
  return canceled ? [] : filePaths;
}

export async function chooseWorkspace(window: BrowserWindow): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: 'Open a workspace',
    properties: ['openFile'],
    filters: [workspaceFilter],
  });
  return canceled ? null : (filePaths[0] ?? null);
}

/** @param name suggested by the page: its folders, if any, are not followed */
export async function chooseSaveTarget(window: BrowserWindow, name: string): Promise<string | null> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    title: 'Save the workspace as',
    defaultPath: join(app.getPath('documents'), safeName(name)),
    filters: [workspaceFilter],
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  });
  if (canceled || filePath === '') return null;
  const path = withExtension(filePath);
  // The dialog asked about the name without the ending.
  const isAsked = path === filePath || !existsSync(path);
  return isAsked || (await mayReplace(window, path)) ? path : null;
}

export async function tellOpenElsewhere(window: BrowserWindow, path: string): Promise<void> {
  await dialog.showMessageBox(window, {
    type: 'warning',
    message: `${basename(path)} is open in another window`,
    detail: 'Close that window first, or save under another name.',
    buttons: ['OK'],
  });
}

async function mayReplace(window: BrowserWindow, path: string): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    message: `${basename(path)} exists already. Replace it?`,
    detail: 'What is in it now would be lost.',
    buttons: ['Replace', 'Cancel'],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  });
  return response === 0;
}

/** Only some dialogs add the ending by themselves, and the engine would. */
function withExtension(path: string): string {
  return path.toLowerCase().endsWith('.loadstone') ? path : `${path}.loadstone`;
}

/** A name without what some file system does not take, and without a way into another folder. */
function safeName(name: string): string {
  const safe = name
    .replace(/[<>:"/\\|?*\p{Cc}]/gu, '-')
    .replace(/^[.\s]+|[.\s]+$/gu, '')
    .slice(0, 120);
  return withExtension(safe === '' ? 'workspace' : safe);
}
