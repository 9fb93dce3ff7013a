import { describe, expect, it } from 'vitest';
import { benjaminiHochberg } from '../../statistics/benjamini-hochberg.ts';
import { binomialTwoSided } from '../../statistics/clopper-pearson.ts';
import { joinSamples } from '../model/join-samples.ts';
import type { NewProfile } from '../model/profile.ts';
import { selectSamples } from '../select-samples.ts';
import { profileOf } from '../testing/small-profiles.ts';
import { changedNames, compare, functionRow, nodePaths, sideOf } from './testing/compare.ts';
import { manyFunctions, plantedProfile } from './testing/planted-profile.ts';

const FUNCTIONS = manyFunctions(200);
const SAMPLES = 12_000;

/** Shares with one function larger by a factor, and the time that this takes. */
function grown(
  path: string,
  factor: number,
): { readonly shares: Record<string, number>; readonly samples: number } {
  const all = Object.values(FUNCTIONS).reduce((sum, share) => sum + share, 0);
  const more = (FUNCTIONS[path]! * (factor - 1)) / all;
  return {
    shares: { ...FUNCTIONS, [path]: FUNCTIONS[path]! * factor },
    samples: Math.round(SAMPLES * (1 + more)),
  };
}

/** The samples of every second slice of a recording, one behind the other. */
function everySecond(profile: NewProfile, slices: number, first: 0 | 1): NewProfile {
  const length = profile.durationUs! / slices;
  const tables = Array.from({ length: slices / 2 }, (_, i) => {
    const from = (2 * i + first) * length;
    const part = selectSamples(profile, { threads: null, fromUs: from, toUs: from + length });
    return { ...part, time: part.time!.map((time) => time - from + i * length) };
  });
  return { ...profile, samples: joinSamples(tables), durationUs: profile.durationUs! / 2 };
}

