import { describe, expect, it } from 'vitest';
import { Random } from '../../statistics/random.ts';
import { findModes, type Mode } from './find-modes.ts';
import type { CountedValues } from './log-density.ts';

const SEEDS = Array.from({ length: 20 }, (_, i) => `seed ${i}`);

/** Values in whole clock ticks, as tools write them. */
function counted(values: Iterable<number>, tickMs = 1): CountedValues {
  const counts = new Map<number, number>();
  for (const value of values) {
    const rounded = Math.max(1, Math.round(value / tickMs)) * tickMs;
    counts.set(rounded, (counts.get(rounded) ?? 0) + 1);
  }
  const ascending = [...counts].sort(([a], [b]) => a - b);
  return {
    values: Float64Array.from(ascending, ([value]) => value),
    counts: Float64Array.from(ascending, ([, n]) => n),
  };
}

function draw(seed: string, n: number, from: (random: Random) => number, tickMs = 1): CountedValues {
  const random = new Random(seed);
  return counted(
    Array.from({ length: n }, () => from(random)),
    tickMs,
  );
}

const lognormal = (median: number, sigma: number) => (random: Random) =>
  median * Math.exp(sigma * random.normal());
const pareto = (random: Random): number => 50 * (1 - random.uniform()) ** (-1 / 1.3);
const gamma3 = (random: Random): number =>
  -20 * Math.log((1 - random.uniform()) * (1 - random.uniform()) * (1 - random.uniform()));

describe('samples of one group', () => {
  const shapes: readonly (readonly [string, (random: Random) => number, number])[] = [
    ['lognormal', lognormal(120, 0.5), 1],
    ['wide lognormal', lognormal(300, 1.2), 1],
    ['narrow lognormal', lognormal(200, 0.1), 1],
    ['lognormal of few ticks', lognormal(4, 0.5), 1],
    ['lognormal of a fine clock', lognormal(2, 0.4), 1e-6],
    ['Pareto', pareto, 1],
    ['gamma', gamma3, 1],
    ['exponential', (random) => -80 * Math.log(1 - random.uniform()), 1],
    ['uniform', (random) => 100 + 400 * random.uniform(), 1],
    [
      'lognormal rounded to two digits',
      (random) => {
        const value = lognormal(700, 0.8)(random);
        const step = 10 ** Math.max(0, Math.floor(Math.log10(value)) - 1);
        return Math.round(value / step) * step;
      },
      1,
    ],
  ];
  it.each(shapes)('%s is never taken for several', (_, from, tickMs) => {
    for (const seed of SEEDS) {
      for (const n of [300, 3000, 30_000])
        expect([seed, n, findModes(draw(seed, n, from, tickMs), tickMs).length]).toEqual([seed, n, 1]);
    }
  });
});

describe('planted groups', () => {
  const shares = (modes: readonly Mode[]): number[] => modes.map(({ share }) => share);

  it.each([
    [0.5, 20, 200, 3000],
    [0.05, 20, 200, 3000],
    [0.04, 30, 300, 30_000],
    [0.3, 100, 250, 5000],
    [0.9, 5, 60, 1000],
  ])('share %d at %d and %d ms, n = %d', (share, lower, upper, n) => {
    for (const seed of SEEDS) {
      const random = new Random(seed);
      let truth = 0;
      const values = Array.from({ length: n }, () => {
        const first = random.uniform() < share;
        truth += first ? 1 : 0;
        return lognormal(first ? lower : upper, 0.2)(random);
      });
      const modes = findModes(counted(values), 1);
      expect(modes).toHaveLength(2);
      expect(Math.abs(modes[0]!.share - truth / n)).toBeLessThan(0.02);
      // Where a hundred samples are densest is uncertain.
      expect(Math.abs(Math.log(modes[0]!.peakMs / lower))).toBeLessThan(0.2);
      expect(Math.abs(Math.log(modes[1]!.peakMs / upper))).toBeLessThan(0.2);
      expect(modes[0]!.toMs).toBeLessThan(modes[1]!.fromMs);
    }
  });

  it('three of them', () => {
    for (const seed of SEEDS) {
      const modes = findModes(
        draw(seed, 6000, (random) => lognormal([10, 80, 900][random.below(3)]!, 0.25)(random)),
        1,
      );
      expect(modes).toHaveLength(3);
      for (const share of shares(modes)) expect(Math.abs(share - 1 / 3)).toBeLessThan(0.03);
    }
  });

  it('below three percent are none', () => {
    for (const seed of SEEDS) {
      const modes = findModes(
        draw(seed, 20_000, (random) => lognormal(random.uniform() < 0.02 ? 2000 : 50, 0.2)(random)),
        1,
      );
      expect(modes).toHaveLength(1);
    }
  });

  it('of too few samples are none', () => {
    expect(
      findModes(
        draw('few', 100, (random) => (random.uniform() < 0.5 ? 10 : 1000)),
        1,
      ),
    ).toEqual([]);
  });

  it('of one value each are found', () => {
    const modes = findModes({ values: Float64Array.of(10, 1000), counts: Float64Array.of(500, 500) }, 1);
    expect(shares(modes)).toEqual([0.5, 0.5]);
  });
});
