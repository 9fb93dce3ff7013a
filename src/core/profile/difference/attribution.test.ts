import { describe, expect, it } from 'vitest';
import { profileOf } from '../testing/small-profiles.ts';
import { compare, sideOf } from './testing/compare.ts';
import { plantedProfile } from './testing/planted-profile.ts';

/** Counts judged as if samples did not depend on each other: what is asked here is where, not whether. */
const CERTAIN = { designEffect: 1 } as const;

const DEEP = Array.from({ length: 12 }, (_, depth) => `d${depth}`).join(';');

describe('attribution (P5)', () => {
  it('finds a leaf at depth 12, by its path', async () => {
    const base = ['d0;d1;other 3000', 'd0;x;y 2000', `${DEEP.replace(';d11', '')};sibling 500`];
    const { attribution, functions } = await compare(
      sideOf(profileOf(...base, `${DEEP} 1000`)),
      sideOf(profileOf(...base, `${DEEP} 3000`)),
      CERTAIN,
    );
    expect(attribution.state).toBe('change');
    expect(attribution.changes).toHaveLength(1);
    expect(attribution.changes[0]).toMatchObject({
      kind: 'path',
      path: DEEP.split(';'),
      share: 1,
      change: 2000,
    });
    expect(attribution.changes[0]!.function).toBe(0);
    expect(functions.self.candidate[0]).toBe(3000);
    expect(attribution.sentence).toMatch(/^Indicative .*All of the extra weight sits under d11/u);
  });

  it('finds a helper that is called from 40 places, by its name', async () => {
    const places = (weight: number) =>
      Array.from({ length: 40 }, (_, i) => `main;m${i % 8};caller${i};helper ${weight}`);
    const callers = Array.from({ length: 40 }, (_, i) => `main;m${i % 8};caller${i} 100`);
    const { attribution } = await compare(
      sideOf(profileOf(...callers, ...places(10))),
      sideOf(profileOf(...callers, ...places(60))),
      CERTAIN,
    );
    expect(attribution.changes).toHaveLength(1);
    expect(attribution.changes[0]).toMatchObject({
      kind: 'function',
      path: ['helper'],
      node: null,
      share: 1,
    });
    expect(attribution.sentence).toContain('is in helper');
  });

  it('lists two halves', async () => {
    const { attribution } = await compare(
      sideOf(profileOf('main;a;x;hot1 500', 'main;b;hot2 500', 'main;c 3000')),
      sideOf(profileOf('main;a;x;hot1 1500', 'main;b;hot2 1400', 'main;c 3000')),
      CERTAIN,
    );
    expect(attribution.changes.map(({ path, change }) => [path.at(-1), change])).toEqual([
      ['hot1', 1000],
      ['hot2', 900],
    ]);
    expect(attribution.sentence).toContain('hot1 (53 %) and hot2 (47 %)');
  });

  it('lists a half that is in the code of a function itself', async () => {
    const { attribution } = await compare(
      sideOf(profileOf('main;work 500', 'main;work;leaf 500', 'rest 3000')),
      sideOf(profileOf('main;work 1500', 'main;work;leaf 1500', 'rest 3000')),
      CERTAIN,
    );
    expect(attribution.changes.map(({ kind, path }) => [kind, path.at(-1)])).toEqual([
      ['path', 'leaf'],
      ['self', 'work'],
    ]);
  });

  it('works in the other direction, and says what moved against it', async () => {
    const { attribution } = await compare(
      sideOf(profileOf('main;gone 3000', 'main;grown 500', 'main;rest 3000')),
      sideOf(profileOf('main;grown 1300', 'main;rest 3000')),
      CERTAIN,
    );
    expect(attribution.changes[0]).toMatchObject({ path: ['main', 'gone'], change: -3000 });
    expect(attribution.changes[0]!.share).toBeCloseTo(3000 / 2200, 9);
    expect(attribution.against.map(({ path, change }) => [path, change])).toEqual([[['grown'], 800]]);
  });

  it('has no change point where nothing changed', async () => {
    for (let seed = 0; seed < 10; seed++) {
      const side = (name: string) =>
        sideOf(
          plantedProfile({
            seed: `${seed} ${name}`,
            samples: 5000,
            shares: { 'main;a': 4, 'main;b': 3, 'main;c;d': 2 },
          }),
          100,
        );
      const { attribution, overall } = await compare(side('a'), side('b'), { mode: 'per-operation' });
      expect(overall.verdict).toBe('no-change');
      expect(attribution.state).toBe('no-change-point');
      expect(attribution.sentence).toMatch(/^No change point: no change larger than/u);
    }
  });

  it('covers what was planted with its intervals', async () => {
    let covered = 0;
    let sure = 0;
    for (let seed = 0; seed < 20; seed++) {
      // 40 ms per operation become 50: 8 of the 10 in hot, 2 in other.
      const a = plantedProfile({
        seed: `a${seed}`,
        samples: 8000,
        shares: { 'main;hot': 12, 'main;other': 18, 'main;rest': 10 },
      });
      const b = plantedProfile({
        seed: `b${seed}`,
        samples: 10_000,
        shares: { 'main;hot': 20, 'main;other': 20, 'main;rest': 10 },
      });
      const { attribution } = await compare(sideOf(a, 200), sideOf(b, 200), { mode: 'per-operation' });
      const [first] = attribution.changes;
      expect(first).toMatchObject({ kind: 'path', path: ['main', 'hot'] });
      // Now and then blocks of independent samples look alike: nothing can be told then.
      if (first!.confidence !== 'high') continue;
      sure++;
      const inside = (ci95: readonly [number, number] | null, truth: number) =>
        ci95 !== null && ci95[0] <= truth && truth <= ci95[1];
      if (inside(first!.ci95, 8e6) && inside(first!.shareCi95, 0.8)) covered++;
      expect(attribution.sentence).toMatch(
        /of the extra weight per operation sits under hot: \+[\d.]+ of \+10 ms \(95 %: \+[\d.]+ to \+[\d.]+\)\.$/u,
      );
    }
    expect(sure).toBeGreaterThanOrEqual(16);
    expect(covered).toBeGreaterThanOrEqual(sure - 4);
  });

  it('points elsewhere when responses became slower and this did not', async () => {
    const side = (name: string) =>
      sideOf(plantedProfile({ seed: name, samples: 5000, shares: { 'main;a': 4, 'main;b': 3 } }), 100);
    const { attribution } = await compare(side('a'), side('b'), {
      mode: 'per-operation',
      slowerResponses: true,
    });
    expect(attribution.state).toBe('off-cpu');
    expect(attribution.sentence).toMatch(/waiting, locks/u);
    expect(attribution.changes).toEqual([]);
  });

  it('names no cause of shares, which always add up', async () => {
    const { attribution } = await compare(
      sideOf(profileOf('main;a 4000', 'main;b 4000')),
      sideOf(profileOf('main;a 4000', 'main;b 8000')),
      { ...CERTAIN, mode: 'share' },
    );
    expect(attribution.state).toBe('zero-sum');
    expect(attribution.changes.map(({ path }) => path)).toEqual([['b']]);
    expect(attribution.against.map(({ path }) => path)).toEqual([['a']]);
    expect(attribution.against[0]!.sentence).toContain('100 % of what shrank');
  });

  it('says that it cannot tell where nothing could be tested', async () => {
    const side = (samples: number) =>
      sideOf(plantedProfile({ seed: 's', samples, shares: { 'main;a': 4, 'main;b': 3 } }));
    const { attribution } = await compare(side(300), side(500));
    expect(attribution.state).toBe('no-change-point');
    expect(attribution.sentence).toMatch(/^Whether anything changed cannot be told/u);
    expect(attribution.changes.every(({ confidence }) => confidence === 'low')).toBe(true);
  });
});
