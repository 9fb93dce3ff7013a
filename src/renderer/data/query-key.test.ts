import { describe, expect, it } from 'vitest';
import { methodOf, queryKey, runOf } from './query-key.ts';

const ids = (last: number): number[] => [...Array.from({ length: 500 }, (_, i) => i), last];

describe('queryKey', () => {
  it('is the same whatever the order of the properties', () => {
    expect(queryKey('m', { a: 1, b: { c: 2, d: [3] } })).toBe(queryKey('m', { b: { d: [3], c: 2 }, a: 1 }));
    expect(methodOf(queryKey('latency.summary', {}))).toBe('latency.summary');
    expect(runOf({ filter: { runId: 4 } })).toBe(4);
  });

  it('tells long lists apart, also from short ones and from texts', () => {
    expect(queryKey('m', { ids: ids(900) })).toBe(queryKey('m', { ids: ids(900) }));
    expect(queryKey('m', { ids: ids(900) })).not.toBe(queryKey('m', { ids: ids(901) }));
    expect(queryKey('m', { ids: ids(900) })).not.toBe(queryKey('m', { ids: ids(900).join() }));
    expect(queryKey('m', { ids: [1, 2] })).not.toBe(queryKey('m', { ids: [12] }));
  });
});
