import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BrowserWindow } from 'electron';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { chooseFiles, chooseSaveTarget, chooseWorkspace, tellOpenElsewhere } from './file-dialogs.ts';
import { app, dialog, resetElectron } from './testing/electron-mock.ts';

vi.mock('electron', () => import('./testing/electron-mock.ts'));

let window: BrowserWindow;
let folder: string;
beforeEach(() => {
  resetElectron();
  window = new BrowserWindow();
  folder = mkdtempSync(join(tmpdir(), 'loadstone-dialogs-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('files: several at once, of any name', async () => {
  dialog.chosen = ['/r/a.jtl', '/r/b'];
  expect(await chooseFiles(window)).toEqual(['/r/a.jtl', '/r/b']);
  expect(dialog.openDialogs[0]?.properties).toEqual(['openFile', 'multiSelections']);
  expect(dialog.openDialogs[0]?.filters?.at(-1)).toEqual({ name: 'All files', extensions: ['*'] });
});

test('cancelled dialogs give nothing', async () => {
  expect(await chooseFiles(window)).toEqual([]);
  expect(await chooseWorkspace(window)).toBeNull();
  expect(await chooseSaveTarget(window, 'a')).toBeNull();
});

test('a workspace: one', async () => {
  dialog.chosen = ['/w/night.loadstone'];
  expect(await chooseWorkspace(window)).toBe('/w/night.loadstone');
  expect(dialog.openDialogs[0]?.properties).toEqual(['openFile']);
});

describe('a place to save', () => {
  test('is suggested in the documents, and the dialog asks before it replaces', async () => {
    app.paths.set('documents', '/home/a/Documents');
    dialog.chosen = [join(folder, 'night.loadstone')];
    expect(await chooseSaveTarget(window, 'night.loadstone')).toBe(join(folder, 'night.loadstone'));
    expect(dialog.saveDialogs[0]?.defaultPath).toBe(join('/home/a/Documents', 'night.loadstone'));
    expect(dialog.saveDialogs[0]?.properties).toContain('showOverwriteConfirmation');
    expect(dialog.boxes).toEqual([]);
  });

  test.each([
    ['../../etc/passwd', '-..-etc-passwd.loadstone'],
    ['/absolute', '-absolute.loadstone'],
    ['..', 'workspace.loadstone'],
    ['', 'workspace.loadstone'],
    ['what: a "name"?', 'what- a -name--.loadstone'],
    ['line\nbreak.loadstone', 'line-break.loadstone'],
  ])('the page suggests a name, never a folder: %j', async (name, suggested) => {
    await chooseSaveTarget(window, name);
    expect(dialog.saveDialogs[0]?.defaultPath).toBe(join('/documents', suggested));
  });

  test('gets its ending', async () => {
    dialog.chosen = [join(folder, 'night')];
    expect(await chooseSaveTarget(window, 'night')).toBe(join(folder, 'night.loadstone'));
  });

  test.each([
    [0, true],
    [1, false],
  ])('with the ending it may be there already: button %i', async (response, isChosen) => {
    writeFileSync(join(folder, 'night.loadstone'), 'precious');
    dialog.chosen = [join(folder, 'night')];
    dialog.response = response;
    expect(await chooseSaveTarget(window, 'night')).toBe(isChosen ? join(folder, 'night.loadstone') : null);
    expect(dialog.boxes[0]?.message).toBe('night.loadstone exists already. Replace it?');
  });
});

test('a workspace that another window has open', async () => {
  await tellOpenElsewhere(window, '/w/night.loadstone');
  expect(dialog.boxes[0]?.message).toBe('night.loadstone is open in another window');
});
