import { expect, test } from 'vitest';
import { RestartPolicy } from './restart-policy.ts';

test('three new starts within a minute, each later than the one before, then none', () => {
  const policy = new RestartPolicy();
  expect([0, 1000, 2000, 3000].map((at) => policy.afterCrash(at))).toEqual([250, 1000, 4000, null]);
});

test('a crash now and then is always followed by a start', () => {
  const policy = new RestartPolicy();
  expect([0, 60_000, 120_000, 180_000].map((at) => policy.afterCrash(at))).toEqual([250, 250, 250, 250]);
});

test('a start by hand counts from the beginning', () => {
  const policy = new RestartPolicy();
  for (const at of [0, 1, 2, 3]) policy.afterCrash(at);
  policy.forget();
  expect(policy.afterCrash(4)).toBe(250);
});
