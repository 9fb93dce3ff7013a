import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DifferenceMode, ProfileDifference } from '#shared/model/profile-difference.ts';
import { fuzzRuns } from '../../import/testing/fuzz-runs.ts';
import { functionTable } from '../functions.ts';
import { joinSamples } from '../model/join-samples.ts';
import type { NewProfile } from '../model/profile.ts';
import { profileOf } from '../testing/small-profiles.ts';
import { transformSamples, transformStacks } from '../transforms.ts';
import type { ProfileSide } from './compared-profile.ts';
import { changedNames, compare, functionNames, functionRow, nodePaths, sideOf } from './testing/compare.ts';

const paths = fc.array(
  fc.record({
    path: fc.array(fc.constantFrom('A', 'B', 'C', 'D'), { maxLength: 6 }),
    weight: fc.integer({ min: 1, max: 50 }),
  }),
  { minLength: 1, maxLength: 30 },
);
const randomProfile = paths.map((samples) =>
  profileOf(...samples.map(({ path, weight }) => `${path.join(';') || '-'} ${weight}`)),
);

const sumOf = (values: Iterable<number>): number => [...values].reduce((sum, value) => sum + value, 0);
const weightOf = ({ samples }: NewProfile): number => sumOf(samples.weights[0]!);

function twice(profile: NewProfile): NewProfile {
  return { ...profile, samples: joinSamples([profile.samples, profile.samples]) };
}

function changes({ nodes }: ProfileDifference): number[] {
  return [
    ...nodes.self.candidate.map((value, node) => value - nodes.self.baseline[node]!),
    ...nodes.total.candidate.map((value, node) => value - nodes.total.baseline[node]!),
  ];
}

/** Seconds are what the mode `rate` divides by: twice the samples take twice the time. */
function timedSide(profile: NewProfile, seconds: number, operations: number): ProfileSide {
  const side = sideOf(profile, operations);
  return { ...side, profiles: side.profiles.map((own) => ({ ...own, seconds })) };
}

