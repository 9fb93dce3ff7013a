import { describe, expect, it } from 'vitest';
import { IdAllocator } from '../byte-dictionary.ts';
import { MAX_TAG_SETS, MAX_TAG_VALUES, MORE_VALUES, TagSets, type TagColumn } from './tag-sets.ts';
import { hashText } from '../jmeter-csv/text-hash.ts';

const column = (key: string, omit: string | null = null): TagColumn => ({ key, omit });

function entryOf(sets: TagSets, tag: number, text: string): number {
  if (text === '') return -1;
  const bytes = new TextEncoder().encode(text);
  const words = new DataView(bytes.buffer);
  const entry = sets.values[tag]!.entryOf(bytes, words, 0, bytes.length, hashText(words, 0, bytes.length));
  return entry < 0 ? -2 : entry;
}

function idsOf(sets: TagSets, rows: readonly (readonly string[])[], first = 0): number[] {
  const texts = Array.from({ length: first + sets.values.length }, () =>
    new Int32Array(rows.length).fill(99),
  );
  rows.forEach((row, i) => row.forEach((text, tag) => (texts[first + tag]![i] = entryOf(sets, tag, text))));
  const ids = new Int32Array(rows.length);
  sets.idsOf(texts, first, rows.length, ids);
  return [...ids];
}

describe('TagSets', () => {
  it('numbers combinations and tells each once', () => {
    const sets = new TagSets([column('user'), column('region')], new IdAllocator(10));
    const rows = [
      ['ann', 'north'],
      ['ann', 'north'],
      ['bob', 'north'],
      ['ann', ''],
      ['ann', 'north'],
    ];
    expect(idsOf(sets, rows, 6)).toEqual([10, 10, 11, 12, 10]);
    expect(sets.takeNew()).toEqual([
      {
        id: 10,
        tags: [
          ['user', 'ann'],
          ['region', 'north'],
        ],
      },
      {
        id: 11,
        tags: [
          ['user', 'bob'],
          ['region', 'north'],
        ],
      },
      { id: 12, tags: [['user', 'ann']] },
    ]);
    expect(sets.takeNew()).toEqual([]);
  });

  it('has no set for rows without tags, and none for values that say nothing', () => {
    const sets = new TagSets([column('user'), column('SampleCount', '1')], new IdAllocator(1));
    expect(
      idsOf(sets, [
        ['', ''],
        ['', '1'],
        ['', '2'],
        ['ann', '1'],
      ]),
    ).toEqual([-1, -1, 1, 2]);
    expect(sets.takeNew().map(({ tags }) => tags)).toEqual([[['SampleCount', '2']], [['user', 'ann']]]);
  });

  it('gathers values beyond the limit', () => {
    const sets = new TagSets([column('order')], new IdAllocator(1));
    const rows = Array.from({ length: MAX_TAG_VALUES + 3 }, (_, i) => [`order ${i}`]);
    const ids = idsOf(sets, rows);
    expect(new Set(ids.slice(-3)).size).toBe(1);
    expect(sets.takeNew().at(-1)).toEqual({ id: ids.at(-1), tags: [['order', MORE_VALUES]] });
    expect(sets.droppedRows).toBe(0);
  });

  it('drops and counts combinations beyond the limit', () => {
    const sets = new TagSets([column('a'), column('b')], new IdAllocator(1));
    const rows = Array.from({ length: MAX_TAG_SETS + 2 }, (_, i) => [
      `a${i % 500}`,
      `b${Math.floor(i / 500)}`,
    ]);
    const ids = idsOf(sets, [...rows, rows.at(-1)!, rows[0]!]);
    expect(ids.slice(-4)).toEqual([-1, -1, -1, 1]);
    expect(sets.droppedRows).toBe(3);
  });

  it('takes one more column at any time', () => {
    const sets = new TagSets([column('user')], new IdAllocator(1));
    expect(idsOf(sets, [['ann'], ['']])).toEqual([1, -1]);
    sets.addColumn(column('region'));
    expect(
      idsOf(sets, [
        ['ann', ''],
        ['ann', 'north'],
        ['', 'north'],
        ['ann', 'north'],
      ]),
    ).toEqual([2, 3, 4, 3]);
    expect(sets.takeNew().map(({ tags }) => Object.fromEntries(tags))).toEqual([
      { user: 'ann' },
      { user: 'ann' },
      { user: 'ann', region: 'north' },
      { region: 'north' },
    ]);
  });
});
