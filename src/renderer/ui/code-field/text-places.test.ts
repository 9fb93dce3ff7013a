import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markOf, offsetOf, replacementOf } from './text-places.ts';

const TEXT = 'version: 1\ngates:\n  - id: wrong, too\n';
const problem = (line: number, column: number) => ({ line, column, message: '' });

describe('places in a text', () => {
  it.each([
    [1, 1, 0],
    [2, 1, 11],
    [3, 9, 26],
    // Outside: the nearest place inside.
    [1, 99, 10],
    [4, 5, TEXT.length],
    [99, 1, TEXT.length],
  ])('line %d, column %d is at %d', (line, column, offset) => {
    expect(offsetOf(TEXT, { line, column })).toBe(offset);
  });

  it('marks the word at a place, and something at the end of a line', () => {
    expect(markOf(TEXT, problem(3, 9))).toEqual({ line: 3, indent: 8, length: 5 });
    expect(markOf(TEXT, problem(2, 7))).toEqual({ line: 2, indent: 6, length: 1 });
    expect(markOf(TEXT, problem(99, 9)).line).toBe(4);
    expect(markOf('', problem(1, 1))).toEqual({ line: 1, indent: 0, length: 1 });
  });
});

describe('the stretch that differs', () => {
  it('is the smallest', () => {
    expect(replacementOf('abcd', 'abXcd')).toEqual({ from: 2, to: 2, inserted: 'X' });
    expect(replacementOf('aaa', 'aa')).toEqual({ from: 2, to: 3, inserted: '' });
    expect(replacementOf('same', 'same')).toEqual({ from: 4, to: 4, inserted: '' });
  });

  it('makes the one of the other, whatever they are', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 12 });
    fc.assert(
      fc.property(text, text, (before, after) => {
        const { from, to, inserted } = replacementOf(before, after);
        expect(before.slice(0, from) + inserted + before.slice(to)).toBe(after);
      }),
    );
  });
});
