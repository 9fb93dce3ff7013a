import { expect, it } from 'vitest';
import { chanceOfNoSlower } from './session-risk.ts';

it('is the percentile to the power of the requests', () => {
  expect(chanceOfNoSlower(99, 0)).toBe(1);
  expect(chanceOfNoSlower(99, 1)).toBe(0.99);
  expect(chanceOfNoSlower(99, 50)).toBeCloseTo(0.605_006, 6);
  expect(chanceOfNoSlower(99, 69)).toBeLessThan(0.5);
  expect(chanceOfNoSlower(99, 68)).toBeGreaterThan(0.5);
});

it('knows the ends', () => {
  expect(chanceOfNoSlower(100, 1000)).toBe(1);
  expect(chanceOfNoSlower(0, 3)).toBe(0);
});
