import type { DevicePermissionHandlerHandlerDetails, PermissionRequest, WebContents } from 'electron';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { PageFiles } from './page-files.ts';
import { SPEEDSCOPE_URL } from './speedscope-address.ts';
import { speedscopeSession } from './speedscope-session.ts';
import {
  FakeEvent,
  FakeWebContents,
  resetElectron,
  session,
  type FakeSession,
} from './testing/electron-mock.ts';

vi.mock('electron', () => import('./testing/electron-mock.ts'));

let isolated: FakeSession;
beforeEach(async () => {
  resetElectron();
  const files = await PageFiles.of(join(tmpdir(), 'loadstone-nothing-here'), SPEEDSCOPE_URL);
  isolated = speedscopeSession(files) as unknown as FakeSession;
});

test('is not that of the app, and kept in memory', () => {
  expect(isolated).not.toBe(session.defaultSession);
  expect([...session.partitions.keys()].filter((name) => name.startsWith('persist:'))).toEqual([]);
});

test.each([
  'https://www.speedscope.app/',
  'http://127.0.0.1:9000/',
  'ws://127.0.0.1:9000/',
  'file:///etc/passwd',
  'loadstone://app/index.html',
])('%s cannot be asked for', (url) => expect(isCancelled(url)).toBe(true));

test.each([
  'speedscope://app/index.html',
  'blob:speedscope://app/5f7a',
  'data:application/octet-stream;base64,AA',
])('%s can', (url) => expect(isCancelled(url)).toBe(false));

function isCancelled(url: string): boolean | undefined {
  let cancelled: boolean | undefined;
  isolated.requestListener?.({ url }, ({ cancel }) => (cancelled = cancel));
  return cancelled;
}

test('every request is looked at', () => {
  expect(isolated.requestFilter?.urls).toEqual(['<all_urls>']);
});

test('no permission and no device is given, and no dictionary fetched', () => {
  const details: PermissionRequest = { isMainFrame: true, requestingUrl: SPEEDSCOPE_URL };
  const granted: boolean[] = [];
  isolated.requestHandler?.(
    new FakeWebContents() as unknown as WebContents,
    'clipboard-read',
    (grant) => granted.push(grant),
    details,
  );
  expect(granted).toEqual([false]);
  expect(isolated.checkHandler?.(null, 'media', SPEEDSCOPE_URL, details)).toBe(false);
  expect(isolated.deviceHandler?.({} as DevicePermissionHandlerHandlerDetails)).toBe(false);
  expect(isolated.spellChecker).toBe(false);
});

test('only what speedscope made itself is saved', () => {
  const save = (url: string): boolean => {
    const event = new FakeEvent();
    isolated.emit('will-download', event, { getURL: () => url });
    return !event.defaultPrevented;
  };
  expect(save('blob:speedscope://app/5f7a')).toBe(true);
  expect(save('speedscope://app/release.txt')).toBe(false);
  expect(save('data:text/plain,a')).toBe(false);
});

test('the scheme is answered in this session alone', () => {
  expect([...isolated.protocol.handlers.keys()]).toEqual(['speedscope']);
  expect(session.defaultSession.protocol.handlers.size).toBe(0);
});
