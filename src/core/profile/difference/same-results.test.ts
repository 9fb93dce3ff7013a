import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Random } from '../../statistics/random.ts';
import { ProfileBuilder } from '../model/profile-builder.ts';
import { NO_PARENT, type NewProfile } from '../model/profile.ts';
import type { CompareOptions } from './compare-profiles.ts';
import type { ProfileSide } from './compared-profile.ts';
import { compare, sideOf } from './testing/compare.ts';

const STACKS = 4000;
const SAMPLES = 12_000;

interface Shape {
  readonly seed: string;
  readonly timed: boolean;
  readonly threads: number;
  /** Weight that some functions have in addition, which makes changes. */
  readonly extra: number;
}

/** Random stacks, some of one function several times, with weights of whole ns that differ. */
function randomProfile({ seed, timed, threads, extra }: Shape): NewProfile {
  const tree = new Random('tree');
  const random = new Random(seed);
  const builder = new ProfileBuilder([{ name: 'cpu', unit: timed ? 'ns' : 'samples' }], timed);
  for (let thread = 0; thread < threads; thread++) builder.addThread(`worker-${thread}`);
  const frames = Array.from({ length: 300 }, (_, i) =>
    builder.frames.idOf({
      name: i % 17 === 0 ? '' : `f${i}`,
      file: `/src/file${i % 20}.ts`,
      line: i + 1,
      kind: i === 5 ? 'idle' : 'program',
    }),
  );
  const depth: number[] = [];
  while (depth.length < STACKS) {
    const own = tree.below(10) === 0 ? random : tree;
    const above = depth.length < 5 ? NO_PARENT : tree.below(depth.length);
    if (above >= 0 && depth[above]! >= 25) continue;
    const stack = builder.stacks.childOf(above, frames[Math.floor(frames.length * own.uniform() ** 3)]!);
    if (stack === depth.length) depth.push(above < 0 ? 1 : depth[above]! + 1);
  }
  for (let i = 0; i < SAMPLES; i++) {
    // Threads one after the other: samples are not in the order of their time.
    const turn = i % (SAMPLES / threads);
    const stack = random.below(50) === 0 ? NO_PARENT : Math.floor(STACKS * random.uniform() ** 2);
    const more = stack >= 0 && stack % 7 === 0 ? extra : 0;
    const weight = timed ? 900_000 + random.below(200_000) + more : 1 + random.below(3) + (more > 0 ? 2 : 0);
    builder.sample(turn * 1000, Math.floor((i * threads) / SAMPLES), stack, weight);
  }
  return builder.finish({
    name: seed,
    durationUs: timed ? (SAMPLES / threads) * 1000 : null,
    intervalUs: timed ? 1000 : null,
  });
}

/** Recursion collapsed in the tree, not in the figures of functions. */
function collapsed(side: ProfileSide, own: NewProfile): ProfileSide {
  const { frames, stacks, samples } = own;
  return {
    ...side,
    profiles: side.profiles.map((profile) => ({ ...profile, tree: { frames, stacks, samples } })),
  };
}

/**
 * Of everything in an answer: whole numbers and weights as they are, what was estimated to ten digits, so that a logarithm that
 * another version of Node computes with another last bit is no change.
 */
function digestOf(value: unknown): string {
  const hash = createHash('sha256');
  const add = (key: string, part: unknown): void => {
    hash.update(`${key}:`);
    if (typeof part === 'number') hash.update(Number.isInteger(part) ? String(part) : part.toPrecision(10));
    else if (part instanceof Float64Array || part instanceof Float32Array)
      part.forEach((number, place) => add(String(place), number));
    else if (ArrayBuffer.isView(part)) hash.update(part as Uint8Array);
    else if (part === null || typeof part !== 'object') hash.update(String(part));
    else for (const [name, inner] of Object.entries(part)) add(name, inner);
  };
  add('', value);
  return hash.digest('hex').slice(0, 16);
}

const timed = (seed: string, extra = 0, threads = 1): NewProfile =>
  randomProfile({ seed, timed: true, threads, extra });
const counted = (seed: string, extra = 0): NewProfile =>
  randomProfile({ seed, timed: false, threads: 1, extra });

async function digest(
  baseline: ProfileSide,
  candidate: ProfileSide,
  options: Partial<CompareOptions> = {},
): Promise<readonly [kind: string, digest: string]> {
  const answer = await compare(baseline, candidate, { mode: 'share', order: 'heaviest', ...options });
  return [answer.method.kind, digestOf(answer)];
}

describe('differences of random profiles', () => {
  it('stay what they were: blocks of time', async () => {
    expect(await digest(sideOf(timed('a')), sideOf(timed('b', 300_000)))).toEqual([
      'blocks',
      '0c496412577e3ee2',
    ]);
  });

  it('stay what they were: samples of several threads, siblings by name, raw weights', async () => {
    const [a, b] = [sideOf(timed('a', 0, 3)), sideOf(timed('b', 300_000, 2))];
    expect(await digest(a, b, { mode: 'rate', order: 'name' })).toEqual(['blocks', 'c777b32aafbba8be']);
  });

  it('stay what they were: a tree that is not the one functions are counted in', async () => {
    const b = timed('b', 300_000);
    const side = collapsed(sideOf(b), timed('c'));
    expect(await digest(sideOf(timed('a')), side)).toEqual(['blocks', 'ce702ed375d4bbac']);
  });

  it('stay what they were: runs', async () => {
    const a = ['a', 'b', 'c'].map((seed) => timed(seed));
    const b = ['d', 'e', 'f', 'g'].map((seed) => timed(seed, 300_000));
    expect(await digest(sideOf(a), sideOf(b), { mode: 'raw' })).toEqual(['runs', 'eb0ab36c81c764bb']);
  });

  it('stay what they were: two profiles on a side', async () => {
    const a = sideOf([timed('a'), timed('b')]);
    expect(await digest(a, sideOf(timed('c', 300_000)))).toEqual(['blocks', '3f5bc66c66b32490']);
  });

  it('stay what they were: counts', async () => {
    expect(await digest(sideOf(counted('a')), sideOf(counted('b', 1)))).toEqual([
      'counts',
      '5e6f76e4a3958d8b',
    ]);
  });

  it('stay what they were: around one function', async () => {
    const around = {
      function: { name: 'f1', file: '/src/file1.ts', line: 2, column: 0 },
      half: 'callers',
      occurrence: 'innermost',
    } as const;
    expect(await digest(sideOf(timed('a')), sideOf(timed('b', 300_000)), { around })).toEqual([
      'blocks',
      '3e466e65940c7510',
    ]);
  });
});