describe('modes (P1)', () => {
  it.each(['share', 'rate', 'per-operation'] as const)('%s: everything twice is no change', async (mode) => {
    await fc.assert(
      fc.asyncProperty(randomProfile, async (profile) => {
        const difference = await compare(timedSide(profile, 7, 30), timedSide(twice(profile), 14, 60), {
          mode,
        });
        for (const change of changes(difference)) expect(change).toBeCloseTo(0, 12);
      }),
      { numRuns: fuzzRuns(15) },
    );
  });

  it('raw: everything twice is as much again, in every node', async () => {
    const profile = profileOf('main;a 3', 'main;a;b 4', 'main;c 5');
    const { nodes, overall } = await compare(sideOf(profile), sideOf(twice(profile)), { mode: 'raw' });
    for (let node = 0; node < nodes.count; node++)
      expect(nodes.total.candidate[node]! - nodes.total.baseline[node]!).toBe(nodes.total.baseline[node]);
    expect(overall).toMatchObject({ baseline: 12, candidate: 24, change: 12 });
  });

  it('a hot leaf in B only: per operation changes its callers only, shares make all others smaller', async () => {
    const a = profileOf('main;work;leaf 400', 'main;other 600', 'boot 100');
    const b = profileOf('main;work;leaf 400', 'main;other 600', 'boot 100', 'main;work;hot 500');
    const perOperation = await compare(sideOf(a, 100), sideOf(b, 100), { mode: 'per-operation' });
    const changeByPath = (difference: ProfileDifference): Record<string, number> =>
      Object.fromEntries(
        nodePaths(difference).map((path, node) => [
          path,
          difference.nodes.total.candidate[node]! - difference.nodes.total.baseline[node]!,
        ]),
      );
    expect(changeByPath(perOperation)).toEqual({
      boot: 0,
      main: 5,
      'main;other': 0,
      'main;work': 5,
      'main;work;hot': 5,
      'main;work;leaf': 0,
    });
    const shares = changeByPath(await compare(sideOf(a), sideOf(b), { mode: 'share' }));
    expect(shares['main;work;hot']).toBeCloseTo(500 / 1600, 12);
    for (const path of ['boot', 'main;other', 'main;work;leaf']) expect(shares[path]).toBeLessThan(0);
  });

  it.each(['raw', 'share', 'rate', 'per-operation'] as const)(
    '%s: an empty side is said, and nothing is NaN',
    async (mode) => {
      const full = timedSide(profileOf('main;a 30', 'b 4'), 5, 10);
      const empty = timedSide(profileOf(), 5, 10);
      for (const [a, b, name] of [
        [empty, full, 'A'],
        [full, empty, 'B'],
      ] as const) {
        const difference = await compare(a, b, { mode });
        expect(difference.checks.find(({ code }) => code === 'samples')).toMatchObject({
          state: 'failed',
          message: expect.stringContaining(`no samples in ${name}`) as string,
        });
        expect(difference.method).toMatchObject({ kind: 'none', reason: `There are no samples in ${name}.` });
        for (const change of changes(difference)) expect(change).not.toBeNaN();
        expect(difference.nodes.colour.every((value) => Math.abs(value) === 1)).toBe(true);
        expect(JSON.stringify(difference.overall)).not.toContain('null,null');
      }
    },
  );

  it('refuses what it would have to guess', async () => {
    const profile = profileOf('a 1');
    const side = sideOf(profile);
    await expect(compare(side, side, { mode: 'rate' })).rejects.toThrow(/how many seconds "small" covers/u);
    await expect(compare(side, side, { mode: 'per-operation' })).rejects.toMatchObject({
      code: 'bad-request',
      hint: expect.stringContaining('operations') as string,
    });
    await expect(compare(sideOf(profile, 0), side, { mode: 'per-operation' })).rejects.toThrow(/operations/u);
    const bytes: NewProfile = { ...profile, weightTypes: [{ name: 'space', unit: 'bytes' }] };
    await expect(compare(side, sideOf(bytes))).rejects.toThrow(/weighs samples and another bytes/u);
    await expect(compare(side, sideOf(profileOf('a -1')))).rejects.toThrow(/difference already/u);
  });

  it('scales every run by itself', async () => {
    const runs = [profileOf('a 10', 'b 30'), profileOf('a 30', 'b 30'), profileOf('a 8', 'b 24')];
    const difference = await compare(sideOf(runs), sideOf(runs), { mode: 'share' });
    // The mean of 1/4, 1/2 and 1/4, not 48 of 132.
    expect(functionRow(difference, 'a').baseline).toBeCloseTo(1 / 3, 12);
    expect(functionRow(difference, 'a').baselineRaw).toBe(48);
  });
});