describe('blocks of time (P4)', () => {
  it.each([1, 5, 20])('nothing is found where nothing changed, in bursts of %i', async (burst) => {
    let found = 0;
    let nodes = 0;
    for (let seed = 0; seed < 15; seed++) {
      const [a, b] = ['a', 'b'].map((side) =>
        plantedProfile({ seed: `${seed} ${side} ${burst}`, samples: SAMPLES, shares: FUNCTIONS, burst }),
      );
      const difference = await compare(sideOf(a!), sideOf(b!), { mode: 'share' });
      expect(difference.method.kind).toBe('blocks');
      expect(difference.method.indicative).toBe(false);
      if (changedNames(difference).length > 0) found++;
      if (difference.nodes.verdict.some((verdict) => verdict === 1 || verdict === 2)) nodes++;
    }
    // At 5 % each, 4 and more of 15 have a chance of 1 in 200.
    expect(found).toBeLessThanOrEqual(3);
    expect(nodes).toBeLessThanOrEqual(3);
  });

  it('of two runs on each side are compared by the blocks of both', async () => {
    const side = (name: string, runs: number) =>
      sideOf(
        Array.from({ length: runs }, (_, run) =>
          plantedProfile({ seed: `${name} ${run}`, samples: SAMPLES, shares: FUNCTIONS }),
        ),
      );
    const one = await compare(side('a', 1), side('b', 1), { mode: 'share' });
    const two = await compare(side('a', 2), side('b', 2), { mode: 'share' });
    expect(two.method).toMatchObject({ kind: 'blocks', units: [60, 60] });
    const width = (difference: typeof one): number => {
      const { low, high } = functionRow(difference, 'f0');
      return high - low;
    };
    expect(width(two) / width(one)).toBeGreaterThan(0.5);
    expect(width(two)).toBeLessThan(width(one));
  });

  it('halves of one recording do not differ', async () => {
    let found = 0;
    for (let seed = 0; seed < 15; seed++) {
      const whole = plantedProfile({ seed: `halves ${seed}`, samples: 24_000, shares: FUNCTIONS, burst: 3 });
      const difference = await compare(sideOf(everySecond(whole, 60, 0)), sideOf(everySecond(whole, 60, 1)));
      if (changedNames(difference).length > 0) found++;
    }
    expect(found).toBeLessThanOrEqual(3);
  });

  it('finds a function that takes 30 % more, and only that', async () => {
    const { shares, samples } = grown('main;f0', 1.3);
    const difference = await compare(
      sideOf(plantedProfile({ seed: 'x', samples: SAMPLES, shares: FUNCTIONS }), 1000),
      sideOf(plantedProfile({ seed: 'y', samples, shares }), 1000),
      { mode: 'per-operation' },
    );
    expect(changedNames(difference)).toEqual(['f0']);
    const { change, low, high, mde, mdeInList } = functionRow(difference, 'f0');
    const planted = 0.3 * (1 / 5.878) * SAMPLES * 1000;
    expect(low).toBeLessThan(planted);
    expect(high).toBeGreaterThan(planted);
    expect(change).toBeGreaterThan(mde);
    // 2.8 and 4.5 standard errors, a little more as there are 58 degrees of freedom at most.
    const standardError = (high - low) / 2 / 2.0;
    expect(mde / standardError).toBeCloseTo(2.85, 1);
    expect(mdeInList / mde).toBeGreaterThan(1.3);
    // The node of the function says the same as the function does.
    const node = nodePaths(difference).indexOf('main;f0');
    expect(difference.nodes.verdict[node]).toBe(1);
    expect(difference.nodes.low[node]).toBe(low);
  });

  it('says no change only where the interval is within the floor', async () => {
    const difference = await compare(
      sideOf(plantedProfile({ seed: 'p', samples: 30_000, shares: FUNCTIONS })),
      sideOf(plantedProfile({ seed: 'q', samples: 30_000, shares: FUNCTIONS })),
      { mode: 'share', floor: 0.03 },
    );
    expect(difference.floor).toBe(0.03);
    const { verdict, low, high } = functionRow(difference, 'f0');
    expect(verdict).toBe('no-change');
    expect(low).toBeGreaterThan(-0.03);
    expect(high).toBeLessThan(0.03);
    expect(
      functionRow(
        await compare(
          sideOf(plantedProfile({ seed: 'p', samples: 30_000, shares: FUNCTIONS })),
          sideOf(plantedProfile({ seed: 'q', samples: 30_000, shares: FUNCTIONS })),
          { mode: 'share' },
        ),
        'f0',
      ),
    ).toMatchObject({ verdict: 'cannot-tell', reason: 'too-noisy' });
  });

  it('refuses recordings that are too short, and never falls back to counts', async () => {
    const short = (seed: string) => sideOf(plantedProfile({ seed, samples: 500, shares: FUNCTIONS }));
    const { method, functions } = await compare(short('1'), short('2'));
    expect(method.kind).toBe('none');
    expect(method.reason).toMatch(/too short .* 5 blocks .* 8 are needed/u);
    expect(functions.self.p.every(Number.isNaN)).toBe(true);
    expect([...functions.self.verdict].every((verdict) => verdict === 3)).toBe(true);
  });

  it('does not trust neighbouring blocks that are alike', async () => {
    // One half of the time another mix: a phase of the program, longer than any block.
    const phase = (seed: string, shares: Record<string, number>) =>
      plantedProfile({ seed, samples: 6000, shares });
    const joined = (seed: string): NewProfile => {
      const first = phase(`${seed}1`, { 'main;a': 1, 'main;b': 3 });
      const second = phase(`${seed}2`, { 'main;a': 3, 'main;b': 1 });
      const later = { ...second.samples, time: second.samples.time!.map((time) => time + 6e6) };
      return { ...first, samples: joinSamples([first.samples, later]), durationUs: 12e6 };
    };
    const difference = await compare(sideOf(joined('x')), sideOf(joined('y')));
    expect(functionRow(difference, 'a')).toMatchObject({ verdict: 'cannot-tell', reason: 'drifting' });
  });
});

describe('runs (P4)', () => {
  const runs = (name: string, count: number, shares: Record<string, number>, samples = 3000) =>
    Array.from({ length: count }, (_, i) =>
      plantedProfile({ seed: `${name} ${i}`, samples: samples + 40 * i, shares }),
    );

  it('are what is compared from three on each side', async () => {
    const a = runs('a', 5, { 'main;x': 3, 'main;y': 7 });
    const b = runs('b', 5, { 'main;x': 6, 'main;y': 7 }, 3900);
    const { method } = await compare(sideOf(a, 100), sideOf(b, 100), { mode: 'per-operation' });
    expect(method).toMatchObject({ kind: 'runs', units: [5, 5] });
    expect(method.smallestP).toBeCloseTo(0.0079, 4);
    const difference = await compare(sideOf(a, 100), sideOf(b, 100), { mode: 'per-operation' });
    expect(functionRow(difference, 'x').verdict).toBe('more');
    expect(functionRow(difference, 'y').verdict).not.toBe('more');
  });

  it.each([
    [3, 0.1],
    [4, 0.029],
  ])('%i and as many say how small p could get, and ask for more', async (count, smallest) => {
    const side = sideOf(runs('a', count, { x: 1 }));
    const { method } = await compare(side, sideOf(runs('b', count, { x: 1 })));
    expect(method.smallestP).toBeCloseTo(smallest, 3);
    expect(method.sentence).toContain('5 runs on each side');
  });

  it('do not find what differs from run to run', async () => {
    let found = 0;
    for (let seed = 0; seed < 10; seed++) {
      const side = (name: string) =>
        sideOf(
          Array.from({ length: 4 }, (_, i) => {
            const swing = 0.6 + 0.8 * (((seed * 7 + i * 3 + (name === 'b' ? 2 : 0)) % 5) / 4);
            return plantedProfile({
              seed: `${seed} ${name} ${i}`,
              samples: 2000,
              shares: { 'main;x': 3 * swing, 'main;y': 7 },
            });
          }),
        );
      if (changedNames(await compare(side('a'), side('b'), { mode: 'share' })).length > 0) found++;
    }
    expect(found).toBeLessThanOrEqual(2);
  });
});

