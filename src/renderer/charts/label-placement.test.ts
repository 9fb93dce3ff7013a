import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeLabels } from './label-placement.ts';

test('labels that have room stay where they want to be', () => {
  expect(placeLabels([40, 10, 70], 12, 0, 100)).toEqual([40, 10, 70]);
});

test('labels at one height spread around it', () => {
  expect(placeLabels([50, 50, 50], 10, 0, 100)).toEqual([40, 50, 60]);
});

test('a block moves as a whole when a further label pushes it', () => {
  expect(placeLabels([50, 52, 58], 12, 0, 100)).toEqual([
    41.333333333333336, 53.333333333333336, 65.33333333333334,
  ]);
});

test('no label leaves the column, none overlap, and their order stays', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -50, max: 250 }), { minLength: 1, maxLength: 10 }), (wanted) => {
      const placed = placeLabels(wanted, 12, 0, 200);
      const order = wanted.map((_, i) => i).sort((a, b) => wanted[a]! - wanted[b]!);
      const sorted = order.map((i) => placed[i]!);
      expect(sorted[0]).toBeGreaterThanOrEqual(0);
      expect(sorted.at(-1)).toBeLessThanOrEqual(200);
      sorted.slice(1).forEach((y, i) => expect(y - sorted[i]!).toBeGreaterThanOrEqual(12 - 1e-9));
    }),
  );
});
