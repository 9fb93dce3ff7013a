import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { speedscopeDocument } from '../export/speedscope-document.ts';
import { placeOfFrame } from '../functions.ts';
import type { NewProfile } from '../model/profile.ts';
import { collectProfiles } from '../testing/collect-profiles.ts';
import {
  corpusFiles,
  corpusOutcome,
  openCorpusHead,
  profileCorpusAvailable,
  profileCorpusNote,
  readCorpusProfile,
} from '../testing/corpus-profiles.ts';
import { profileTotals } from '../totals.ts';
import { detectProfile } from './detect-profile.ts';
import { profileFormats } from './registry.ts';
import { speedscope } from './speedscope/speedscope.ts';

/** Every file of the folder, whether a test knows it or not. */
describe.runIf(profileCorpusAvailable)(`the folder of profiles${profileCorpusNote}`, () => {
  const files = corpusFiles();
  const formatOf = (path: string): string | null => {
    const outcome = corpusOutcome(path);
    return outcome !== undefined && 'format' in outcome ? outcome.format : null;
  };

  it('has no file of which nothing is expected', () => {
    expect(files.length).toBeGreaterThan(190);
    expect(files.filter((path) => corpusOutcome(path) === undefined)).toEqual([]);
  });

  it.each(files)('%s opens, or is refused in the words that are expected', async (path) => {
    const outcome = corpusOutcome(path)!;
    if ('refused' in outcome) {
      await expect(readCorpusProfile(path)).rejects.toMatchObject({ message: outcome.refused });
      return;
    }
    const profiles = await readCorpusProfile(path);
    expect(profiles.length).toBeGreaterThan(0);
    for (const profile of profiles) {
      expect(profile.format).toBe(outcome.format);
      expectRoundTrip(profile);
    }
  });

  it('is told apart: each file is taken for one format, and no other one would have it', async () => {
    const confused: string[] = [];
    for (const path of files) {
      const candidates = detectProfile(await openCorpusHead(path), profileFormats).candidates;
      const takers = candidates.filter(({ score }) => score >= 0.5).map(({ format }) => format.id);
      const expected = formatOf(path);
      // A refused file may still be in a known format: an old version of it, or damaged.
      const isRight = expected === null ? takers.length <= 1 : takers.length === 1 && takers[0] === expected;
      if (!isRight) confused.push(`${basename(path)}: ${takers.join(', ')} instead of ${expected}`);
    }
    expect(confused).toEqual([]);
  });
});

/** Import, export as speedscope, import: no function may have gained or lost. */
function expectRoundTrip(profile: NewProfile): void {
  const document = [...speedscopeDocument('f', 't', [{ profile, weight: profile.defaultWeight }])].join('');
  const back = sums(collectProfiles(speedscope, document));
  const before = sums([profile]);
  for (const [key, { self, total }] of before) {
    const own = back.get(key) ?? { self: 0, total: 0 };
    const tolerance = 1e-9 * Math.max(1, Math.abs(total));
    expect(Math.abs(own.self - self), `self of ${key}`).toBeLessThanOrEqual(tolerance);
    expect(Math.abs(own.total - total), `total of ${key}`).toBeLessThanOrEqual(tolerance);
  }
  expect([...back.keys()].filter((key) => !before.has(key))).toEqual([]);
}

/** By function as the exported file tells them apart, computed the long way: stack by stack, each function once. */
function sums(profiles: readonly NewProfile[]): Map<string, { self: number; total: number }> {
  const found = new Map<string, { self: number; total: number }>();
  for (const profile of profiles) {
    const { self } = profileTotals(profile);
    const keys = Array.from({ length: profile.frames.count }, (_, frame) => {
      const { name, file, module, line, column } = placeOfFrame(profile.frames, frame);
      return JSON.stringify([name, file ?? module, line, column]);
    });
    const used = new Set(profile.samples.stack);
    for (const stack of used) {
      if (stack < 0) continue;
      const seen = new Set<string>();
      for (let at = stack; at >= 0; at = profile.stacks.parent[at]!) {
        const key = keys[profile.stacks.frame[at]!]!;
        let sum = found.get(key);
        if (sum === undefined) found.set(key, (sum = { self: 0, total: 0 }));
        if (at === stack) sum.self += self[stack]!;
        if (!seen.has(key)) sum.total += self[stack]!;
        seen.add(key);
      }
    }
  }
  return found;
}
