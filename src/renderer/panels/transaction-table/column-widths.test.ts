import { expect, test } from 'vitest';
import { figureWidth } from './column-widths.ts';

test('makes room for the widest text, and for the least', () => {
  expect(figureWidth(['0'], 48)).toBe(48);
  expect(figureWidth(['49', '31,170'], 48)).toBe(56);
  expect(figureWidth([], 48)).toBe(48);
});