describe('counts (P4)', () => {
  it('are indicative, and need ten times the evidence by default', async () => {
    const a = sideOf(profileOf('main;x 40', 'main;y 960'));
    const b = sideOf(profileOf('main;x 60', 'main;y 940'));
    const strict = await compare(a, b, { mode: 'share', designEffect: 1 });
    expect(strict.method).toMatchObject({ kind: 'counts', indicative: true });
    expect(strict.method.sentence).toMatch(/^Indicative: sample order unknown/u);
    // 60 of 100 where half was expected; two functions were asked about.
    expect(functionRow(strict, 'x').p).toBeCloseTo(2 * 0.0569, 3);
    expect(functionRow(await compare(a, b, { mode: 'share' }), 'x').p).toBeGreaterThanOrEqual(
      binomialTwoSided(6, 10, 0.5),
    );
  });

  it('are used only where no side has times', async () => {
    const timed = plantedProfile({ seed: 't', samples: 5000, shares: { x: 1 } });
    const bare: NewProfile = { ...timed, samples: { ...timed.samples, time: null } };
    expect((await compare(sideOf(timed), sideOf(timed))).method.kind).toBe('blocks');
    expect((await compare(sideOf(bare), sideOf(bare))).method.kind).toBe('counts');
  });

  it('are refused where the file does not say how many samples there were', async () => {
    const sums: NewProfile = { ...profileOf('a 5e9', 'b 2e9'), weightTypes: [{ name: 'cpu', unit: 'ns' }] };
    const { method } = await compare(sideOf(sums), sideOf(sums));
    expect(method).toMatchObject({
      kind: 'none',
      reason: expect.stringContaining('neither times nor numbers') as string,
    });
    const known: NewProfile = { ...sums, intervalUs: 10_000 };
    expect((await compare(sideOf(known), sideOf(known))).method.kind).toBe('counts');
  });

  it('have an interval around the change, larger where there are more operations to blame', async () => {
    const difference = await compare(
      sideOf(profileOf('main;x 2000', 'main;y 2000'), 100),
      sideOf(profileOf('main;x 6000', 'main;y 2000'), 100),
      { mode: 'per-operation' },
    );
    const { low, high, change, verdict } = functionRow(difference, 'x');
    expect(verdict).toBe('more');
    expect(change).toBe(40);
    expect(low).toBeGreaterThan(30);
    expect(high).toBeLessThan(50);
    expect(functionRow(difference, 'y')).toMatchObject({ change: 0, verdict: 'cannot-tell' });
  });
});

describe('many questions (P4)', () => {
  it('Benjamini and Hochberg reject three of 0.01, 0.02, 0.03, 0.5', () => {
    expect([...benjaminiHochberg([0.01, 0.02, 0.03, 0.5])].map((p) => p <= 0.05)).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  it('functions with fewer than 20 samples are not asked', async () => {
    const difference = await compare(
      sideOf(profileOf('main;rare 9', 'main;often 500')),
      sideOf(profileOf('main;rare 10', 'main;often 500')),
      { designEffect: 1 },
    );
    expect(functionRow(difference, 'rare').p).toBeNaN();
    expect(functionRow(difference, 'often').p).toBe(1);
  });
});

describe('the tree is tested from the root on (P4)', () => {
  it('nodes are left alone where neither they nor their parents changed', async () => {
    const { shares, samples } = grown('main;f0', 2);
    const difference = await compare(
      sideOf(plantedProfile({ seed: 'x', samples: SAMPLES, shares: { ...FUNCTIONS, 'idle;deep;er': 0.01 } })),
      sideOf(plantedProfile({ seed: 'y', samples, shares: { ...shares, 'idle;deep;er': 0.01 } })),
    );
    const verdicts = new Map(
      nodePaths(difference).map((path, node) => [path, difference.nodes.verdict[node]]),
    );
    expect(verdicts.get('main')).toBe(1);
    expect(verdicts.get('main;f0')).toBe(1);
    expect(verdicts.get('idle;deep;er')).toBe(0);
    expect(verdicts.get('main;f199')).toBe(0);
  });
});
