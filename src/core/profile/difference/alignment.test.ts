import { describe, expect, it } from 'vitest';
import { alignmentSteps, type AlignmentStep } from '#shared/model/profile-difference.ts';
import type { NewFrame } from '../model/frame-interner.ts';
import { ProfileBuilder } from '../model/profile-builder.ts';
import { NO_PARENT, type NewProfile } from '../model/profile.ts';
import { profileOf } from '../testing/small-profiles.ts';
import { matchFiles } from './matching-files.ts';
import {
  withoutAddresses,
  withoutContentHashes,
  withoutGeneratedIds,
  withoutThreadNumbers,
  withoutTypeArguments,
} from './normal-names.ts';
import { compare, functionNames, sideOf } from './testing/compare.ts';

function profileOfFrames(...frames: readonly NewFrame[]): NewProfile {
  const builder = new ProfileBuilder([{ name: 'samples', unit: 'samples' }], false);
  for (const frame of frames)
    builder.sample(0, 0, builder.stacks.childOf(NO_PARENT, builder.frames.idOf(frame)), 10);
  return builder.finish({ name: 'frames' });
}

/** How many functions a frame of each side makes. */
async function functionsOf(a: NewFrame, b: NewFrame, alignment: readonly AlignmentStep[]): Promise<number> {
  const difference = await compare(sideOf(profileOfFrames(a)), sideOf(profileOfFrames(b)), {
    alignment: [...alignment],
  });
  return difference.functions.functions.count;
}

describe('normal names (P2)', () => {
  it.each([
    ['parse+0x1f', 'parse'],
    ['do_syscall_64+0x5c (inlined)', 'do_syscall_64 (inlined)'],
    ['0x7ff6fc61a26f', '0x*'],
    ['add0x', 'add0x'],
  ])('addresses: %s', (name, normal) => {
    expect(withoutAddresses(name)).toBe(normal);
  });

  it.each([
    ['com.x.A$$Lambda$14/0x0000000840123.run', 'com.x.A$$Lambda.run'],
    ['com.x.A$$Lambda+0x00007f.run', 'com.x.A$$Lambda.run'],
    [
      'jdk.internal.reflect.GeneratedMethodAccessor123.invoke',
      'jdk.internal.reflect.GeneratedMethodAccessor.invoke',
    ],
    ['com.sun.proxy.$Proxy42.get', 'com.sun.proxy.$Proxy.get'],
    ['core::fmt::write::h0123456789abcdef', 'core::fmt::write'],
    ['parse.constprop.0.isra.3', 'parse'],
    ['java.util.ArrayList.add', 'java.util.ArrayList.add'],
    ['part', 'part'],
  ])('generated ids: %s', (name, normal) => {
    expect(withoutGeneratedIds(name)).toBe(normal);
  });

  it.each([
    ['https://x.org/a/app.3f9c1a.js', 'https://x.org/a/app.*.js'],
    ['/assets/index-BxK3f9_2.js?v=3', '/assets/index-*.js'],
    ['main.0123456789abcdef.chunk.mjs', 'main.*.chunk.mjs'],
    ['/src/user-settings.js', '/src/user-settings.js'],
    ['/src/facade.js', '/src/facade.js'],
    ['/src/a.decade.js', '/src/a.decade.js'],
    ['node:internal/fs', 'node:internal/fs'],
  ])('content hashes: %s', (file, normal) => {
    expect(withoutContentHashes(file)).toBe(normal);
  });

  it.each([
    ['java-4711/4712', 'java-*'],
    ['iperf-?/8567', 'iperf-*'],
    ['worker-12', 'worker-*'],
    ['[pool-1-thread tid=81]', '[pool-1-thread tid=*]'],
  ])('thread numbers: %s', (name, normal) => {
    expect(withoutThreadNumbers(name)).toBe(normal);
  });

  it.each([
    ['std::map<int, std::vector<char>>::at(int)', 'std::map<>::at(int)'],
    ['operator<', 'operator<'],
    ['a::operator<<', 'a::operator<<'],
    ['Foo.<init>', 'Foo.<init>'],
    ['<module>', '<module>'],
    ['call<void ()->int>', 'call<>'],
    ['broken<int', 'broken<int'],
  ])('type arguments: %s', (name, normal) => {
    expect(withoutTypeArguments(name)).toBe(normal);
  });
});

