import { describe, expect, test } from 'vitest';
import { pageAddress } from './page-address.ts';

describe('the built page', () => {
  const page = pageAddress(undefined);

  test.each(['loadstone://app/', 'loadstone://app/index.html', 'loadstone://app/?x#y'])('%s is ours', (url) =>
    expect(page.isPage(url)).toBe(true),
  );

  test.each([
    '',
    'about:blank',
    'https://app/',
    'file:///index.html',
    'loadstone://evil/',
    'loadstone://app:1/',
    'loadstone://app/speedscope/index.html',
    'https://example.com/loadstone://app/',
    'data:text/html,loadstone://app/',
  ])('%s is foreign', (url) => expect(page.isPage(url)).toBe(false));
});

test('in development the page is that of the development server, and no other', () => {
  const page = pageAddress('http://localhost:5173');
  expect(page.isBuilt).toBe(false);
  expect(page.isPage('http://localhost:5173/')).toBe(true);
  expect(page.isPage('http://localhost:5174/')).toBe(false);
  expect(page.isPage('loadstone://app/')).toBe(false);
});
