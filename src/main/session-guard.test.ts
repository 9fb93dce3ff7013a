import type { DevicePermissionHandlerHandlerDetails, PermissionRequest, WebContents } from 'electron';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { pageAddress } from './page-address.ts';
import { guardSession } from './session-guard.ts';
import { FakeEvent, FakeWebContents, resetElectron, session } from './testing/electron-mock.ts';

vi.mock('electron', () => import('./testing/electron-mock.ts'));

type Permission = Parameters<NonNullable<typeof session.defaultSession.requestHandler>>[1];

function contentsAt(url: string): WebContents {
  return Object.assign(new FakeWebContents(), { url }) as unknown as WebContents;
}

function request(url: string, permission: Permission, isMainFrame = true): boolean {
  const answers: boolean[] = [];
  const details: PermissionRequest = { isMainFrame, requestingUrl: url };
  session.defaultSession.requestHandler?.(
    contentsAt(url),
    permission,
    (granted) => answers.push(granted),
    details,
  );
  return answers[0] ?? true;
}

function check(url: string, permission: Permission, isMainFrame = true): boolean {
  const contents = contentsAt(url);
  return (
    session.defaultSession.checkHandler?.(contents, permission, url, { isMainFrame, requestingUrl: url }) ??
    true
  );
}

beforeEach(() => {
  resetElectron();
  guardSession(pageAddress(undefined));
});

describe.each([
  ['request', request],
  ['check', check],
])('permission %s', (_name, ask) => {
  test.each<Permission>([
    'media',
    'geolocation',
    'notifications',
    'clipboard-read',
    'fileSystem',
    'openExternal',
  ])('%s is denied', (permission) => expect(ask('loadstone://app/', permission)).toBe(false));

  test('the copy buttons of the page work, those of no other page or frame', () => {
    expect(ask('loadstone://app/', 'clipboard-sanitized-write')).toBe(true);
    expect(ask('https://example.com/', 'clipboard-sanitized-write')).toBe(false);
    expect(ask('loadstone://app/', 'clipboard-sanitized-write', false)).toBe(false);
  });
});

test('a check without a page is denied', () => {
  const details = { isMainFrame: true, requestingUrl: 'loadstone://app/' };
  expect(
    session.defaultSession.checkHandler?.(null, 'clipboard-sanitized-write', 'loadstone://app', details),
  ).toBe(false);
});

test('no device is handed out, and no dictionary fetched', () => {
  const device = {} as DevicePermissionHandlerHandlerDetails;
  expect(session.defaultSession.deviceHandler?.(device)).toBe(false);
  expect(session.defaultSession.spellChecker).toBe(false);
});

test('only what the page made itself is saved', () => {
  const save = (url: string): boolean => {
    const event = new FakeEvent();
    session.defaultSession.emit('will-download', event, { getURL: () => url });
    return !event.defaultPrevented;
  };
  expect(save('blob:loadstone://app/5f7a')).toBe(true);
  expect(save('https://example.com/file')).toBe(false);
  expect(save('loadstone://app/index.html')).toBe(false);
});

function isCancelled(url: string): boolean | undefined {
  let cancelled: boolean | undefined;
  session.defaultSession.requestListener?.({ url }, ({ cancel }) => (cancelled = cancel));
  return cancelled;
}

test('nothing is asked of any machine', () => {
  expect(session.defaultSession.requestFilter?.urls).toEqual([
    'http://*/*',
    'https://*/*',
    'ws://*/*',
    'wss://*/*',
  ]);
  expect(isCancelled('https://example.com/')).toBe(true);
  expect(isCancelled('http://127.0.0.1:9000/')).toBe(true);
});

test('in development the page may ask its own server', () => {
  guardSession(pageAddress('http://localhost:5173'));
  expect(isCancelled('http://localhost:5173/main.tsx')).toBe(false);
  expect(isCancelled('ws://localhost:5173/')).toBe(false);
  expect(isCancelled('http://localhost:9000/')).toBe(true);
});
