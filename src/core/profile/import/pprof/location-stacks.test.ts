import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_PARENT } from '../../model/profile.ts';
import { fuzzRuns } from '../../../import/testing/fuzz-runs.ts';
import { LocationStacks } from './location-stacks.ts';

/** Ids as profilers give them out: small, hashes, the largest that a double holds exactly. */
const id = fc.oneof(fc.nat(5), fc.constantFrom(1 << 30, 2 ** 31, 2 ** 40 + 7, Number.MAX_SAFE_INTEGER));

describe('stacks of locations', () => {
  it('give back the stacks that were put in, each different one once', () => {
    fc.assert(
      fc.property(fc.array(fc.array(id, { maxLength: 90 }), { maxLength: 30 }), (samples) => {
        const locations = new LocationStacks();
        const found = samples.map((ids) => locations.stackOf(Float64Array.from(ids), ids.length));
        const { count, parent, frame } = locations.finish();
        const pathOf = (stack: number): number[] => {
          const path: number[] = [];
          for (let at = stack; at !== NO_PARENT; at = parent[at]!) path.push(locations.idOf(frame[at]!));
          return path;
        };
        expect(found.map(pathOf)).toEqual(samples);
        const prefixes = samples.flatMap((ids) => ids.map((_, at) => ids.slice(at).join(' ')));
        expect(count).toBe(new Set(prefixes).size);
      }),
      { numRuns: fuzzRuns(50) },
    );
  });
});
