import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { isIdentifier } from './identifiers.ts';

/** The same bytes on every machine. */
function bytes(seed: number, length: number): Buffer {
  return createHash('sha512').update(String(seed)).digest().subarray(0, length);
}

function share(make: (seed: number) => string, runs = 2000): number {
  let found = 0;
  for (let seed = 0; seed < runs; seed++) if (isIdentifier(make(seed))) found += 1;
  return found / runs;
}

const BASE36 = '0123456789abcdefghijklmnopqrstuvwxyz';

test.each([
  ['Base64 of 12 bytes', 0.9, (seed: number) => bytes(seed, 12).toString('base64url')],
  ['Base64 of 16 bytes', 0.92, (seed: number) => bytes(seed, 16).toString('base64url')],
  ['Base64 of 32 bytes', 0.98, (seed: number) => bytes(seed, 32).toString('base64url')],
  ['25 of 0-9a-z', 0.94, (seed: number) => Array.from(bytes(seed, 25), (byte) => BASE36[byte % 36]).join('')],
] as const)('random characters are recognised: %s', (_, least, make) => {
  expect(share(make)).toBeGreaterThan(least);
});

test.each([
  'internationalization',
  'getUserProfileByAccountId2',
  'XMLHttpRequestUpload',
  'terms-and-conditions-2024',
  'order_confirmation_page_2',
  'iphone-15-pro-max-256gb-black',
  'CONTENT_SECURITY_POLICY',
  'requestAnimationFrame',
  'HTTPServerConfiguration',
  'checkout-step-2-shipping-address',
  'searchResultsForCategory12',
  'ThisIsAQuiteLongEndpointName',
])('words are not: %s', (word) => {
  expect(isIdentifier(word)).toBe(false);
});

test.each(['abcdefab', 'deadbeef', '1.5', 'v1', '24-7', '2.0.1', '', '-', 'a1b2', '0xyz'])(
  '%s is none',
  (text) => {
    expect(isIdentifier(text)).toBe(false);
  },
);
