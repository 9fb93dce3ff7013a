import { describe, expect, it } from 'vitest';
import {
  corpusProfiles,
  listFact,
  numberFact,
  profileCorpusAvailable,
  profileCorpusNote,
  readCorpusProfile,
} from '../../testing/corpus-profiles.ts';
import { selfByName } from '../../testing/collect-profiles.ts';
import { profileTotals } from '../../totals.ts';

describe.runIf(profileCorpusAvailable)(`stackprof of the corpus${profileCorpusNote}`, () => {
  const files = corpusProfiles('profiles/stackprof/');
  it('has files', () => expect(files.length).toBe(4));

  it.each(files)('$path', async ({ path, facts }) => {
    const [profile] = await readCorpusProfile(path);
    expect(profile!.samples.count).toBe(numberFact(facts, 'raw_stacks'));
    const weight = profile!.weightTypes.findIndex(({ name }) => name === 'samples');
    expect(profileTotals(profile!, weight).all).toBe(numberFact(facts, 'raw_weight'));
    const self = selfByName(profile!, weight);
    for (const [name, count] of listFact(facts, 'top samples'))
      expect(self.get(name === '(no name)' ? '(unknown)' : name)).toBe(count);
  });

  it.each([
    ['simple-cpu-stackprof.json', 'cpu', 489_000_000, { 'Object#d': 331_000_000, '(sweeping)': 71_000_000 }],
    [
      'simple-stackprof.json',
      'wall',
      1_551_604_000,
      { 'Object#d': 1_087_582_000, '(garbage collection)': 464_022_000 },
    ],
    ['object-stackprof.json', 'objects', 103, { 'Array#sort': 36, 'Array#sample': 20 }],
  ])('profiles/stackprof/%s weighs %s', async (file, name, all, self) => {
    const [profile] = await readCorpusProfile(`profiles/stackprof/${file}`);
    expect(profile!.weightTypes[profile!.defaultWeight]!.name).toBe(name);
    expect(profileTotals(profile!).all).toBe(all);
    expect(Object.fromEntries(selfByName(profile!))).toMatchObject(self);
  });
});
