import { expect, test } from 'vitest';
import { matchingRows, parseRowFilter } from './row-filter.ts';

const names = ['Checkout: address', 'Checkout: place order', 'GET /api/v2/orders/{id}', 'Log in'];
const found = (typed: string) => {
  const rows = matchingRows(parseRowFilter(typed), names);
  return rows === null ? null : [...rows];
};

test('plain text is found anywhere, whatever its case', () => {
  expect(found('checkout')).toEqual([0, 1]);
  expect(found('/api/')).toEqual([2]);
  expect(found('{id}')).toEqual([2]);
});

test('text between slashes is a regular expression', () => {
  expect(found('/^checkout.*order$/')).toEqual([1]);
  expect(found('/^(log|get)/')).toEqual([2, 3]);
  expect(found('/log in')).toEqual([3]);
});

test('nothing typed shows all', () => {
  expect(found('')).toBeNull();
  expect(found('  ')).toBeNull();
  expect(found('/')).toBeNull();
});

test('a wrong expression says so and leaves the rows alone', () => {
  expect(parseRowFilter('/(/').kind).toBe('wrong');
  expect(found('/(/')).toBeNull();
});
