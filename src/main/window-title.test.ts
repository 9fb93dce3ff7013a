import { expect, test } from 'vitest';
import { cleanTitle } from './window-title.ts';

test.each([
  ['checkout-4.18 - Loadstone', 'checkout-4.18 - Loadstone'],
  ['', 'Loadstone'],
  [' \n\t ', 'Loadstone'],
  ['two\r\nlines\u2028three', 'two lines three'],
  ['bell\u0007', 'bell'],
  ['report\u202efdp.exe', 'reportfdp.exe'],
  ['Übersicht 測試 👩‍💻', 'Übersicht 測試 👩‍💻'],
])('%j becomes %j', (title, clean) => expect(cleanTitle(title)).toBe(clean));

test('a title has an end', () => {
  const clean = cleanTitle('😀'.repeat(1000));
  expect(Array.from(clean)).toHaveLength(200);
  expect(clean.endsWith('…')).toBe(true);
});
