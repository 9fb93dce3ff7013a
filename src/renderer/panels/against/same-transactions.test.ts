import { describe, expect, it } from 'vitest';
import { sameTransactions } from './use-against.ts';

const own = [
  { id: 1, label: 'Log in' },
  { id: 2, label: 'Sign out' },
  { id: 3, label: 'Gift wrap' },
];
const theirs = [
  { id: 8, label: 'Log out' },
  { id: 7, label: 'Log in' },
  // The same name, once more as a controller.
  { id: 5, label: 'Log in' },
];
const mapping = [{ baseline: 'Log out', candidate: 'Sign out' }];

describe('the same transactions of the other run', () => {
  it('have the same label, or that of the pair', () => {
    expect(sameTransactions([1], own, theirs, mapping)).toEqual([5, 7]);
    expect(sameTransactions([1, 2], own, theirs, mapping)).toEqual([5, 7, 8]);
  });

  it('are none where the other run has no such name', () => {
    expect(sameTransactions([3], own, theirs, mapping)).toEqual([]);
    expect(sameTransactions([2], own, theirs, [])).toEqual([]);
  });
});
