import { expect, test } from 'vitest';
import { formatSummary } from './summary.mjs';

test('ends with the line that other programs read', () => {
  const text = formatSummary([
    { name: 'types', counts: { passed: 1, failed: 0, skipped: 0 }, seconds: 4.21 },
    {
      name: 'unit',
      counts: { passed: 40, failed: 2, skipped: 5 },
      seconds: 12.5,
      skipReasons: ['corpus tests skipped: not found'],
    },
    {
      name: 'e2e',
      counts: { passed: 0, failed: 1, skipped: 0 },
      seconds: 0,
      note: 'not run: build failed',
    },
  ]);
  expect(text.split('\n')).toEqual([
    '',
    'step            passed  failed skipped       time',
    'types                1       0       0      4.2 s',
    'unit                40       2       5     12.5 s',
    'e2e                  0       1       0      0.0 s  not run: build failed',
    '',
    '5 skipped',
    'corpus tests skipped: not found',
    '41 passed, 3 failed',
  ]);
});
