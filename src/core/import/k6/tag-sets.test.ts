import { describe, expect, it } from 'vitest';
import { IdAllocator } from '../byte-dictionary.ts';
import { WarningLog } from '../warning-log.ts';
import { NO_TAG_SET } from './stored-tag-sets.ts';
import { TagSets, type TagSetLimits } from './tag-sets.ts';
import { TextLimit } from './text-limit.ts';

function create(limits?: TagSetLimits): { sets: TagSets; warnings: WarningLog } {
  const warnings = new WarningLog();
  return { sets: new TagSets(new IdAllocator(7), new TextLimit(warnings), limits), warnings };
}

describe('TagSets', () => {
  it('gives one set for one content, whatever the order of its members', () => {
    const { sets } = create();
    const first = sets.of({ name: 'a', status: '200' }, undefined);
    expect(first?.id).toBe(7);
    expect(sets.of({ status: '200', name: 'a' }, null)).toBe(first);
    expect(sets.of({ name: 'a', status: '201' }, undefined)?.id).toBe(8);
    expect(sets.takeNew()).toEqual([
      {
        id: 7,
        tags: [
          ['name', 'a'],
          ['status', '200'],
        ],
      },
      {
        id: 8,
        tags: [
          ['name', 'a'],
          ['status', '201'],
        ],
      },
    ]);
    expect(sets.takeNew()).toEqual([]);
  });

  it('has no number for no tags', () => {
    const { sets } = create();
    for (const nothing of [null, undefined, {}]) expect(sets.of(nothing, undefined)?.id).toBe(NO_TAG_SET);
    expect(sets.of({}, {})).toBe(sets.none);
    expect(sets.takeNew()).toEqual([]);
  });

  it('keeps metadata under its own names, and apart where a tag has the name', () => {
    const { sets } = create();
    expect(sets.of({ name: 'a', iter: 'tag' }, { vu: '3', iter: '9' })?.tags).toEqual([
      ['iter', 'tag'],
      ['metadata.iter', '9'],
      ['name', 'a'],
      ['vu', '3'],
    ]);
  });

  it('takes numbers and truth values as texts and leaves out null', () => {
    const { sets } = create();
    expect(sets.of({ status: 200, ok: true, gone: null }, undefined)?.tags).toEqual([
      ['ok', 'true'],
      ['status', '200'],
    ]);
  });

  it('refuses what is no object of texts', () => {
    const { sets } = create();
    for (const wrong of ['a', 1, true, [], ['a'], { a: {} }, { a: ['b'] }]) {
      expect(sets.of(wrong, undefined)).toBeNull();
      expect(sets.of({}, wrong)).toBeNull();
    }
  });

  it('is not confused by the names of object members', () => {
    const { sets } = create();
    const set = sets.of(JSON.parse('{"__proto__":"x","constructor":"y"}'), undefined);
    expect(set?.value('__proto__')).toBe('x');
    expect(set?.value('toString')).toBeUndefined();
  });

  it('cuts long texts', () => {
    const { sets, warnings } = create();
    const set = sets.of({ name: 'é'.repeat(100_000) }, undefined);
    expect(new TextEncoder().encode(set?.value('name'))).toHaveLength(64 << 10);
    expect(warnings.list()).toMatchObject([{ code: 'text-cut', count: 1 }]);
  });

  it('keeps sets in use, forgets the others, and gives a forgotten one the number that it had', () => {
    const { sets } = create({ entries: 100, units: 1 << 20 });
    const usual = sets.of({ name: 'usual' }, undefined);
    const once = sets.of({ name: 'once' }, undefined);
    for (let i = 0; i < 1000; i++) {
      sets.of({ iter: String(i) }, undefined);
      if (i % 50 === 0) expect(sets.of({ name: 'usual' }, undefined)).toBe(usual);
    }
    const again = sets.of({ name: 'once' }, undefined);
    expect(again).not.toBe(once);
    expect(again?.id).toBe(once?.id);
    expect(again?.contentId).not.toBe(once?.contentId);
    expect(sets.takeNew()).toHaveLength(1002);
  });

  it('is bounded by the length of texts too', () => {
    const { sets } = create({ entries: 1_000_000, units: 10_000 });
    const first = sets.of({ name: 'x'.repeat(4000) }, undefined);
    for (const name of ['y', 'z', 'a', 'b']) sets.of({ name: name.repeat(4000) }, undefined);
    expect(sets.of({ name: 'x'.repeat(4000) }, undefined)).not.toBe(first);
  });

  it('takes very many tags in no more than sensible time', () => {
    const { sets } = create();
    const names = Array.from({ length: 100_000 }, (_, i) => `tag${String(100_000 - i).padStart(6, '0')}`);
    const tags = Object.fromEntries(names.map((name) => [name, 'x']));
    const set = sets.of(tags, tags);
    expect(set?.tags).toHaveLength(200_000);
    expect(set?.tags.slice(0, 1)).toEqual([['metadata.tag000001', 'x']]);
  });

  it('collects scenario names, not without end', () => {
    const { sets } = create();
    for (let i = 0; i < 80; i++) sets.of({ scenario: `s${i % 70}` }, undefined);
    sets.of({ scenario: '' }, undefined);
    expect(sets.scenarios.size).toBe(50);
  });
});