describe('matching files (P2)', () => {
  const match = (a: readonly string[], b: readonly string[]) => matchFiles(new Set(a), new Set(b));

  it('takes the best candidate of each other', () => {
    expect(
      Object.fromEntries(
        match(
          ['/ci/1/p1/src/index.ts', '/ci/1/p2/src/index.ts', '/same.ts'],
          ['/ci/2/p1/src/index.ts', '/ci/2/p2/src/index.ts', '/same.ts'],
        ),
      ),
    ).toEqual({
      '/ci/1/p1/src/index.ts': '…/p1/src/index.ts',
      '/ci/2/p1/src/index.ts': '…/p1/src/index.ts',
      '/ci/1/p2/src/index.ts': '…/p2/src/index.ts',
      '/ci/2/p2/src/index.ts': '…/p2/src/index.ts',
    });
  });

  it('leaves alone what has two candidates, or only a common name', () => {
    expect(match(['/a/x/rules.ts'], ['/b/rules.ts', '/c/rules.ts']).size).toBe(0);
    expect(match(['/m/left/index.js'], ['/m/right/index.js']).size).toBe(0);
    expect(match(['/tmp/a/rules.js'], ['/tmp/b/rules.js']).size).toBe(2);
  });
});

describe('alignment (P2)', () => {
  const cases: readonly (readonly [AlignmentStep, NewFrame, NewFrame])[] = [
    ['addresses', { name: 'f+0x1' }, { name: 'f+0x2' }],
    ['generated-ids', { name: 'A$$Lambda$1' }, { name: 'A$$Lambda$2' }],
    ['content-hashes', { name: 'f', file: 'x.3f9c1a.js' }, { name: 'f', file: 'x.77aa01.js' }],
    ['thread-numbers', { name: 'worker-1', kind: 'label' }, { name: 'worker-2', kind: 'label' }],
    ['type-arguments', { name: 'map<int>' }, { name: 'map<char>' }],
    ['ignore-lines', { name: 'f', file: 'a.ts', line: 3 }, { name: 'f', file: 'a.ts', line: 9 }],
    ['folders', { name: 'f', file: '/1/src/a.ts' }, { name: 'f', file: '/2/src/a.ts' }],
  ];

  it.each(cases)('%s makes one of two, and only when it is on', async (step, a, b) => {
    expect(await functionsOf(a, b, [step])).toBe(1);
    expect(
      await functionsOf(
        a,
        b,
        alignmentSteps.filter((other) => other !== step),
      ),
    ).toBe(2);
  });

  it('tells functions without a name apart by their place', async () => {
    const at = (line: number): NewFrame => ({ name: '(anonymous)', file: 'a.js', line });
    expect(await functionsOf(at(3), at(9), ['anonymous-by-place', 'ignore-lines'])).toBe(2);
    expect(await functionsOf(at(3), at(9), ['ignore-lines'])).toBe(1);
  });

  it('keeps functions of different files apart, and joins forms of one', async () => {
    expect(await functionsOf({ name: 'f', file: 'a.ts' }, { name: 'f', file: 'b.ts' }, alignmentSteps)).toBe(
      2,
    );
    expect(
      await functionsOf({ name: 'f', kind: 'jit' }, { name: 'f', kind: 'interpreted' }, alignmentSteps),
    ).toBe(1);
  });

  it('says what each step did', async () => {
    const difference = await compare(sideOf(profileOf('f+0x1 5')), sideOf(profileOf('f+0x2 5')));
    expect(difference.alignment.find(({ step }) => step === 'addresses')).toEqual({
      step: 'addresses',
      on: true,
      applied: 2,
    });
    expect(difference.alignment.find(({ step }) => step === 'type-arguments')).toMatchObject({
      on: false,
      applied: 0,
    });
    expect(functionNames(difference)).toEqual(['f']);
  });
});

describe('renames (P2)', () => {
  const before = profileOf('main;oldName;x 60', 'main;oldName;y 35', 'main;oldName;z 5', 'main;rest 20');
  const after = profileOf('main;newName;x 55', 'main;newName;y 40', 'main;newName;w 5', 'main;rest 20');

  it('are suggested where what is called is the same, and not applied', async () => {
    const difference = await compare(sideOf(before), sideOf(after));
    expect(difference.renames).toEqual([
      {
        baseline: { name: 'oldName', file: null },
        candidate: { name: 'newName', file: null },
        path: ['main'],
        shared: 0.95,
      },
    ]);
    expect(functionNames(difference)).toContain('oldName');
  });

  it('are applied when a person says so', async () => {
    const difference = await compare(sideOf(before), sideOf(after), {
      renames: [{ baseline: { name: 'oldName', file: null }, candidate: { name: 'newName', file: null } }],
    });
    expect(functionNames(difference)).not.toContain('oldName');
    expect(difference.renames).toEqual([]);
  });

  it.each([
    ['other callees', ['main;newName;q 95', 'main;newName;x 5', 'main;rest 20']],
    ['moved, not renamed', ['main;newName;x 60', 'main;newName;y 35', 'rest;oldName;x 20']],
    ['two candidates', ['main;newName;x 60', 'main;newName;y 35', 'main;other;x 60']],
  ])('are not suggested: %s', async (_, lines) => {
    expect((await compare(sideOf(before), sideOf(profileOf(...lines)))).renames).toEqual([]);
  });
});
