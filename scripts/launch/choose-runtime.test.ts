import { describe, expect, test } from 'vitest';
import { chooseRuntime, type Facts } from './choose-runtime.mjs';

const chrome = { name: 'Google Chrome', path: '/usr/bin/google-chrome' };

/** A desktop with everything; each case takes something away. */
const desktop: Facts = {
  wanted: undefined,
  hasDisplay: true,
  electron: '/dist/electron',
  electronObstacle: undefined,
  download: { possible: true },
  browser: chrome,
};
const failed = { possible: false, reason: 'Electron could not be downloaded (fetch failed)' } as const;

describe('without a wish', () => {
  test.each<[string, Partial<Facts>, object]>([
    ['Electron is there', {}, { kind: 'electron', path: '/dist/electron', why: 'its binary is installed' }],
    ['Electron can be fetched', { electron: undefined }, { kind: 'fetch-electron' }],
    [
      'the download failed',
      { electron: undefined, download: failed },
      { kind: 'browser', ...chrome, why: failed.reason },
    ],
    [
      'the download failed and there is no browser',
      { electron: undefined, download: failed, browser: undefined },
      { kind: 'url', why: `${failed.reason}, and no Chromium, Chrome or Edge was found` },
    ],
    [
      'the sandbox is not allowed: nothing is fetched in vain',
      { electron: undefined, electronObstacle: 'no sandbox' },
      { kind: 'browser', ...chrome, why: 'no sandbox' },
    ],
    [
      'Electron is there but cannot run',
      { electronObstacle: 'Electron ended at once with exit code 127' },
      { kind: 'browser', ...chrome, why: 'Electron ended at once with exit code 127' },
    ],
    [
      'there is no display: neither Electron nor a browser could show a window',
      { hasDisplay: false },
      { kind: 'url', why: 'there is no display (DISPLAY and WAYLAND_DISPLAY are not set)' },
    ],
    [
      'there is no display: nothing is fetched in vain',
      { hasDisplay: false, electron: undefined },
      { kind: 'url', why: 'there is no display (DISPLAY and WAYLAND_DISPLAY are not set)' },
    ],
    ['an empty wish is none', { wanted: '' }, { kind: 'electron', path: '/dist/electron' }],
  ])('%s', (_name, facts, choice) => {
    expect(chooseRuntime({ ...desktop, ...facts })).toMatchObject(choice);
  });
});

describe('with a wish', () => {
  test.each<[string, Partial<Facts>, object]>([
    ['electron', {}, { kind: 'electron', why: 'asked for' }],
    ['electron', { electronObstacle: 'no sandbox' }, { kind: 'electron', why: 'asked for' }],
    ['electron', { electron: undefined }, { kind: 'fetch-electron' }],
    ['electron', { electron: undefined, download: failed }, { kind: 'impossible' }],
    ['browser', {}, { kind: 'browser', ...chrome, why: 'asked for' }],
    ['browser', { browser: undefined }, { kind: 'impossible' }],
    ['url', {}, { kind: 'url', why: 'asked for' }],
    ['firefox', {}, { kind: 'impossible' }],
  ])('%s with %j', (wanted, facts, choice) => {
    expect(chooseRuntime({ ...desktop, ...facts, wanted })).toMatchObject(choice);
  });
});
