import { describe, expect, it } from 'vitest';
import type { TransactionKind } from '#shared/model/run.ts';
import { matchTransactions, type NamedRun } from './transaction-matching.ts';

function run(labels: readonly (string | readonly [string, TransactionKind])[], firstId = 1): NamedRun {
  return {
    run: { countedKind: 'request' },
    transactions: labels.map((entry, index) => {
      const [label, kind] = typeof entry === 'string' ? ([entry, 'request'] as const) : entry;
      return { id: firstId + index, label, kind };
    }),
  };
}

const pairs = (a: NamedRun, b: NamedRun, mapping: { baseline: string; candidate: string }[] = []) =>
  matchTransactions([a], [b], mapping).matched.map(({ label, candidateLabel }) => [
    label,
    candidateLabel ?? label,
  ]);

describe('transactions of both sides', () => {
  it('equal labels first, a mapping before them, the rest is added or removed', () => {
    const result = matchTransactions(
      [run(['a', 'b', 'old'])],
      [run(['b', 'a', 'new'], 10)],
      [
        { baseline: 'old', candidate: 'a' },
        { baseline: 'nobody', candidate: 'b' },
      ],
    );
    expect(result.matched).toEqual(
      [
        { label: 'b', candidateLabel: null, baselineIds: [2], candidateIds: [10] },
        { label: 'old', candidateLabel: 'a', baselineIds: [3], candidateIds: [11] },
      ].sort((x, y) => x.baselineIds[0]! - y.baselineIds[0]!),
    );
    expect(result).toMatchObject({ added: ['new'], removed: ['a'], alike: [] });
  });

  it.each([
    ['GET /api/cart', 'https://shop.example.com/api/cart'],
    ['GET /api/items/42', 'http://10.0.0.1:8080/api/items/17?x=1'],
    ['Add to cart', 'add_to-cart'],
    ['/login/', 'POST /login'],
  ])('%s is %s of another tool', (a, b) => {
    expect(pairs(run([a, 'other one']), run([b, 'something else']))).toEqual([[a, b]]);
  });

  it('likeness that is not unique pairs nothing', () => {
    const result = matchTransactions(
      [run(['GET /cart', 'POST /cart'])],
      [run(['https://x.example/cart'])],
      [],
    );
    expect(result.matched).toEqual([]);
    expect(result).toMatchObject({ removed: ['GET /cart', 'POST /cart'], added: ['https://x.example/cart'] });
  });

  it('of several kinds with one label the counted one; sub-results are parts', () => {
    const side = run([
      ['buy', 'transaction'],
      ['buy', 'request'],
      ['buy-0', 'sub-result'],
      ['flow', 'transaction'],
    ]);
    const { matched } = matchTransactions([side], [side], []);
    expect(matched.map(({ label, baselineIds }) => [label, baselineIds[0]])).toEqual([
      ['buy', 2],
      ['flow', 4],
    ]);
  });

  it('several runs of a side: a label that one lacks has no number there', () => {
    const { matched } = matchTransactions([run(['a', 'b']), run(['a'], 5)], [run(['a', 'b'], 9)], []);
    expect(matched.map(({ baselineIds }) => baselineIds)).toEqual([
      [1, 5],
      [2, null],
    ]);
  });

  it('sees labels that were cleaned on one side only', () => {
    const cleaned = run(['GET /user/{id}', 'home']);
    const raw = run(['GET /user/8231', 'GET /user/99', 'home']);
    const found = { cleaned: 'GET /user/{id}', raw: ['GET /user/8231', 'GET /user/99'] };
    expect(matchTransactions([cleaned], [raw], []).differentlyCleaned).toEqual([
      { ...found, rawSide: 'candidate' },
    ]);
    expect(matchTransactions([raw], [cleaned], []).differentlyCleaned).toEqual([
      { ...found, rawSide: 'baseline' },
    ]);
    expect(matchTransactions([raw], [raw], []).differentlyCleaned).toEqual([]);
    expect(matchTransactions([cleaned], [cleaned], []).differentlyCleaned).toEqual([]);
  });

  it.each([
    '/user/{userId}/cart',
    '/user/:id/cart',
    '/user/${id}/cart',
    '/user/<id>/cart',
    '/user/[id]/cart',
    '/user/*/cart',
    'https://shop.example.com/user/{{id}}/cart',
  ])('%s is what a tool makes of an id', (cleaned) => {
    const side = (label: string) => run([label, 'home']);
    expect(
      matchTransactions([side('/user/8231/cart')], [side(cleaned)], []).differentlyCleaned,
    ).toMatchObject([{ cleaned, raw: ['/user/8231/cart'] }]);
    // Two ways to write it are one transaction, and nothing that one side lacks.
    const both = matchTransactions([side('/user/{id}/cart')], [side(cleaned)], []);
    expect(both.differentlyCleaned).toEqual([]);
    expect(both.matched).toHaveLength(2);
  });

  it('a query that one side leaves out is one of several labels, or a label of its own', () => {
    const plain = run(['/search']);
    const two = run(['/search?page=1', '/search?page=2']);
    expect(matchTransactions([plain], [two], []).differentlyCleaned).toMatchObject([{ cleaned: '/search' }]);
    const one = matchTransactions([plain], [run(['/search?page=1'])], []);
    expect(one).toMatchObject({ differentlyCleaned: [], alike: [['/search', '/search?page=1']] });
  });

  it('what a person paired, and what both sides have, is no matter', () => {
    const [a, b] = [run(['/user/8231', '/user/7']), run(['/user/{id}', '/user/7'])];
    expect(matchTransactions([a], [b], []).differentlyCleaned).toMatchObject([{ raw: ['/user/8231'] }]);
    const mapping = [{ baseline: '/user/8231', candidate: '/user/{id}' }];
    expect(matchTransactions([a], [b], mapping).differentlyCleaned).toEqual([]);
  });
});
