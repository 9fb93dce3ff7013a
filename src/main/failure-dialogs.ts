import { basename } from 'node:path';
import { dialog, type BrowserWindow, type MessageBoxOptions } from 'electron';
import type { WireError } from '#shared/contract/errors.ts';
import { APP_NAME } from './window-title.ts';

/** Failures that the page cannot show, because they concern its engine or the page itself. */

type Told = Pick<WireError, 'message' | 'hint'>;

const sentences = (...parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined && part !== '').join('\n\n');

/** @returns the index of the button; null when the window has been closed before it could be asked anything */
async function ask(window: BrowserWindow, options: Omit<MessageBoxOptions, 'title'>): Promise<number | null> {
  if (window.isDestroyed()) return null;
  const { response } = await dialog.showMessageBox(window, { title: APP_NAME, ...options });
  return response;
}

export async function tellWorkspaceNotOpened(
  window: BrowserWindow,
  path: string,
  { message, hint }: Told,
): Promise<void> {
  await ask(window, {
    type: 'warning',
    message: `${basename(path)} could not be opened`,
    detail: sentences(message, hint, path, 'This window starts with an empty workspace instead.'),
    buttons: ['OK'],
  });
}

export type AfterFailure = 'retry' | 'start-empty' | 'close';

/** The engine does not run: nothing works until a person decides. */
export async function askAfterEngineFailure(
  window: BrowserWindow,
  { message, hint }: Told,
): Promise<AfterFailure> {
  const answers: readonly AfterFailure[] = ['retry', 'start-empty', 'close'];
  const response = await ask(window, {
    type: 'error',
    message: 'The engine of this window does not run',
    detail: sentences(message, hint),
    buttons: ['Try again', 'Start with an empty workspace', 'Close the window'],
    defaultId: 0,
    cancelId: 2,
    noLink: true,
  });
  return response === null ? 'close' : (answers[response] ?? 'close');
}

/** @returns true to load the page again, false to close the window */
export async function askAfterPageFailure(window: BrowserWindow, why: string): Promise<boolean> {
  const response = await ask(window, {
    type: 'error',
    message: 'The content of this window could not be shown',
    detail: sentences(why, 'The workspace is not affected.'),
    buttons: ['Load it again', 'Close the window'],
    defaultId: 0,
    cancelId: 1,
    noLink: true,
  });
  return response === 0;
}

export async function tellNothingInFolders(window: BrowserWindow, folders: readonly string[]): Promise<void> {
  await ask(window, {
    type: 'info',
    message:
      folders.length === 1 ? 'There are no files in this folder' : 'There are no files in these folders',
    detail: sentences(folders.slice(0, 5).join('\n'), 'Hidden files are left out.'),
    buttons: ['OK'],
  });
}

export async function tellTooManyFiles(window: BrowserWindow, limit: number): Promise<void> {
  await ask(window, {
    type: 'warning',
    message: `Only the first ${limit} files are opened`,
    detail: 'There are more in the folders. Open the others in a second step.',
    buttons: ['OK'],
  });
}

export async function tellSettingsNotUsed(window: BrowserWindow, problem: string): Promise<void> {
  await ask(window, {
    type: 'warning',
    message: 'The settings of the engine are not used',
    detail: sentences(
      problem,
      'Correct or remove the file. Until then memory and threads follow the computer.',
    ),
    buttons: ['OK'],
  });
}
