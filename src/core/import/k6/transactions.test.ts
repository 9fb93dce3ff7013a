import { describe, expect, it } from 'vitest';
import { MORE_NAMES, Transactions } from './transactions.ts';

describe('Transactions', () => {
  it('are told apart by name, kind and method', () => {
    const transactions = new Transactions();
    expect(transactions.idOf('a', 'request', 'GET')).toBe(0);
    expect(transactions.idOf('a', 'request', 'POST')).toBe(1);
    expect(transactions.idOf('a', 'group', null)).toBe(2);
    expect(transactions.idOf('a', 'request', 'GET')).toBe(0);
    expect(transactions.takeNew().map(({ localId, kind, method }) => [localId, kind, method])).toEqual([
      [0, 'request', 'GET'],
      [1, 'request', 'POST'],
      [2, 'group', null],
    ]);
    expect(transactions.overflow).toBe(0);
  });

  it('share one name per kind beyond the limit; those that are known keep theirs', () => {
    const transactions = new Transactions(3);
    for (let i = 0; i < 1000; i++) transactions.idOf(`url ${i}`, 'request', i % 2 === 0 ? 'GET' : 'POST');
    transactions.idOf('g', 'group', null);
    expect(transactions.idOf('url 1', 'request', 'POST')).toBe(1);
    expect(transactions.overflow).toBe(998);
    expect(transactions.takeNew().map(({ name, kind, method }) => [name, kind, method])).toEqual([
      ['url 0', 'request', 'GET'],
      ['url 1', 'request', 'POST'],
      ['url 2', 'request', 'GET'],
      [MORE_NAMES, 'request', null],
      [MORE_NAMES, 'group', null],
    ]);
  });

  it('are bounded by the length of names, too', () => {
    const transactions = new Transactions();
    for (let i = 0; i < 400; i++) transactions.idOf(`${i}${'x'.repeat(65_000)}`, 'request', null);
    expect(transactions.takeNew().length).toBeLessThan(300);
  });
});
