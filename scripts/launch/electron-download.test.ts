import { describe, expect, test } from 'vitest';
import { mayDownload, reasonFrom } from './electron-download.mjs';

const hour = 3_600_000;

describe('mayDownload', () => {
  const failure = { version: '45.4.1', failedAt: 1000 * hour, reason: 'Electron could not be downloaded' };

  test.each<[string, Parameters<typeof mayDownload>, object]>([
    ['never tried', [undefined, { version: '45.4.1', now: 0 }], { possible: true }],
    ['another version', [failure, { version: '46.0.0', now: 1001 * hour }], { possible: true }],
    ['a day later', [failure, { version: '45.4.1', now: 1024 * hour }], { possible: true }],
    ['the clock was set back', [failure, { version: '45.4.1', now: 999 * hour }], { possible: true }],
    [
      'the same day',
      [failure, { version: '45.4.1', now: 1020.5 * hour }],
      { possible: false, reason: 'Electron could not be downloaded; it is tried again in 4 h' },
    ],
  ])('%s', (_name, [last, present], expected) => {
    expect(mayDownload(last, present)).toEqual(expected);
  });
});

test.each([
  ['TypeError: fetch failed\n    at node:internal/deps/undici:14976:13', 'fetch failed'],
  [
    '(node:1) Warning: x\nHTTPError: Response code 404 (Not Found) for u',
    'Response code 404 (Not Found) for u',
  ],
  ['', ''],
])('reasonFrom(%j)', (stderr, reason) => {
  expect(reasonFrom(stderr)).toBe(reason);
});
