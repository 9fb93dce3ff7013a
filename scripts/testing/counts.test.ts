import { describe, expect, test } from 'vitest';
import { countCheck, countPlaywright, countVitest, sum } from './counts.mjs';

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((result) => ({ status: result })),
});

test('countCheck', () => {
  expect(countCheck(0)).toEqual({ passed: 1, failed: 0, skipped: 0 });
  expect(countCheck(2)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

describe('countVitest', () => {
  test.each<[string, Parameters<typeof countVitest>, ReturnType<typeof countVitest>]>([
    [
      'passed, skipped and to do',
      [{ testResults: [file('passed', 'passed', 'pending', 'todo'), file('passed', 'passed')] }, 0],
      { passed: 2, failed: 0, skipped: 2 },
    ],
    [
      'a failed test counts once',
      [{ testResults: [file('failed', 'passed', 'failed')] }, 1],
      { passed: 1, failed: 1, skipped: 0 },
    ],
    [
      'a file that cannot be loaded',
      [{ testResults: [file('failed')] }, 1],
      { passed: 0, failed: 1, skipped: 0 },
    ],
    [
      'an error outside of the tests',
      [{ testResults: [file('passed', 'passed')] }, 1],
      { passed: 1, failed: 1, skipped: 0 },
    ],
    ['no report', [undefined, 1], { passed: 0, failed: 1, skipped: 0 }],
  ])('%s', (_name, [report, exitCode], counts) => {
    expect(countVitest(report, exitCode)).toEqual(counts);
  });
});

describe('countPlaywright', () => {
  const stats = { expected: 3, unexpected: 0, flaky: 0, skipped: 1 };
  test.each<[string, Parameters<typeof countPlaywright>, ReturnType<typeof countPlaywright>]>([
    ['passed and skipped', [{ stats, errors: [] }, 0], { passed: 3, failed: 0, skipped: 1 }],
    [
      'failed, and passed only when tried again',
      [{ stats: { ...stats, unexpected: 2, flaky: 1 }, errors: [] }, 1],
      { passed: 3, failed: 3, skipped: 1 },
    ],
    ['a spec that cannot be loaded', [{ stats, errors: [{}] }, 1], { passed: 3, failed: 1, skipped: 1 }],
    ['no report', [undefined, 1], { passed: 0, failed: 1, skipped: 0 }],
  ])('%s', (_name, [report, exitCode], counts) => {
    expect(countPlaywright(report, exitCode)).toEqual(counts);
  });
});

test('sum', () => {
  const counts = { passed: 1, failed: 2, skipped: 3 };
  expect(sum([])).toEqual({ passed: 0, failed: 0, skipped: 0 });
  expect(sum([counts, counts])).toEqual({ passed: 2, failed: 4, skipped: 6 });
});
