import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ShellStateFile, type SavedWindow } from './window-state.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loadstone-state-'));
});
afterEach(() => {
  chmodSync(folder, 0o700);
  rmSync(folder, { recursive: true, force: true });
});

const window: SavedWindow = {
  bounds: { x: -10, y: 20, width: 1200, height: 800 },
  maximised: true,
  workspace: '/w/night.loadstone',
};

test('what was saved is there at the next start', () => {
  const state = new ShellStateFile(folder);
  state.save({ windows: [window] });
  state.save({ theme: 'dark' });
  expect(new ShellStateFile(folder).saved).toEqual({ theme: 'dark', windows: [window] });
  expect(existsSync(join(folder, 'window-state.json.partial'))).toBe(false);
});

test('keeps as many windows as it reads', () => {
  const state = new ShellStateFile(folder);
  state.save({ windows: Array.from({ length: 50 }, () => window) });
  expect(new ShellStateFile(folder).saved.windows).toHaveLength(20);
});

describe('a file that cannot be used is like none', () => {
  const nothing = { theme: 'system', windows: [] };
  const good = { version: 1, theme: 'dark', windows: [window] };

  test('when there is none', () => expect(new ShellStateFile(folder).saved).toEqual(nothing));

  test.each([
    ['half written', '{"version": 1, "wind'],
    ['of another version', JSON.stringify({ ...good, version: 2 })],
    ['with another theme', JSON.stringify({ ...good, theme: 'pink' })],
    [
      'with impossible bounds',
      JSON.stringify({ ...good, windows: [{ ...window, bounds: { ...window.bounds, width: 1e9 } }] }),
    ],
    [
      'with bounds that are no numbers',
      JSON.stringify({ ...good, windows: [{ ...window, bounds: { x: '0' } }] }),
    ],
    [
      'with fractions',
      JSON.stringify({ ...good, windows: [{ ...window, bounds: { ...window.bounds, x: 0.5 } }] }),
    ],
    ['with a workspace that is no path', JSON.stringify({ ...good, windows: [{ ...window, workspace: 7 }] })],
  ])('when it is %s', (_what, text) => {
    writeFileSync(join(folder, 'window-state.json'), text);
    expect(new ShellStateFile(folder).saved).toEqual(nothing);
  });
});

test('a folder that cannot be written is no reason to stop', () => {
  const state = new ShellStateFile(join(folder, 'window-state.json', 'not-a-folder'));
  writeFileSync(join(folder, 'window-state.json'), 'in the way');
  state.save({ theme: 'light' });
  expect(state.saved.theme).toBe('light');
  expect(readFileSync(join(folder, 'window-state.json'), 'utf8')).toBe('in the way');
});
