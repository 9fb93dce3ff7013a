import { describe, expect, it } from 'vitest';
import { firstRule } from './first-rule.ts';

const TEXT = 'version: 1\ngates:\n  - id: wrong, too\n';

describe('the first rule', () => {
  it.each([
    [TEXT, 3, 5],
    ['version: 1\nwaivers:\n  - a\ngates:\n  # why\n  - id: b\n', 6, 5],
    ['gates:\n- { id: b }\n', 2, 3],
    ['version: 1\ngates: []\n', 1, 1],
    ['', 1, 1],
  ])('of %j is at line %d, column %d', (text, line, column) => {
    expect(firstRule(text)).toEqual({ line, column });
  });
});
