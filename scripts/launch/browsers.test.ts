import { describe, expect, test } from 'vitest';
import { findBrowser, isSnap } from './browsers.mjs';

const only =
  (...paths: string[]) =>
  (path: string) =>
    paths.includes(path);

describe('findBrowser', () => {
  test.each<[NodeJS.Platform, string, NodeJS.ProcessEnv, string]>([
    ['linux', '/usr/bin/chromium', {}, 'Chromium'],
    ['linux', '/opt/tools/google-chrome', { PATH: '/bin:/opt/tools' }, 'Google Chrome'],
    ['linux', '/snap/bin/chromium', {}, 'Chromium'],
    ['linux', '/usr/bin/microsoft-edge', {}, 'Microsoft Edge'],
    ['darwin', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', {}, 'Google Chrome'],
    ['darwin', '/home/me/Applications/Chromium.app/Contents/MacOS/Chromium', {}, 'Chromium'],
    [
      'win32',
      'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
      { 'PROGRAMFILES(X86)': 'C:\\Program Files (x86)' },
      'Microsoft Edge',
    ],
    [
      'win32',
      'D:\\local\\Google\\Chrome\\Application\\chrome.exe',
      { LOCALAPPDATA: 'D:\\local' },
      'Google Chrome',
    ],
  ])('%s: %s', (platform, path, env, name) => {
    expect(findBrowser({ platform, env, home: '/home/me', exists: only(path) })).toEqual({ name, path });
  });

  test('prefers Chrome to Chromium and a folder of PATH to the usual ones', () => {
    const exists = only('/usr/bin/chromium', '/usr/bin/google-chrome', '/mine/google-chrome');
    const world = { platform: 'linux', env: { PATH: '/mine' }, home: '/home/me', exists } as const;
    expect(findBrowser(world)?.path).toBe('/mine/google-chrome');
  });

  test('takes CHROMIUM_PATH at its word', () => {
    const env = { CHROMIUM_PATH: '/opt/thorium/thorium' };
    expect(findBrowser({ platform: 'linux', env, home: '/', exists: () => false })?.path).toBe(
      '/opt/thorium/thorium',
    );
  });

  test('finds nothing on a bare machine', () => {
    for (const platform of ['linux', 'darwin', 'win32'] as const) {
      expect(findBrowser({ platform, env: {}, home: '/', exists: () => false })).toBeUndefined();
    }
  });
});

test('isSnap', () => {
  expect(isSnap('/snap/bin/chromium')).toBe(true);
  expect(isSnap('/usr/bin/chromium')).toBe(false);
});
