import { BrowserWindow as ElectronWindow } from 'electron';
import { beforeEach, expect, test, vi } from 'vitest';
import {
  askAfterEngineFailure,
  askAfterPageFailure,
  tellNothingInFolders,
  tellSettingsNotUsed,
  tellTooManyFiles,
  tellWorkspaceNotOpened,
} from './failure-dialogs.ts';
import { dialog, resetElectron } from './testing/electron-mock.ts';

vi.mock('electron', () => import('./testing/electron-mock.ts'));

let window: ElectronWindow;
beforeEach(() => {
  resetElectron();
  window = new ElectronWindow();
});

test('a workspace that was not opened: which, why, what to do, what happens now', async () => {
  await tellWorkspaceNotOpened(window, '/w/night.loadstone', {
    message: 'It is damaged.',
    hint: 'Open the originals.',
  });
  expect(dialog.boxes).toHaveLength(1);
  expect(dialog.boxes[0]?.message).toBe('night.loadstone could not be opened');
  expect(dialog.boxes[0]?.detail).toBe(
    'It is damaged.\n\nOpen the originals.\n\n/w/night.loadstone\n\nThis window starts with an empty workspace instead.',
  );
});

test.each([
  [0, 'retry'],
  [1, 'start-empty'],
  [2, 'close'],
  [9, 'close'],
])('after an engine failure button %i means %s', async (response, answer) => {
  dialog.response = response;
  expect(await askAfterEngineFailure(window, { message: 'It stopped.' })).toBe(answer);
  expect(dialog.boxes[0]?.buttons?.[dialog.boxes[0].cancelId ?? 0]).toBe('Close the window');
});

test('after a page failure the page can be loaded again', async () => {
  expect(await askAfterPageFailure(window, 'It crashed.')).toBe(true);
  dialog.response = 1;
  expect(await askAfterPageFailure(window, 'It crashed.')).toBe(false);
});

test('nothing is answered with silence, and never with a stack trace', async () => {
  await tellNothingInFolders(window, ['/r/empty']);
  await tellTooManyFiles(window, 10_000);
  await tellSettingsNotUsed(window, '/c/settings.json: threads: too small');
  expect(dialog.boxes.map(({ message }) => message)).toEqual([
    'There are no files in this folder',
    'Only the first 10000 files are opened',
    'The settings of the engine are not used',
  ]);
  for (const { detail } of dialog.boxes) expect(detail).not.toMatch(/\bat .+:\d+/u);
});

test('a window that has been closed meanwhile is not asked', async () => {
  window.close();
  await tellTooManyFiles(window, 10_000);
  expect(await askAfterEngineFailure(window, { message: 'It stopped.' })).toBe('close');
  expect(await askAfterPageFailure(window, 'It crashed.')).toBe(false);
  expect(dialog.boxes).toEqual([]);
});
