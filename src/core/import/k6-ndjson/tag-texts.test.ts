import { describe, expect, it } from 'vitest';
import { IdAllocator } from '../byte-dictionary.ts';
import { TagSets } from '../k6/tag-sets.ts';
import { TextLimit } from '../k6/text-limit.ts';
import { WarningLog } from '../warning-log.ts';
import type { TagText, TagTextLimits } from '../k6/known-texts.ts';
import { TagTexts } from './tag-texts.ts';

function create(limits?: TagTextLimits) {
  const tagSets = new TagSets(new IdAllocator(1), new TextLimit(new WarningLog()));
  const texts = new TagTexts(tagSets, limits);
  const find = (text: string): TagText | null => {
    const bytes = new TextEncoder().encode(`xxx${text}`);
    return texts.find(bytes, new DataView(bytes.buffer), 3, bytes.length);
  };
  return { find, texts, tagSets };
}

describe('TagTexts', () => {
  it('reads a text once', () => {
    const { find } = create();
    const entry = find('{"name":"a"}');
    expect(entry?.tags.tags).toEqual([['name', 'a']]);
    expect(find('{"name":"a"}')).toBe(entry);
    expect(find('{"name":"b"}')).not.toBe(entry);
  });

  it('gives texts of the same meaning the same tag set', () => {
    const { find } = create();
    const tags = find('{"name":"a","url":"b"}')?.tags;
    expect(tags).toBeDefined();
    expect(find('{"url":"b","name":"a"}')?.tags).toBe(tags);
    expect(find('{"url":"b","name":"\\u0061"}')?.tags).toBe(tags);
  });

  it('has entries for no tags', () => {
    const { find, texts, tagSets } = create();
    const empty = texts.empty();
    expect(empty.tags).toBe(tagSets.none);
    expect(find('{}')).toBe(empty);
    expect(find('null')?.tags).toBe(tagSets.none);
  });

  it('takes metadata that follow the tags', () => {
    const { find } = create();
    expect(find('{"name":"a"},"metadata":{"vu":"1"}')?.tags.tags).toEqual([
      ['name', 'a'],
      ['vu', '1'],
    ]);
  });

  it.each([
    '',
    '{',
    '{}}',
    '{"a":"b"},"value":2',
    '{"a":"b"},"time":"2024-01-01T00:00:00Z"',
    '{}},"data":{"tags":{}',
    '"text"',
    '{"a":{"b":"c"}}',
    '{"a":"b\u0001"}',
  ])('leaves %j to the parser of lines', (text) => {
    expect(create().find(text)).toBeNull();
  });

  it('stays bounded and right with more texts than it holds', () => {
    const { find } = create({ entries: 64, bytes: 4096 });
    const usual = find('{"name":"usual"}')?.tags;
    for (let i = 0; i < 5000; i++) {
      expect(find(`{"iter":"${i}"}`)?.tags.value('iter')).toBe(String(i));
      if (i % 20 === 0) expect(find('{"name":"usual"}')?.tags).toBe(usual);
    }
    const long = `{"name":"${'x'.repeat(10_000)}"}`;
    expect(find(long)?.tags.value('name')).toHaveLength(10_000);
    expect(find(long)?.length).toBe(long.length);
  });
});
