import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '#core/import/testing/fuzz-runs.ts';
import { Random } from '#core/statistics/random.ts';
import { idlePace } from '../graph/testing/idle-pace.ts';
import { orderedPage } from './ordered-page.ts';

/** What a page is by definition. */
function sortedPage(
  nodes: readonly number[],
  key: (node: number) => number,
  { descending, offset, limit }: { descending: boolean; offset: number; limit: number },
): number[] {
  const sign = descending ? -1 : 1;
  return [...nodes].sort((a, b) => sign * key(a) - sign * key(b) || a - b).slice(offset, offset + limit);
}

describe('a page of a list in order', () => {
  it('is that of the sorted list', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.nat(500), { maxLength: 60 }),
        fc.boolean(),
        fc.nat(70),
        fc.integer({ min: 1, max: 30 }),
        async (nodes, descending, offset, limit) => {
          // Many equal keys, and some that are endless.
          const key = (node: number): number => (node % 11 === 0 ? Infinity : node % 7);
          const page = { descending, offset, limit };
          expect(await orderedPage(nodes, key, page, idlePace())).toEqual(sortedPage(nodes, key, page));
        },
      ),
      { numRuns: fuzzRuns(100) },
    );
  });

  it.each([
    ['random', (node: number, random: Random) => random.below(1000) + 0 * node],
    ['equal', () => 1],
    ['rising', (node: number) => node],
    ['falling', (node: number) => -node],
  ])('of a long list of %s keys, too', async (_, drawn) => {
    const random = new Random('keys');
    const nodes = Array.from({ length: 100_000 }, (_, node) => node);
    const keys = nodes.map((node) => drawn(node, random));
    const key = (node: number): number => keys[node]!;
    for (const offset of [0, 50_000, 99_990]) {
      for (const descending of [true, false]) {
        const page = { descending, offset, limit: 20 };
        expect(await orderedPage(nodes, key, page, idlePace())).toEqual(sortedPage(nodes, key, page));
      }
    }
  });

  it('of a list looks at each key once, and not at all orders of them', async () => {
    let asked = 0;
    const nodes = Uint32Array.from({ length: 300_000 }, (_, node) => node);
    const key = (node: number): number => {
      asked += 1;
      return (node * 7919) % 10_007;
    };
    const page = { descending: true, offset: 1000, limit: 50 };
    expect(await orderedPage(nodes, key, page, idlePace())).toHaveLength(50);
    expect(asked).toBe(300_000);
  });
});
