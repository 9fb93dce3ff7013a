import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '../testing/fuzz-runs.ts';
import { LineCount } from './line-count.ts';

describe('LineCount', () => {
  it('counts line feeds, whatever stands beside them', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(10, 11, 9, 0, 138, 139, 65, 255), { maxLength: 60 }),
        fc.array(fc.nat(60), { maxLength: 6 }),
        fc.nat(60),
        (list, places, leaveAt) => {
          const bytes = Uint8Array.from(list);
          const lineOf = (at: number): number => 1 + list.slice(0, at).filter((byte) => byte === 10).length;
          const lines = new LineCount();
          const left = Math.min(leaveAt, bytes.length);
          const sorted = places.map((at) => Math.min(at, bytes.length)).sort((a, b) => a - b);
          for (const at of sorted.filter((place) => place <= left))
            expect(lines.lineAt(bytes, at)).toBe(lineOf(at));
          lines.leave(bytes, left);
          const rest = bytes.subarray(left);
          for (const at of sorted.filter((place) => place > left))
            expect(lines.lineAt(rest, at - left)).toBe(lineOf(at));
          expect(lines.lineAt(rest, rest.length)).toBe(lineOf(bytes.length));
        },
      ),
      { numRuns: fuzzRuns(300) },
    );
  });
});
