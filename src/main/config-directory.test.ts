import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { configDirectory as coreConfigDirectory } from '#core/io/machine.ts';
import { configDirectory } from './config-directory.ts';

test.each([
  ['linux', join(homedir(), '.config')],
  ['darwin', join(homedir(), 'Library', 'Application Support')],
  ['win32', join(homedir(), 'AppData', 'Roaming')],
])('on %s it is the folder that the other hosts use', (platform, appData) => {
  expect(configDirectory({ env: {}, platform, appData })).toBe(coreConfigDirectory({}, platform));
});

test('LOADSTONE_CONFIG_DIR names another one', () => {
  const env = { LOADSTONE_CONFIG_DIR: '/elsewhere' };
  expect(configDirectory({ env, platform: 'linux', appData: '/home/a/.config' })).toBe('/elsewhere');
  expect(configDirectory({ env: { LOADSTONE_CONFIG_DIR: '' }, platform: 'linux', appData: '/a' })).toBe(
    join('/a', 'loadstone'),
  );
});
