import { expect, test } from 'vitest';
import { playwrightSkipReasons } from './skip-reasons.mjs';

const spec = (status: string, description?: string) => ({
  tests: [{ status, annotations: [{ type: 'skip', ...(description !== undefined && { description }) }] }],
});

test('each reason once, from every depth, of skipped tests only', () => {
  const report = {
    suites: [
      {
        specs: [spec('skipped', 'no binary'), spec('skipped')],
        suites: [{ specs: [spec('skipped', 'no binary')] }],
      },
      { specs: [spec('expected', 'never mind'), spec('skipped', 'no display')] },
    ],
  };
  expect(playwrightSkipReasons(report)).toEqual(['no binary', 'no display']);
});
