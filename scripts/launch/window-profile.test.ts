import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, normalize } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { profilesFolder, takeProfile } from './window-profile.mjs';

test.each<[string, Parameters<typeof profilesFolder>[0], string]>([
  [
    'linux',
    { platform: 'linux', env: {}, home: '/h', browserPath: '/usr/bin/chromium' },
    '/h/.cache/loadstone',
  ],
  [
    'a cache elsewhere',
    { platform: 'linux', env: { XDG_CACHE_HOME: '/c' }, home: '/h', browserPath: '/usr/bin/chromium' },
    '/c/loadstone',
  ],
  [
    'a snap cannot see hidden folders',
    { platform: 'linux', env: {}, home: '/h', browserPath: '/snap/bin/chromium' },
    '/h/snap/chromium/common/loadstone',
  ],
  ['macOS', { platform: 'darwin', env: {}, home: '/h', browserPath: '/A' }, '/h/Library/Caches/Loadstone'],
])('profilesFolder: %s', (_name, world, folder) => {
  expect(profilesFolder(world)).toBe(normalize(folder));
});

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'loadstone-profile-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('two windows at once have a profile each, and the next one takes over what is free', () => {
  const first = takeProfile(folder);
  const second = takeProfile(folder);
  expect([first.path, second.path]).toEqual([join(folder, 'window-1'), join(folder, 'window-2')]);
  expect(first.isNew).toBe(true);
  first.release();
  const third = takeProfile(folder);
  expect(third).toMatchObject({ path: first.path, isNew: false });
});

test.skipIf(process.platform === 'win32')(
  'temporary files of the browser go with the window; where the path is too long for its socket there are none',
  () => {
    const short = mkdtempSync('/tmp/ls-');
    try {
      const profile = takeProfile(short);
      expect(profile.tempPath).toBe(join(profile.path, 'temp'));
      writeFileSync(join(profile.tempPath!, 'left'), 'over');
      profile.release();
      expect(existsSync(profile.tempPath!)).toBe(false);
      expect(existsSync(profile.path)).toBe(true);
    } finally {
      rmSync(short, { recursive: true });
    }
    expect(takeProfile(join(folder, 'x'.repeat(50))).tempPath).toBeUndefined();
  },
);
