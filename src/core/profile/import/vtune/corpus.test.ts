import { describe, expect, it } from 'vitest';
import type { NewProfile } from '../../model/profile.ts';
import {
  corpusText,
  profileCorpusAvailable,
  profileCorpusNote,
  readCorpusProfile,
} from '../../testing/corpus-profiles.ts';
import { selfByName, totalByName } from '../../testing/collect-profiles.ts';
import { profileTotals } from '../../totals.ts';

const NS_PER_MS = 1e6;

/** Stacks as inferno writes them, in whole ms. */
function lines({ samples, stacks, frames }: NewProfile): string[] {
  return Array.from({ length: samples.count }, (_, i) => {
    const path: string[] = [];
    for (let at = samples.stack[i]!; at >= 0; at = stacks.parent[at]!) {
      const frame = stacks.frame[at]!;
      path.unshift(`${frames.texts.at(frames.module[frame]!)}\`${frames.texts.at(frames.name[frame]!)}`);
    }
    return `[Unknown]\`Total;${path.join(';')} ${Math.round(samples.weights[0]![i]! / NS_PER_MS)}`;
  });
}

describe.runIf(profileCorpusAvailable)(`VTune of the corpus${profileCorpusNote}`, () => {
  it('profiles/vtune/vtune.csv: the stacks that inferno makes of it', async () => {
    const [profile] = await readCorpusProfile('profiles/vtune/vtune.csv');
    const golden = corpusText('profiles/vtune/vtune-default.txt').trimEnd().split('\n');
    expect(lines(profile!).sort()).toEqual(golden.sort());
    // The manifest's own sum leaves out rows in quotes; inferno's is 168 ms.
    expect(profileTotals(profile!).all).toBe(168.572 * NS_PER_MS);
    expect(profile!.warnings).toEqual([]);
  });

  it.each([
    ['bad-stack-line.csv', 'line 7.'],
    ['invalid-time-field.csv', 'line 2.'],
  ])('profiles/vtune/%s: a line is left out and said', async (file, place) => {
    const [profile] = await readCorpusProfile(`profiles/vtune/${file}`);
    expect(profileTotals(profile!).all).toBe(168.572 * NS_PER_MS);
    expect(profile!.warnings).toMatchObject([{ code: 'bad-lines', count: 1 }]);
    expect(profile!.warnings[0]!.message).toContain(place);
  });

  it('profiles/vtune/skipped-indentation.csv: a skipped depth is a call', async () => {
    const [profile] = await readCorpusProfile('profiles/vtune/skipped-indentation.csv');
    expect(profileTotals(profile!).all).toBe(168.572 * NS_PER_MS);
    expect(totalByName(profile!).get('main')).toBe(168.572 * NS_PER_MS);
  });

  it.each([
    [
      'r000hs_gprof_cc.axe',
      31.29,
      { initialize_2D_buffer: 14.71, sphere_intersect: 8.068, grid_intersect: 6.592 },
    ],
    ['r000hs_vtune_gprof_2013.axe', 16.349, { initialize_2D_buffer: 7.567, sphere_intersect: 4.819 }],
    ['r000hs_vtune_gprof_2015.axe', 16.947, { initialize_2D_buffer: 9.593, grid_intersect: 3.379 }],
  ])('profiles/vtune/%s: self of the table, recursion once', async (file, seconds, self) => {
    const path = `profiles/vtune/${file}`;
    const [profile] = await readCorpusProfile(path);
    const rows = corpusText(path)
      .split('\n')
      .filter((line) => /^\[\d+\]\s+[\d.]+\s/u.test(line) && !line.includes('as a whole>'))
      .map((line) => Number(line.split(/\s+/u)[2]));
    expect(rows.reduce((sum, own) => sum + own, 0)).toBeCloseTo(seconds, 6);
    const { all } = profileTotals(profile!);
    expect(all / 1e9).toBeCloseTo(seconds, 6);
    const own = selfByName(profile!);
    for (const [name, value] of Object.entries(self)) expect(own.get(name)! / 1e9).toBeCloseTo(value, 6);
    expect(Math.max(...totalByName(profile!).values())).toBeLessThanOrEqual(all * (1 + 1e-9));
  });
});
