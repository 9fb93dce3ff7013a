import { describe, expect, it } from 'vitest';
import { collectOrRefuse, collectProfile, sampleLines, selfByName } from '../../testing/collect-profiles.ts';
import { callgrind } from './callgrind.ts';

const file = (...lines: readonly string[]): string =>
  ['# callgrind format', 'events: Ir Dr', ...lines, ''].join('\n');

describe('callgrind', () => {
  it('passes over places of jumps, which have no costs', () => {
    const profile = collectProfile(
      callgrind,
      file('fn=main', '1 10 2', 'jump=3 +2', '* *', 'jcnd=1/4 5', '3 4', '5 7 1'),
    );
    expect(Object.fromEntries(selfByName(profile, 0))).toEqual({ main: 17 });
    expect(Object.fromEntries(selfByName(profile, 1))).toEqual({ main: 3 });
  });

  it('reads two positions, numbers in hexadecimal, and costs that are left out', () => {
    const profile = collectProfile(
      callgrind,
      file('positions: instr line', 'fn=main', '0x10 3 5', '+4 * 6 1', '0x20 +1 0x0a'),
    );
    expect(Object.fromEntries(selfByName(profile, 0))).toEqual({ main: 21 });
    expect(Object.fromEntries(selfByName(profile, 1))).toEqual({ main: 1 });
  });

  it('knows functions of the same name in other files and libraries apart', () => {
    const profile = collectProfile(
      callgrind,
      file(
        'ob=/lib/a.so',
        'fl=a.c',
        'fn=init',
        '1 1',
        'cob=/lib/b.so',
        'cfi=b.c',
        'cfn=init',
        'calls=1 1',
        '1 2',
        'ob=/lib/b.so',
        'fl=b.c',
        'fn=init',
        '1 2',
      ),
    );
    expect(sampleLines(profile)).toEqual(['init 1', 'init;init 2']);
    expect(profile.frames.count).toBe(2);
  });

  it('counts code of other files in a function as its own', () => {
    const profile = collectProfile(
      callgrind,
      file('fl=a.c', 'fn=main', '1 1', 'fi=inline.h', '7 5', 'fe=a.c', '2 1'),
    );
    expect(sampleLines(profile)).toEqual(['main 7']);
    expect(profile.frames.texts.at(profile.frames.file[0]!)).toBe('a.c');
  });

  it('puts parts of a file together and compares with what they say', () => {
    const part = ['fn=(1) main', '1 10', 'totals: 10'];
    const two = collectProfile(
      callgrind,
      file('part: 1', ...part, 'part: 2', 'events: Ir Dr', 'fn=(1)', '1 10', 'totals: 11'),
    );
    expect(selfByName(two).get('main')).toBe(20);
    expect(two.warnings.map(({ code }) => code)).toContain('totals-differ');
    const one = collectProfile(callgrind, file(...part));
    expect(one.warnings.map(({ code }) => code)).toEqual(['call-graph']);
  });

  it('says which lines make no sense', () => {
    const profile = collectProfile(callgrind, file('fn=main', '1 10', 'what is this', '12 x', '2 5'));
    expect(profile.warnings[0]).toMatchObject({ code: 'bad-lines', count: 2, message: /lines 5, 6\./u });
    expect(selfByName(profile).get('main')).toBe(15);
  });

  it('refuses a file without costs', () => {
    expect(collectOrRefuse(callgrind, file('fn=main'))).toMatchObject({
      code: 'file-damaged',
      message: /no costs/u,
    });
  });
});
