import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '../import/testing/fuzz-runs.ts';
import { labelsOf, transactionKey, type NamedTransaction } from './labelling.ts';

function request(id: number, name: string, method: string | null = null): NamedTransaction {
  return { id, name, method, kind: 'request' };
}

const same = (name: string): string => name;
const noDigits = (name: string): string => name.replace(/\d+/gu, '#');

describe('labels', () => {
  it('join names that become equal into the one that came first', () => {
    const { shown, keptApart, cleanNames } = labelsOf(
      [request(3, '/u/1'), request(5, '/c'), request(7, '/u/2')],
      noDigits,
      true,
    );
    expect(shown).toEqual([
      { id: 3, label: '/u/#', shownAs: null },
      { id: 5, label: '/c', shownAs: null },
      { id: 7, label: '/u/#', shownAs: 3 },
    ]);
    expect(cleanNames).toEqual(['/u/#', '/c', '/u/#']);
    expect(keptApart).toBe(0);
  });

  it('keep kinds and methods apart, and name the method where there are several', () => {
    const { shown } = labelsOf(
      [
        request(1, '/u/1', 'GET'),
        request(2, '/u/2', 'GET'),
        request(3, '/u/3', 'POST'),
        request(4, '/c/1', 'GET'),
        { ...request(5, '/u/4'), kind: 'group' },
      ],
      noDigits,
      true,
    );
    expect(shown.map(({ label, shownAs }) => [label, shownAs])).toEqual([
      ['GET /u/#', null],
      ['GET /u/#', 1],
      ['POST /u/#', null],
      ['/c/#', null],
      ['/u/#', null],
    ]);
  });

  it('of a report stay what they are where they would become one', () => {
    const transactions = [request(1, '/u/1'), request(2, '/u/2'), request(3, '/c/3')];
    expect(labelsOf(transactions, noDigits, false)).toEqual({
      shown: [
        { id: 1, label: '/u/1', shownAs: null },
        { id: 2, label: '/u/2', shownAs: null },
        { id: 3, label: '/c/#', shownAs: null },
      ],
      cleanNames: ['/u/1', '/u/2', '/c/#'],
      keptApart: 2,
    });
    // What one keeps may be what another would become: a and b become c, which d would become too.
    const chain = new Map([
      ['a', 'x'],
      ['b', 'x'],
      ['d', 'a'],
      ['e', 'd'],
    ]);
    const names = ['a', 'b', 'd', 'e'].map((name, index) => request(index + 1, name));
    const labelled = labelsOf(names, (name) => chain.get(name)!, false);
    expect(labelled.shown.map(({ label }) => label)).toEqual(['a', 'b', 'd', 'e']);
    expect(labelled.keptApart).toBe(4);
  });

  it('are what the names give when they are clean before', () => {
    const transactions = fc.uniqueArray(
      fc.record({
        id: fc.nat(1000),
        name: fc.constantFrom('a1', 'a2', 'a', 'b1', 'b', '1', '2'),
        method: fc.constantFrom(null, 'GET', 'POST'),
        kind: fc.constantFrom('request' as const, 'group' as const),
      }),
      { selector: transactionKey, maxLength: 12 },
    );
    fc.assert(
      fc.property(transactions, fc.boolean(), (list, join) => {
        const unique = [...new Map(list.map((transaction) => [transaction.id, transaction])).values()];
        const { shown } = labelsOf(unique, noDigits, join);
        const heads = shown.filter(({ shownAs }) => shownAs === null);
        if (join) {
          const clean = unique
            .map((transaction) => ({ ...transaction, name: noDigits(transaction.name) }))
            .sort((a, b) => a.id - b.id);
          const firsts = [
            ...new Map([...clean].reverse().map((item) => [transactionKey(item), item])).values(),
          ];
          const expected = labelsOf(firsts, same, true).shown;
          const byId = (list: readonly { id: number }[]) => [...list].sort((a, b) => a.id - b.id);
          expect(byId(heads)).toEqual(byId(expected));
          expect(
            shown.every(({ shownAs }) => shownAs === null || heads.some(({ id }) => id === shownAs)),
          ).toBe(true);
        } else {
          expect(heads).toHaveLength(unique.length);
        }
      }),
      { numRuns: fuzzRuns(300) },
    );
  });
});
