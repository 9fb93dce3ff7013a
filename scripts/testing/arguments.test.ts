import { expect, test } from 'vitest';
import { selectSteps } from './arguments.mjs';
import { steps } from './steps.mjs';

const names = (...args: string[]) => selectSteps(args, steps).map(({ name }) => name);

test('all steps without a choice, each after what it needs', () => {
  const all = names();
  expect(all).toEqual(steps.map(({ name }) => name));
  for (const { name, after } of steps) {
    for (const needed of after) expect(all.indexOf(needed)).toBeLessThan(all.indexOf(name));
  }
});

test('the chosen ones in their own order', () => {
  expect(names('--only', 'e2e,types')).toEqual(['types', 'e2e']);
  expect(names('--only=unit')).toEqual(['unit']);
});

test.each([[['--only', 'typos']], [['--only']], [['unit']], [['--only', 'unit', 'more']]])(
  'refuses %j',
  (args) => {
    expect(() => selectSteps(args, steps)).toThrow(expect.objectContaining({ exitCode: 2 }));
  },
);
