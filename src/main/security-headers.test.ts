import { expect, test } from 'vitest';
import { securityHeaders as browserHost } from '../hosts/browser/security-headers.ts';
import { securityHeaders } from './security-headers.ts';

test('the policy is that of the browser host without its socket', () => {
  const withoutSocket = Object.entries(browserHost(4000)).map(([name, value]) => [
    name,
    value.replaceAll(/ ws:\/\/[\w.]+:4000/gu, ''),
  ]);
  expect(securityHeaders).toEqual(Object.fromEntries(withoutSocket));
});

test('no script but our own runs, and nothing is asked of another machine', () => {
  const policy = securityHeaders['content-security-policy'];
  expect(policy).not.toMatch(/unsafe|https?:|ws:|\*/u);
});
