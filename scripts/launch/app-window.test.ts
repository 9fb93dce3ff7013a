import { expect, test } from 'vitest';
import { windowArguments } from './app-window.mjs';

const plain = { url: 'http://127.0.0.1:1/?token=a', profile: '/p', isNewProfile: false, isRoot: false };

test('an app window with a profile of its own and a private pipe', () => {
  const args = windowArguments(plain);
  expect(args).toEqual(
    expect.arrayContaining([
      '--app=http://127.0.0.1:1/?token=a',
      '--user-data-dir=/p',
      '--remote-debugging-pipe',
    ]),
  );
  expect(args.some((arg) => arg.startsWith('--remote-debugging-port'))).toBe(false);
});

test('a size only where the browser remembers none, no sandbox only as root', () => {
  expect(windowArguments(plain)).not.toContain('--no-sandbox');
  expect(windowArguments(plain)).not.toContain('--window-size=1440,900');
  expect(windowArguments({ ...plain, isNewProfile: true })).toContain('--window-size=1440,900');
  expect(windowArguments({ ...plain, isRoot: true })).toContain('--no-sandbox');
});
