import { describe, expect, it } from 'vitest';
import {
  corpusProfiles,
  corpusText,
  numberFact,
  profileCorpusAvailable,
  profileCorpusNote,
  readCorpusProfile,
} from '../../testing/corpus-profiles.ts';
import { selfByName } from '../../testing/collect-profiles.ts';
import { profileTotals } from '../../totals.ts';

describe.runIf(profileCorpusAvailable)(`bpftrace of the corpus${profileCorpusNote}`, () => {
  const [file] = corpusProfiles('profiles/bpftrace/');

  it('has every entry with its count, by the thread that its key names', async () => {
    const { path, facts } = file!;
    const [profile] = await readCorpusProfile(path);
    expect(profile!.samples.count).toBe(numberFact(facts, 'maps_entries'));
    expect(profileTotals(profile!).all).toBe(numberFact(facts, 'sum(count)'));
    expect(profile!.threads.map(({ name }) => name)).toEqual(['native-nopie']);
    expect(profile!.warnings).toEqual([]);
  });

  it('gives counts to the first function of each stack, whatever its offset', async () => {
    const { path } = file!;
    const [profile] = await readCorpusProfile(path);
    const expected = new Map<string, number>();
    for (const entry of corpusText(path)
      .split(/^@\[, \n/mu)
      .slice(1)) {
      const name = entry
        .split('\n')[0]!
        .trim()
        .replace(/\+\d+$/u, '');
      const count = Number(/, native-nopie\]: (\d+)/u.exec(entry)![1]);
      expected.set(name, (expected.get(name) ?? 0) + count);
    }
    const self = [...selfByName(profile!)].filter(([, count]) => count > 0);
    expect(self.length).toBeGreaterThan(5);
    expect(new Map(self)).toEqual(expected);
  });
});
