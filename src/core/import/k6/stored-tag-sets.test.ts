import { describe, expect, it } from 'vitest';
import { IdAllocator } from '../byte-dictionary.ts';
import { WarningLog } from '../warning-log.ts';
import { NO_TAG_SET, StoredTagSets } from './stored-tag-sets.ts';

const limits = { values: 50, names: 10, sets: 400, units: 10_000 };
const create = (changes: Partial<typeof limits> = {}) =>
  new StoredTagSets(new IdAllocator(7), { ...limits, ...changes });

function warningsOf(sets: StoredTagSets) {
  const warnings = new WarningLog();
  sets.addWarnings(warnings);
  return warnings.list();
}

describe('StoredTagSets', () => {
  it('numbers sets by their tags', () => {
    const sets = create();
    expect(sets.idOf([['name', 'a']])).toBe(7);
    expect(sets.idOf([['name', 'b']])).toBe(8);
    expect(sets.idOf([['name', 'a']])).toBe(7);
    expect(sets.idOf([['url', 'a']])).toBe(9);
    expect(sets.idOf([])).toBe(NO_TAG_SET);
    expect(sets.takeNew().map(({ id, tags }) => [id, tags])).toEqual([
      [7, [['name', 'a']]],
      [8, [['name', 'b']]],
      [9, [['url', 'a']]],
    ]);
    expect(sets.takeNew()).toEqual([]);
    expect(warningsOf(sets)).toEqual([]);
  });

  it('leaves a tag out once it has too many values, and keeps the others', () => {
    const sets = create();
    for (let i = 0; i < 1000; i++) {
      sets.idOf([
        ['iter', String(i)],
        ['name', `n${i % 3}`],
      ]);
    }
    const stored = sets.takeNew();
    expect(stored).toHaveLength(limits.values + 3);
    expect(stored.at(-1)!.tags.map(([name]) => name)).toEqual(['name']);
    expect(warningsOf(sets)).toMatchObject([
      { code: 'many-tag-values', message: expect.stringContaining(': iter.') as string, count: 1 },
    ]);
  });

  it('leaves out what makes the sets many before they are too many', () => {
    const sets = create({ values: 10_000 });
    const missing = { before: 0, after: 0 };
    for (let i = 0; i < 5000; i++) {
      const id = sets.idOf([
        ['iter', String(i)],
        ['name', `n${i % 4}`],
        ['vu', String(i % 9)],
      ]);
      if (id === NO_TAG_SET) missing[i < 200 ? 'before' : 'after'] += 1;
    }
    expect(missing).toEqual({ before: 0, after: 0 });
    const stored = sets.takeNew();
    expect(stored).toHaveLength(200 + 4 * 9);
    expect(stored.at(-1)!.tags.map(([name]) => name)).toEqual(['name', 'vu']);
  });

  it('is bounded by sets, names and lengths', () => {
    const sets = create({ sets: 1000 });
    for (let i = 0; i < 3000; i++) {
      sets.idOf([
        ['a', String(i % 2)],
        ['b', String((i >> 1) % 2)],
        ...Array.from({ length: 8 }, (_, bit): [string, string] => [`c${bit}`, String((i >> (bit + 2)) % 2)]),
      ]);
    }
    expect(sets.takeNew()).toHaveLength(1000);
    expect(warningsOf(sets)).toMatchObject([{ code: 'many-tags' }]);

    const names = create();
    for (let i = 0; i < 100; i++) names.idOf([[`name${i}`, 'x']]);
    expect(names.takeNew()).toHaveLength(limits.names);
    expect(warningsOf(names)).toMatchObject([{ code: 'many-tag-names', count: 90 }]);

    const long = create();
    long.idOf([['name', 'x'.repeat(9000)]]);
    expect(long.idOf([['name', 'y'.repeat(9000)]])).toBe(NO_TAG_SET);
    expect(warningsOf(long)).toMatchObject([{ code: 'many-tag-values' }]);
    expect(long.idOf([['url', 'z'.repeat(9000)]])).not.toBe(NO_TAG_SET);
  });

  it('takes sets of any number of tags', () => {
    const sets = create({ names: 1000 });
    const tags = Array.from({ length: 200 }, (_, i): [string, string] => [`t${i}`, 'x']);
    const id = sets.idOf(tags);
    expect(sets.idOf(tags)).toBe(id);
    expect(sets.idOf(tags.slice(1))).not.toBe(id);
  });
});
