import type { WebContents } from 'electron';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { guardNavigation } from './navigation-guard.ts';
import { pageAddress } from './page-address.ts';
import { app, FakeEvent, FakeWebContents, resetElectron } from './testing/electron-mock.ts';

vi.mock('electron', () => import('./testing/electron-mock.ts'));

let contents: FakeWebContents;
beforeEach(() => {
  resetElectron();
  guardNavigation(pageAddress(undefined));
  contents = new FakeWebContents();
  app.emit('web-contents-created', new FakeEvent(), contents);
});

function isRefused(event: string, url: string, isMainFrame = true): boolean {
  const navigation = Object.assign(new FakeEvent(), { url, isMainFrame });
  contents.emit(event, navigation);
  return navigation.defaultPrevented;
}

describe.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])('%s', (event) => {
  test.each(['https://example.com/', 'file:///etc/passwd', 'loadstone://other/', 'javascript:alert(1)'])(
    'to %s is refused',
    (url) => expect(isRefused(event, url)).toBe(true),
  );

  test('the page may be loaded again', () => expect(isRefused(event, 'loadstone://app/')).toBe(false));

  test('a frame may go nowhere, not even to the page', () =>
    expect(isRefused(event, 'loadstone://app/', false)).toBe(true));
});

test('no window is opened', () => {
  const details = { url: 'https://example.com/' } as Parameters<
    Parameters<WebContents['setWindowOpenHandler']>[0]
  >[0];
  expect(contents.openHandler?.(details)).toEqual({ action: 'deny' });
});

test('no web view is attached', () => {
  const event = new FakeEvent();
  contents.emit('will-attach-webview', event);
  expect(event.defaultPrevented).toBe(true);
});
