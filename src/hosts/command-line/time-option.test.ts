import { expect, test } from 'vitest';
import { parseTime } from './time-option.ts';
import { UsageError } from './usage.ts';

const start = Date.UTC(2026, 2, 14, 1, 0, 4) * 1000;

test.each([
  ['90s', 90_000],
  ['5m', 300_000],
  ['1h30m', 5_400_000],
  ['250ms', 250],
  ['1.5s', 1500],
  ['2026-03-14T01:00:09Z', 5000],
  ['2026-03-14T02:00:04.250+01:00', 250],
])('%s is %d ms after the start', (text, ms) => {
  expect(parseTime('--from', text, start)).toBe(ms);
});

test('nonsense, and instants in a run without time stamps, are usage errors', () => {
  expect(() => parseTime('--from', 'soon', start)).toThrow(UsageError);
  expect(() => parseTime('--from', '5 parsecs', start)).toThrow('--from');
  expect(() => parseTime('--to', '2026-03-14T01:00:09Z', null)).toThrow('no time stamps');
  expect(parseTime('--to', '5m', null)).toBe(300_000);
});
