import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Random } from '#core/statistics/random.ts';
import { profileArguments } from './profile-arguments.ts';
import { runProfile } from './profile-command.ts';
import type { ProfileDocument } from './profile-document.ts';
import { parseTransform } from './transform-option.ts';
import { exitCodes, UsageError } from './usage.ts';

let folder: string;
const never = new AbortController().signal;

const FUNCTIONS = ['main', 'hot', 'other', 'rest'];

/** As `node --cpu-prof` writes it: main calls the others, a sample per millisecond. */
function cpuProfile(seed: string, samples: number, shares: readonly number[]): string {
  const random = new Random(seed);
  const nodes = FUNCTIONS.map((functionName, i) => ({
    id: i + 2,
    callFrame: { functionName, scriptId: '1', url: '/srv/app/work.js', lineNumber: 10 * i, columnNumber: 0 },
    ...(i === 0 ? { children: [3, 4, 5] } : {}),
  }));
  const root = { functionName: '(root)', scriptId: '0', url: '', lineNumber: -1, columnNumber: -1 };
  const all = shares.reduce((sum, share) => sum + share, 0);
  const drawn = Array.from({ length: samples }, () => {
    let at = random.uniform() * all;
    return 3 + shares.findIndex((share) => (at -= share) < 0);
  });
  return JSON.stringify({
    nodes: [{ id: 1, callFrame: root, children: [2] }, ...nodes],
    startTime: 1000,
    endTime: 1000 + samples * 1000,
    samples: drawn,
    timeDeltas: drawn.map((_, i) => (i === 0 ? 0 : 1000)),
  });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loadstone-profile-difference-'));
  for (let run = 1; run <= 3; run++) {
    await writeFile(join(folder, `old-${run}.cpuprofile`), cpuProfile(`old ${run}`, 8000, [2, 3, 3]));
    await writeFile(join(folder, `new-${run}.cpuprofile`), cpuProfile(`new ${run}`, 10_000, [4, 3, 3]));
  }
  await writeFile(join(folder, 'same.cpuprofile'), cpuProfile('same', 8000, [2, 3, 3]));
  await writeFile(join(folder, 'before.folded'), 'main;a 5000\nmain;b 5000\n');
  await writeFile(join(folder, 'after.folded'), 'main;a 9000\nmain;b 5000\n');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function run(...args: readonly string[]): Promise<{ readonly code: number; readonly text: string }> {
  const printed: string[] = [];
  const places = args.map((arg) => (/\.(?:cpuprofile|folded)$/u.test(arg) ? join(folder, arg) : arg));
  const terminal = {
    print: (text: string) => printed.push(text),
    note: () => undefined,
    progress: () => undefined,
  };
  const code = await runProfile(profileArguments(places)!, terminal, never);
  return { code, text: printed.join('\n') };
}

async function difference(...args: readonly string[]) {
  const { code, text } = await run(...args, '--json');
  const document = JSON.parse(text) as ProfileDocument;
  return { code, profiles: document.profiles, difference: document.difference! };
}

describe('profile with a baseline', () => {
  it('says what changed, by how much and where, and ends with 1', async () => {
    const {
      code,
      profiles,
      difference: found,
    } = await difference('new-1.cpuprofile', '--baseline', 'old-1.cpuprofile', '--operations', '1000,1000');
    expect(code).toBe(exitCodes.failed);
    expect(profiles.map(({ name }) => name)).toEqual(['new-1.cpuprofile', 'old-1.cpuprofile']);
    expect(found).toMatchObject({
      mode: 'per-operation',
      unit: 'ns',
      per: 'operation',
      method: { kind: 'blocks' },
    });
    expect(found.functions[0]).toMatchObject({ name: 'hot', verdict: 'more', line: 11 });
    const { delta, ci95, baselineSelf, candidateSelf } = found.functions[0]!;
    expect(delta).toBeCloseTo(candidateSelf - baselineSelf, 6);
    // 2 ms per operation became 4.
    expect(ci95![0]).toBeLessThan(2e6);
    expect(ci95![1]).toBeGreaterThan(2e6);
    expect(found.attribution[0]).toMatchObject({ path: ['main', 'hot'], confidence: 'high' });
    expect(found.attribution[0]!.share).toBeGreaterThan(0.8);
    expect(found.sentence).toContain('hot');
  });

  it('prints it for people', async () => {
    const { text } = await run('new-1.cpuprofile', '--baseline', 'old-1.cpuprofile', '--top', '2');
    expect(text).toMatch(
      /^A old-1\.cpuprofile: 8,000 samples, 8 s\nB new-1\.cpuprofile: 10,000 samples, 10 s\n/u,
    );
    expect(text).toMatch(/sits under hot: \+[\d.]+ of \+2 s/u);
    expect(text).toMatch(/^hot +2\S* +4\S* +\+2\S* +\+\S+ to \+\S+ +more$/mu);
    expect(text).toContain('2 more functions');
  });

  it('ends with 0 where nothing changed', async () => {
    const { code, difference: found } = await difference('same.cpuprofile', '--baseline', 'old-1.cpuprofile');
    expect(code).toBe(exitCodes.done);
    expect(found.attributionState).toBe('no-change-point');
    expect((await run('old-1.cpuprofile', '--baseline', 'new-1.cpuprofile')).code).toBe(exitCodes.done);
  });

  it('takes several files for runs', async () => {
    const side = (name: string) => [1, 2, 3].map((place) => `${name}-${place}.cpuprofile`);
    const { code, difference: found } = await difference(
      ...side('new'),
      '--baseline',
      ...side('old'),
      '--operations',
      '10,10',
    );
    expect(found.method).toMatchObject({ kind: 'runs', units: [3, 3] });
    expect(found.candidate.profiles).toHaveLength(3);
    expect(code).toBe(exitCodes.failed);
    const each = await difference(
      ...side('new'),
      '--baseline',
      ...side('old'),
      '--operations',
      '10,10,10,20,20,20',
    );
    expect(each.difference.overall.candidate).toBeCloseTo(found.overall.candidate / 2, 6);
  });

  it('never calls a hint a regression', async () => {
    const args = ['after.folded', '--baseline', 'before.folded'];
    const { code, difference: found } = await difference(...args);
    expect(found.functions[0]).toMatchObject({ name: 'a', verdict: 'more' });
    expect(found.method.indicative).toBe(true);
    expect(code).toBe(exitCodes.done);
    expect((await run(...args, '--strict')).code).toBe(exitCodes.inconclusive);
  });

  it('changes both trees, and leaves out what is dropped', async () => {
    const { difference: found } = await difference(
      'after.folded',
      '--baseline',
      'before.folded',
      '--transform',
      'drop:/^b$/',
      '--hide-idle',
    );
    expect(found.functions.map(({ name }) => name)).toEqual(['a', 'main']);
    expect(found.overall).toMatchObject({ baseline: 5000, candidate: 9000 });
  });

  it('complains of what makes no sense', async () => {
    const complaint =
      (...args: readonly string[]) =>
      () =>
        profileArguments(args);
    expect(complaint('--baseline', 'a')).toThrow(/candidate before --baseline/u);
    expect(complaint('b', '--mode', 'raw')).toThrow(/--mode needs --baseline/u);
    expect(complaint('b', '--baseline', 'a', '--mode', 'fast')).toThrow(/raw, share, rate, per-operation/u);
    expect(complaint('b', '--baseline', 'a', '--operations', '10')).toThrow(UsageError);
    expect(complaint('b', '--baseline', 'a', '--operations', '10,0')).toThrow(UsageError);
    expect(complaint('b', '--baseline', 'a', '--align', 'names')).toThrow(/addresses/u);
    expect(complaint('b', '--baseline', 'a', '--design-effect', '0.5')).toThrow(UsageError);
    await expect(
      run('after.folded', '--baseline', 'before.folded', '--mode', 'per-operation'),
    ).rejects.toMatchObject({ code: 'bad-request' });
    await expect(run('after.folded', '--baseline', 'old-1.cpuprofile')).rejects.toThrow(
      /weighs ns and another samples/u,
    );
    await expect(run('after.folded', '--baseline', 'before.folded', '--thread', 'nobody')).rejects.toThrow(
      /all threads/u,
    );
  });
});

describe('--transform', () => {
  it.each([
    [
      'focus:main',
      {
        kind: 'focus',
        match: { by: 'function', name: 'main', file: null, line: null },
        occurrence: 'outermost',
      },
    ],
    [
      'focus-innermost:/^m/',
      { kind: 'focus', match: { by: 'pattern', pattern: '^m' }, occurrence: 'innermost' },
    ],
    [
      'hide:std::vector',
      { kind: 'hide', match: { by: 'function', name: 'std::vector', file: null, line: null } },
    ],
    [
      'collapse-library:module:libc.so.6',
      { kind: 'collapse-library', match: { by: 'module', module: 'libc.so.6' } },
    ],
    ['collapse-recursion:full', { kind: 'collapse-recursion', recursion: 'full' }],
  ])('%s', (text, transform) => {
    expect(parseTransform(text)).toEqual(transform);
  });

  it.each(['hide', 'hide:', ':x', 'merge:x', 'collapse-recursion:deep'])('refuses "%s"', (text) => {
    expect(() => parseTransform(text)).toThrow(UsageError);
  });
});
