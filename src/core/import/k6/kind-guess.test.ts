import { describe, expect, it } from 'vitest';
import { KindGuess } from './kind-guess.ts';

const guessOf = (...values: number[]) => {
  const guess = new KindGuess();
  for (const value of values) guess.note(value);
  return guess;
};

describe('KindGuess', () => {
  it.each([
    [[0, 1, 1], 'rate'],
    [[0], 'rate'],
    [[1, 1], 'counter'],
    [[1, 2], 'trend'],
    [[0, 1, 0.5], 'trend'],
    [[-1], 'trend'],
  ])('takes %j for a %s-like metric', (values, kind) => {
    expect(guessOf(...values).settle()).toBe(kind);
  });

  it('keeps what was settled, and knows when it was wrong', () => {
    const guess = guessOf(0, 1);
    expect(guess.settle()).toBe('rate');
    guess.note(0);
    expect(guess.isRefuted).toBe(false);
    guess.note(3);
    expect(guess.isRefuted).toBe(true);
    expect(guess.settle()).toBe('rate');
  });
});
