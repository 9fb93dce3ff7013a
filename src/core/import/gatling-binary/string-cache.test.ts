import { expect, it } from 'vitest';
import { MORE_TEXTS, StringCache } from './string-cache.ts';

it('works out the number of a text once per use', () => {
  const cache = new StringCache();
  const asked: string[] = [];
  const lengths = cache.use((text) => {
    asked.push(text);
    return text.length;
  });
  const firsts = cache.use((text) => text.charCodeAt(0));
  for (let i = 1; i <= 3000; i++) cache.set(i, 'x'.repeat(i % 7));
  expect([lengths.of(5), lengths.of(2999), lengths.of(5), firsts.of(5)]).toEqual([5, 2999 % 7, 5, 120]);
  expect(asked).toEqual(['xxxxx', 'xxx']);
});

it('forgets the number when there is another text', () => {
  const cache = new StringCache();
  const lengths = cache.use((text) => text.length);
  expect(cache.set(1, 'one')).toBe(false);
  expect(lengths.of(1)).toBe(3);
  expect(cache.set(1, 'one')).toBe(false);
  expect(cache.set(1, 'three')).toBe(true);
  expect(lengths.of(1)).toBe(5);
  expect(cache.count).toBe(1);
});

it('holds no more text than it may', () => {
  const cache = new StringCache(100);
  for (let i = 1; i <= 10; i++) cache.set(i, 'x'.repeat(20));
  expect(cache.dropped).toBe(8);
  expect(cache.textOf(2)).toBe('x'.repeat(20));
  expect(cache.textOf(3)).toBe(MORE_TEXTS);
});
