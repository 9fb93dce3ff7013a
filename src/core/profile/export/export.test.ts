import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '../../import/testing/fuzz-runs.ts';
import { folded } from '../import/folded/folded.ts';
import { speedscope } from '../import/speedscope/speedscope.ts';
import type { NewProfile } from '../model/profile.ts';
import { collectProfile, collectProfiles, selfByName } from '../testing/collect-profiles.ts';
import {
  corpusProfiles,
  profileCorpusAvailable,
  profileCorpusNote,
  readCorpusProfile,
} from '../testing/corpus-profiles.ts';
import { profileOf } from '../testing/small-profiles.ts';
import { profileTotals } from '../totals.ts';
import { foldedLines, NO_STACK_NAME } from './folded-lines.ts';
import { speedscopeDocument } from './speedscope-document.ts';

const speedscopeText = (profile: NewProfile): string =>
  [...speedscopeDocument('file', 'test 1', [{ profile, weight: profile.defaultWeight }])].join('');
const foldedText = (profile: NewProfile): string =>
  [...foldedLines([{ profile, weight: profile.defaultWeight }])].join('');

describe('speedscopeDocument', () => {
  it('is JSON with merged neighbours', () => {
    const document: unknown = JSON.parse(speedscopeText(profileOf('a;b 1', 'a;b 2', 'a 3', '- 1', 'a;b 1')));
    expect(document).toMatchObject({
      $schema: 'https://www.speedscope.app/file-format-schema.json',
      exporter: 'test 1',
      shared: { frames: [{ name: 'a' }, { name: 'b' }] },
      profiles: [
        {
          type: 'sampled',
          unit: 'none',
          startValue: 0,
          endValue: 8,
          samples: [[0, 1], [0], [], [0, 1]],
          weights: [3, 3, 1, 1],
        },
      ],
    });
  });

  it('comes back with equal totals, whatever the names', () => {
    const name = fc
      .string({ minLength: 1, maxLength: 12 })
      .filter((text) => !/[ ;]/u.test(text) && text !== '-');
    const line = fc.tuple(fc.array(name, { minLength: 1, maxLength: 5 }), fc.integer({ min: 1, max: 9 }));
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 10 }), (lines) => {
        const profile = profileOf(...lines.map(([path, weight]) => `${path.join(';')} ${weight}`));
        const back = collectProfile(speedscope, speedscopeText(profile));
        expect(selfByName(back)).toEqual(selfByName(profile));
      }),
      { numRuns: fuzzRuns(50) },
    );
  });
});

describe('foldedLines', () => {
  it('has a line per stack and keeps its separators out of names', () => {
    const profile = profileOf('a;b 1', 'a;b 2', '- 4');
    expect(foldedText(profile)).toBe(`a;b 3\n${NO_STACK_NAME} 4\n`);
  });
});

describe.runIf(profileCorpusAvailable)(`export of real profiles${profileCorpusNote}`, () => {
  const files = corpusProfiles(
    'profiles/cpuprofile/',
    'profiles/chrome-trace/chrome',
    'profiles/firefox/gecko',
    'profiles/pprof/go119',
    'heap/heapprofile/',
  );
  it.each(files)('$path comes back with equal totals', async ({ path }) => {
    const [profile] = await readCorpusProfile(path);
    const all = profileTotals(profile!).all;
    const threads = collectProfiles(speedscope, speedscopeText(profile!));
    const sum = threads.reduce((total, own) => total + profileTotals(own).all, 0);
    expect(sum).toBe(all);
    const expected = [...selfByName(profile!)].filter(([, value]) => value !== 0);
    const heaviest = expected.reduce((a, b) => (b[1] > a[1] ? b : a));
    expect(threads.reduce((total, own) => total + (selfByName(own).get(heaviest[0]) ?? 0), 0)).toBe(
      heaviest[1],
    );
    expect(profileTotals(collectProfile(folded, foldedText(profile!))).all).toBe(all);
  });
});
