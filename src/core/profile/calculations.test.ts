import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '../import/testing/fuzz-runs.ts';
import { leftHeavyChildren } from './child-stacks.ts';
import { functionTotals } from './function-totals.ts';
import { functionTable } from './functions.ts';
import { InvertedTree, type InvertedNode } from './inverted-tree.ts';
import type { NewProfile } from './model/profile.ts';
import { sandwich } from './sandwich.ts';
import { sampleLines, selfByName, totalByName } from './testing/collect-profiles.ts';
import { profileOf } from './testing/small-profiles.ts';
import { profileTotals } from './totals.ts';
import { transformSamples, transformStacks, type Transform } from './transforms.ts';

/** Random profiles of few functions, so that recursion is usual. */
const randomProfile = fc
  .array(
    fc.record({
      path: fc.array(fc.constantFrom('A', 'B', 'C', 'D'), { maxLength: 7 }),
      weight: fc.integer({ min: 1, max: 50 }),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((samples) => ({
    samples,
    profile: profileOf(...samples.map(({ path, weight }) => `${path.join(';') || '-'} ${weight}`)),
  }));

function functionOf(profile: NewProfile, name: string): number {
  const functions = functionTable(profile.frames);
  return functions.frame.findIndex((frame) => profile.frames.texts.at(profile.frames.name[frame]!) === name);
}

function transformed(profile: NewProfile, ...transforms: readonly Transform[]): NewProfile {
  const changed = transformStacks(profile.stacks, functionTable(profile.frames), transforms);
  return { ...profile, stacks: changed.stacks, samples: transformSamples(profile.samples, changed) };
}

const sumOf = (values: Iterable<number>): number => [...values].reduce((sum, value) => sum + value, 0);
const weightOf = (profile: NewProfile): number => sumOf(profile.samples.weights[0]!);

describe('totals (P0)', () => {
  it('sums of self and of roots are the sum of weights', () => {
    fc.assert(
      fc.property(randomProfile, ({ profile, samples }) => {
        const { self, total, empty, all } = profileTotals(profile);
        const weight = sumOf(samples.map((sample) => sample.weight));
        expect(all).toBe(weight);
        expect(sumOf(self) + empty).toBe(weight);
        const roots = [...total.keys()].filter((stack) => profile.stacks.parent[stack]! < 0);
        expect(sumOf(roots.map((stack) => total[stack]!)) + empty).toBe(weight);
      }),
      { numRuns: fuzzRuns(60) },
    );
  });

  it('counts a sample once per function, however often it recurs', () => {
    fc.assert(
      fc.property(randomProfile, ({ profile, samples }) => {
        const total = totalByName(profile);
        for (const name of ['A', 'B', 'C', 'D']) {
          const having = samples.filter(({ path }) => (path as string[]).includes(name));
          expect(total.get(name) ?? 0).toBe(sumOf(having.map(({ weight }) => weight)));
          expect(total.get(name) ?? 0).toBeLessThanOrEqual(weightOf(profile));
        }
      }),
      { numRuns: fuzzRuns(60) },
    );
  });

  it('takes forms of one function together', () => {
    const profile = profileOf('A 1');
    expect(
      functionTotals(profile.stacks, functionTable(profile.frames), profileTotals(profile)).self,
    ).toEqual(Float64Array.of(1));
  });
});

describe('collapsing recursion (P6)', () => {
  const stack = profileOf('A;B;A;B;A 5', 'A;A;B;B 2');

  it('direct leaves A;B;A;B;A and folds A;A;B;B', () => {
    const direct = transformed(stack, { kind: 'collapse-recursion', recursion: 'direct' });
    expect(sampleLines(direct)).toEqual(['A;B;A;B;A 5', 'A;B 2']);
  });

  it('full makes A;B of both, and so moves self weight from A to B', () => {
    const full = transformed(stack, { kind: 'collapse-recursion', recursion: 'full' });
    expect(sampleLines(full)).toEqual(['A;B 5', 'A;B 2']);
    expect(selfByName(stack).get('A')).toBe(5);
    expect(selfByName(full).get('A')).toBe(0);
  });

  it('keeps the weight', () => {
    expect(weightOf(transformed(stack, { kind: 'collapse-recursion', recursion: 'full' }))).toBe(
      weightOf(stack),
    );
  });
});

describe('other changes of the tree (P6)', () => {
  const profile = profileOf('A;B;C 1', 'A;B 2', 'A;D 4', 'B;A;B;C 8', '- 16');
  const of = (name: string): number => functionOf(profile, name);

  it('focus begins stacks at a function and loses what is without it', () => {
    const outermost = transformed(profile, { kind: 'focus', functions: [of('B')], occurrence: 'outermost' });
    expect(sampleLines(outermost)).toEqual(['B;C 1', 'B 2', 'B;A;B;C 8']);
    const innermost = transformed(profile, { kind: 'focus', functions: [of('B')], occurrence: 'innermost' });
    expect(sampleLines(innermost)).toEqual(['B;C 1', 'B 2', 'B;C 8']);
  });

  it('drop loses the samples of a function', () => {
    expect(sampleLines(transformed(profile, { kind: 'drop', functions: [of('B')] }))).toEqual([
      'A;D 4',
      ' 16',
    ]);
  });

  it('hide gives a function to its callers', () => {
    const hidden = transformed(profile, { kind: 'hide', functions: [of('B'), of('A')] });
    expect(sampleLines(hidden)).toEqual(['C 1', ' 2', 'D 4', 'C 8', ' 16']);
    expect(weightOf(hidden)).toBe(weightOf(profile));
  });

  it('collapse makes one of a function and all that it calls', () => {
    const collapsed = transformed(profile, { kind: 'collapse', functions: [of('B')] });
    expect(sampleLines(collapsed)).toEqual(['A;B 1', 'A;B 2', 'A;D 4', 'B 8', ' 16']);
  });

  it('collapse-library makes one frame of neighbours, and no more', () => {
    const both = profileOf('A;B;C;D;B;A 1', 'C;B 2', 'B;C 4', 'A;D;D 8', '- 16');
    const at = (name: string): number => functionOf(both, name);
    const library = { kind: 'collapse-library', functions: [at('B'), at('C')], frame: at('D') } as const;
    const collapsed = transformed(both, library);
    // D stands for the library here: what called D itself stays apart from it.
    expect(sampleLines(collapsed)).toEqual(['A;D;D;D;A 1', 'D 2', 'D 4', 'A;D;D 8', ' 16']);
    expect(weightOf(collapsed)).toBe(weightOf(both));
  });

  it('collapse-library leaves no two neighbours, keeps all weight, and loses none of the other functions', () => {
    fc.assert(
      fc.property(randomProfile, ({ profile: drawn, samples }) => {
        const functions = ['A', 'B'].map((name) => functionOf(drawn, name)).filter((own) => own >= 0);
        const [frame] = functions;
        fc.pre(frame !== undefined);
        const collapsed = transformed(drawn, { kind: 'collapse-library', functions, frame });
        const name = drawn.frames.texts.at(drawn.frames.name[frame]!);
        const expected = samples.map(({ path, weight }) => {
          const shorter = path.map((own) => (own === 'A' || own === 'B' ? name : own));
          const kept = shorter.filter((own, place) => own !== name || shorter[place - 1] !== name);
          return `${kept.join(';')} ${weight}`;
        });
        expect(sampleLines(collapsed)).toEqual(expected);
      }),
      { numRuns: fuzzRuns(60) },
    );
  });

  it('follow each other in the order in which they are given', () => {
    const both = transformed(
      profile,
      { kind: 'focus', functions: [of('B')], occurrence: 'outermost' },
      { kind: 'hide', functions: [of('B')] },
    );
    expect(sampleLines(both)).toEqual(['C 1', ' 2', 'A;C 8']);
  });
});

describe('the inverted tree (P6)', () => {
  it('has roots that sum up to all samples with a stack, and callers that sum up to their callee', () => {
    fc.assert(
      fc.property(randomProfile, ({ profile }) => {
        const { self, all, empty } = profileTotals(profile);
        const tree = new InvertedTree(profile.stacks, functionTable(profile.frames));
        const roots = tree.roots(self);
        expect(sumOf(roots.map(({ weight }) => weight))).toBe(all - empty);
        const check = (node: InvertedNode): void => {
          const callers = tree.callers(node);
          expect(sumOf(callers.map(({ weight }) => weight)) + node.endsHere).toBe(node.weight);
          callers.forEach(check);
        };
        roots.forEach(check);
      }),
      { numRuns: fuzzRuns(40) },
    );
  });
});

describe('sandwich (P6)', () => {
  const profile = profileOf('M;F;G;F;H 3', 'F;X 5', 'M;K 7');
  const functions = functionTable(profile.frames);
  const cut = (occurrence: 'outermost' | 'innermost') =>
    sandwich(
      profile.stacks,
      functions,
      profile.samples,
      profile.samples.weights[0]!,
      functionOf(profile, 'F'),
      occurrence,
    );

  it('cuts at the outermost occurrence', () => {
    const { total, callers, callerTree, callees, calleeTotals } = cut('outermost');
    expect(total).toBe(8);
    expect(callers).toMatchObject({ weight: 8, endsHere: 5 });
    expect(callerTree.callers(callers!).map((node) => [node.function, node.weight])).toEqual([
      [functionOf(profile, 'M'), 3],
    ]);
    expect(callees.count).toBe(5);
    expect(calleeTotals.total[0]).toBe(8);
  });

  it('cuts at the innermost occurrence when asked', () => {
    const { total, callers, callerTree, callees } = cut('innermost');
    expect(total).toBe(8);
    expect(callerTree.callers(callers!).map((node) => node.function)).toEqual([functionOf(profile, 'G')]);
    // F, F;G (which is called between the two), F;H and F;X.
    expect(callees.count).toBe(4);
  });

  it('has the total of the function, for every function', () => {
    fc.assert(
      fc.property(
        randomProfile,
        fc.constantFrom('outermost' as const, 'innermost' as const),
        (random, occurrence) => {
          const own = random.profile;
          const table = functionTable(own.frames);
          const totals = functionTotals(own.stacks, table, profileTotals(own));
          for (let chosen = 0; chosen < table.count; chosen++) {
            const result = sandwich(
              own.stacks,
              table,
              own.samples,
              own.samples.weights[0]!,
              chosen,
              occurrence,
            );
            expect(result.total).toBe(totals.total[chosen]);
            expect(result.callers?.weight ?? 0).toBe(totals.total[chosen]);
          }
        },
      ),
      { numRuns: fuzzRuns(40) },
    );
  });
});

describe('the left-heavy order', () => {
  it('puts the heaviest child first and equal ones by name', () => {
    const profile = profileOf('R;z 1', 'R;b 4', 'R;a 4', 'Q 1');
    const { total } = profileTotals(profile);
    const { start, children } = leftHeavyChildren(profile.stacks, profile.frames, total);
    const names = (from: number, to: number): string[] =>
      [...children.subarray(from, to)].map((stack) =>
        profile.frames.texts.at(profile.frames.name[profile.stacks.frame[stack]!]!),
      );
    const { count } = profile.stacks;
    expect(names(start[count]!, start[count + 1]!)).toEqual(['R', 'Q']);
    expect(names(start[0]!, start[1]!)).toEqual(['a', 'b', 'z']);
  });
});
