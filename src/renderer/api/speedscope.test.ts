import { afterEach, describe, expect, it, vi } from 'vitest';
import type { DesktopApi } from '#shared/contract/desktop.ts';
import { findSpeedscope } from './speedscope.ts';

afterEach(() => vi.unstubAllGlobals());

function answer(body: unknown, status = 200): void {
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(JSON.stringify(body), { status })));
}

describe('in the browser host', () => {
  it.each(['http://localhost:4711', 'http://127.0.0.1:4711'])('it is a page at %s', async (origin) => {
    answer({ origin });
    expect(await findSpeedscope(null)).toEqual({ kind: 'page', origin });
  });

  it.each([
    'https://www.speedscope.app',
    'http://localhost:4711/other',
    'http://localhost.evil.example:80',
    'http://user@localhost:4711',
    'javascript:alert(1)',
  ])('it is not at %s', async (origin) => {
    answer({ origin });
    expect(await findSpeedscope(null)).toBeNull();
  });

  it('there is none where the host has none, or does not answer', async () => {
    answer({}, 404);
    expect(await findSpeedscope(null)).toBeNull();
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
    expect(await findSpeedscope(null)).toBeNull();
  });
});

describe('in the desktop shell', () => {
  const shell = (hasSpeedscope: () => Promise<boolean>) => {
    const openInSpeedscope = vi.fn<DesktopApi['openInSpeedscope']>(() => Promise.resolve());
    return {
      openInSpeedscope,
      desktop: { hasSpeedscope, openInSpeedscope } as unknown as DesktopApi<File>,
    };
  };

  it('it is a window', async () => {
    const { desktop, openInSpeedscope } = shell(() => Promise.resolve(true));
    const place = await findSpeedscope(desktop);
    expect(place?.kind).toBe('window');
    const profile = { name: 'a.json', bytes: Uint8Array.of(1) };
    if (place?.kind === 'window') await place.open(profile);
    expect(openInSpeedscope).toHaveBeenCalledExactlyOnceWith(profile);
  });

  it('there is none where the shell says so, or fails', async () => {
    expect(await findSpeedscope(shell(() => Promise.resolve(false)).desktop)).toBeNull();
    expect(await findSpeedscope(shell(() => Promise.reject(new Error('gone'))).desktop)).toBeNull();
  });
});
