import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteDictionary, hashBytes, IdAllocator, NO_ENTRY, type NewTexts } from './byte-dictionary.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

function idOf(dictionary: ByteDictionary, text: string): number {
  const bytes = encoder.encode(text);
  return dictionary.idOf(bytes, 0, bytes.length, hashBytes(bytes, 0, bytes.length));
}

function textsOf(lists: readonly NewTexts[]): [number, string][] {
  return lists.flatMap(({ ids, bytes, offsets }) =>
    Array.from(ids, (id, i): [number, string] => [
      id,
      decoder.decode(bytes.subarray(offsets[i], offsets[i + 1])),
    ]),
  );
}

describe('ByteDictionary', () => {
  it('gives equal texts one number and different texts different ones', () => {
    const dictionary = new ByteDictionary(new IdAllocator(7));
    expect(['a', 'b', 'a', '', 'b', ''].map((text) => idOf(dictionary, text))).toEqual([7, 8, 7, 9, 8, 9]);
  });

  it('tells the numbers of many entries, and how many there are not', () => {
    const dictionary = new ByteDictionary(new IdAllocator(7));
    for (const text of ['a', 'b', 'c']) idOf(dictionary, text);
    const ids = Int32Array.of(0, 0, 0, 0, 0, 0);
    expect(dictionary.idsAt(Int32Array.of(0, 2, -1, 1, -2, 0), 1, 5, ids, 2)).toBe(2);
    expect([...ids]).toEqual([0, 0, 9, 0, 8, 0]);
  });

  it('copies the numbers of entries, and tells when they are others', () => {
    const dictionary = new ByteDictionary(new IdAllocator(7), { entries: 2, bytes: 100 });
    const numbers = new Int32Array(3);
    for (const text of ['a', 'b']) idOf(dictionary, text);
    dictionary.copyIds(1, numbers);
    expect([...numbers]).toEqual([0, 8, 0]);
    expect(dictionary.renewals).toBe(0);
    idOf(dictionary, 'c');
    expect(dictionary.renewals).toBe(1);
    dictionary.copyIds(0, numbers);
    expect([...numbers]).toEqual([9, 8, 0]);
  });

  it('keeps texts apart whose hashes are equal', () => {
    const dictionary = new ByteDictionary(new IdAllocator(0));
    const bytes = encoder.encode('onetwothree');
    const words = new DataView(bytes.buffer);
    const entries = [
      [0, 3],
      [3, 6],
      [6, 11],
      [0, 3],
      [0, 6],
    ].map(([from, to]) => dictionary.entryOf(bytes, words, from!, to!, 42));
    expect(entries).toEqual([0, 1, 2, 0, 3]);
    expect(dictionary.count).toBe(4);
  });

  it('compares all bytes of texts of any length and place', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 12 }), { maxLength: 40 }),
        fc.nat(5),
        (texts, shift) => {
          const dictionary = new ByteDictionary(new IdAllocator(0));
          const numbers = new Map<string, number>();
          for (const text of texts) {
            // The texts stand at odd places in a larger buffer, between other bytes.
            const source = new Uint8Array(text.length + shift + 4).fill(0xaa);
            source.set(text, shift);
            const end = shift + text.length;
            const id = dictionary.idOf(source, shift, end, hashBytes(source, shift, end));
            const key = text.join(',');
            expect(id).toBe(numbers.get(key) ?? numbers.size);
            numbers.set(key, id);
          }
        },
      ),
    );
  });

  it('hands over each new text once', () => {
    const dictionary = new ByteDictionary(new IdAllocator(1));
    idOf(dictionary, 'über');
    idOf(dictionary, '');
    expect(textsOf(dictionary.takeNew())).toEqual([
      [1, 'über'],
      [2, ''],
    ]);
    expect(dictionary.takeNew()).toEqual([]);
    idOf(dictionary, 'über');
    idOf(dictionary, 'next');
    expect(textsOf(dictionary.takeNew())).toEqual([[3, 'next']]);
  });

  it('grows over its first sizes', () => {
    const dictionary = new ByteDictionary(new IdAllocator(0));
    const texts = Array.from({ length: 20_000 }, (_, i) => `text number ${i}`);
    const ids = texts.map((text) => idOf(dictionary, text));
    expect(ids).toEqual(texts.map((_, i) => i));
    expect(texts.map((text) => idOf(dictionary, text))).toEqual(ids);
    expect(textsOf(dictionary.takeNew()).map(([, text]) => text)).toEqual(texts);
  });

  it('answers about its entries', () => {
    const dictionary = new ByteDictionary(new IdAllocator(100));
    const bytes = encoder.encode('-label-');
    const words = new DataView(bytes.buffer);
    expect(dictionary.find(words, 1, 6, 5)).toBe(NO_ENTRY);
    const entry = dictionary.entryOf(bytes, words, 1, 6, 5);
    expect(dictionary.find(words, 1, 6, 5)).toBe(entry);
    expect(dictionary.idAt(entry)).toBe(100);
    expect(dictionary.lengthAt(entry)).toBe(5);
    expect(decoder.decode(dictionary.textAt(entry))).toBe('label');
    expect(dictionary.firstByteAt(entry)).toBe('l'.charCodeAt(0));
    expect(dictionary.matches(entry, words, 1)).toBe(true);
    expect(dictionary.matches(entry, words, 0)).toBe(false);
  });

  describe('at its limits', () => {
    it('forgets all texts, hands them over all the same, and numbers them again', () => {
      const dictionary = new ByteDictionary(new IdAllocator(0), { entries: 2, bytes: 100 });
      expect(['a', 'b', 'c', 'a'].map((text) => idOf(dictionary, text))).toEqual([0, 1, 2, 3]);
      expect(dictionary.count).toBe(2);
      expect(textsOf(dictionary.takeNew())).toEqual([
        [0, 'a'],
        [1, 'b'],
        [2, 'c'],
        [3, 'a'],
      ]);
    });

    it('counts bytes, too', () => {
      const dictionary = new ByteDictionary(new IdAllocator(0), { entries: 100, bytes: 8 });
      idOf(dictionary, '12345');
      idOf(dictionary, '678');
      expect(dictionary.count).toBe(2);
      idOf(dictionary, '9');
      expect(dictionary.count).toBe(1);
    });

    it('refuses new texts where numbers must last', () => {
      const dictionary = new ByteDictionary(new IdAllocator(0), {
        entries: 2,
        bytes: 100,
        whenFull: 'refuse',
      });
      expect(['a', 'b', 'c', 'a', 'b'].map((text) => idOf(dictionary, text))).toEqual([0, 1, NO_ENTRY, 0, 1]);
      expect(dictionary.count).toBe(2);
    });

    it('forgets later where entries must last for a while', () => {
      const dictionary = new ByteDictionary(new IdAllocator(0), {
        entries: 2,
        bytes: 100,
        whenFull: 'forget-later',
      });
      expect(dictionary.forgetIfFull()).toBe(false);
      expect(['a', 'b', 'c', 'a'].map((text) => idOf(dictionary, text))).toEqual([0, 1, 2, 0]);
      expect(dictionary.forgetIfFull()).toBe(true);
      expect(dictionary.forgetIfFull()).toBe(false);
      expect(idOf(dictionary, 'a')).toBe(3);
      expect(textsOf(dictionary.takeNew()).map(([, text]) => text)).toEqual(['a', 'b', 'c', 'a']);
    });
  });
});

describe('hashBytes', () => {
  it('is the hash of Java', () => {
    const bytes = encoder.encode('xabcx');
    expect(hashBytes(bytes, 1, 4)).toBe(96_354);
    expect(hashBytes(bytes, 2, 2)).toBe(0);
  });
});
