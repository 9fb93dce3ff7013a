import { describe, expect, it } from 'vitest';
import { configDirectory, defaultResources, temporaryDirectory } from './machine.ts';

describe('what Loadstone takes of a computer', () => {
  it('is a bounded part of the memory and not every core', () => {
    const { memoryLimitBytes, threads } = defaultResources();
    expect(memoryLimitBytes).toBeGreaterThanOrEqual(512e6);
    expect(memoryLimitBytes).toBeLessThanOrEqual(8e9);
    expect(Number.isInteger(threads) && threads >= 1).toBe(true);
  });
});

describe('the folder of Loadstone', () => {
  it.each([
    ['linux', { XDG_CONFIG_HOME: '/c' }, '/c/loadstone'],
    ['win32', { APPDATA: '/a' }, '/a/Loadstone'],
    ['linux', { LOADSTONE_CONFIG_DIR: '/mine', XDG_CONFIG_HOME: '/c' }, '/mine'],
    ['darwin', { LOADSTONE_CONFIG_DIR: '/mine' }, '/mine'],
  ])('on %s with %o is %s', (platform, env, expected) => {
    expect(configDirectory(env, platform).replaceAll('\\', '/')).toBe(expected);
  });

  it('lies in the home of the person when nothing is set', () => {
    expect(configDirectory({}, 'linux')).toMatch(/\.config.loadstone$/u);
    expect(configDirectory({ LOADSTONE_CONFIG_DIR: '' }, 'darwin')).toMatch(
      /Application Support.Loadstone$/u,
    );
    expect(configDirectory({}, 'win32')).toMatch(/Roaming.Loadstone$/u);
  });

  it('for what is temporary is another one for every process', () => {
    expect(temporaryDirectory()).toContain(String(process.pid));
  });
});