describe('the tree of both sides (P2)', () => {
  it('keeps the sums, and totals are self plus children', async () => {
    await fc.assert(
      fc.asyncProperty(
        randomProfile,
        randomProfile,
        fc.constantFrom<DifferenceMode>('raw', 'share'),
        async (a, b, mode) => {
          const { nodes, baseline, candidate } = await compare(sideOf(a), sideOf(b), { mode });
          expect(sumOf(nodes.self.baselineRaw) + baseline.withoutStack).toBe(weightOf(a));
          expect(sumOf(nodes.self.candidateRaw) + candidate.withoutStack).toBe(weightOf(b));
          for (const side of ['baseline', 'candidate'] as const) {
            const below = nodes.self[side].slice();
            for (let node = nodes.count - 1; node >= 0; node--) {
              expect(nodes.total[side][node]).toBeCloseTo(below[node]!, 9);
              if (nodes.parent[node]! >= 0) below[nodes.parent[node]!]! += below[node]!;
            }
          }
        },
      ),
      { numRuns: fuzzRuns(25) },
    );
  });

  it('of a side with itself is zero everywhere', async () => {
    await fc.assert(
      fc.asyncProperty(randomProfile, async (profile) => {
        const difference = await compare(sideOf(profile), sideOf(profile));
        expect(changes(difference).every((change) => change === 0)).toBe(true);
        expect([...difference.nodes.colour, ...difference.nodes.strength].every((value) => value === 0)).toBe(
          true,
        );
        expect(changedNames(difference)).toEqual([]);
        expect(difference.attribution.state).toBe('no-change-point');
      }),
      { numRuns: fuzzRuns(15) },
    );
  });

  it.each(['name', 'heaviest'] as const)(
    'swapped has the opposite sign and the same order (%s)',
    async (order) => {
      await fc.assert(
        fc.asyncProperty(randomProfile, randomProfile, async (a, b) => {
          const there = await compare(sideOf(a), sideOf(b), { order, mode: 'share' });
          const back = await compare(sideOf(b), sideOf(a), { order, mode: 'share' });
          expect(nodePaths(back)).toEqual(nodePaths(there));
          expect(functionNames(back)).toEqual(functionNames(there));
          expect(changes(back)).toEqual(changes(there).map((change) => 0 - change));
          expect([...back.nodes.colour]).toEqual([...there.nodes.colour].map((value) => 0 - value));
          expect(back.functions.self.verdict.map((own) => [1, 0, 2, 3][own]!)).toEqual(
            there.functions.self.verdict,
          );
        }),
        { numRuns: fuzzRuns(15) },
      );
    },
  );

  it('lies row by row, siblings together, in order', async () => {
    await fc.assert(
      fc.asyncProperty(randomProfile, randomProfile, async (a, b) => {
        const difference = await compare(sideOf(a), sideOf(b));
        const { count, rowStart, parent } = difference.nodes;
        const all = nodePaths(difference);
        expect(new Set(all).size).toBe(count);
        expect(rowStart.at(-1) ?? 0).toBe(count);
        for (let row = 0; row + 1 < rowStart.length; row++) {
          const nodes = all.slice(rowStart[row], rowStart[row + 1]);
          expect(nodes.every((path) => path.split(';').length === row + 1)).toBe(true);
        }
        for (let node = 1; node < count; node++) {
          expect(parent[node]!).toBeGreaterThanOrEqual(parent[node - 1]!);
          if (parent[node] === parent[node - 1]) expect(all[node]! > all[node - 1]!).toBe(true);
        }
      }),
      { numRuns: fuzzRuns(15) },
    );
  });

  it('puts the heavier share first when asked, in every mode', async () => {
    const a = profileOf('small 1', 'mid 50', 'gone 90');
    const b = profileOf('small 2', 'mid 600', 'new 300');
    for (const mode of ['raw', 'share'] as const)
      expect(nodePaths(await compare(sideOf(a), sideOf(b), { mode, order: 'heaviest' }))).toEqual([
        'mid',
        'gone',
        'new',
        'small',
      ]);
  });

  it('counts a sample once per function, from before recursion is collapsed', async () => {
    const profile = profileOf('A;B;A;B;A 5', 'A 2');
    const side = sideOf(profile);
    const flattened = transformStacks(profile.stacks, functionTable(profile.frames), [
      { kind: 'collapse-recursion', recursion: 'full' },
    ]);
    const tree = {
      frames: profile.frames,
      stacks: flattened.stacks,
      samples: transformSamples(profile.samples, flattened),
    };
    const collapsed: ProfileSide = { ...side, profiles: side.profiles.map((own) => ({ ...own, tree })) };
    const difference = await compare(collapsed, collapsed);
    expect(nodePaths(difference)).toEqual(['A', 'A;B']);
    expect([...difference.nodes.self.baseline]).toEqual([2, 5]);
    expect(functionRow(difference, 'A').baseline).toBe(7);
    expect(functionRow(difference, 'A', 'total').baseline).toBe(7);
    expect(functionRow(difference, 'B', 'total').baseline).toBe(5);
  });
});

describe('colour (P3)', () => {
  it('is finite for what is new or gone, and weak for what is small', async () => {
    const difference = await compare(
      sideOf(profileOf('gone 100', 'half 100', 'same 100', 'tiny 1')),
      sideOf(profileOf('new 100', 'half 200', 'same 100', 'tiny 2')),
    );
    const colours = Object.fromEntries(
      nodePaths(difference).map((path, node) => [
        path,
        [difference.nodes.colour[node], Number(difference.nodes.strength[node]!.toFixed(3))],
      ]),
    );
    expect(colours).toEqual({ gone: [-1, 1], half: [0.5, 1], new: [1, 1], same: [0, 0], tiny: [0.5, 0.01] });
  });
});
