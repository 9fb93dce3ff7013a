import { describe, expect, it } from 'vitest';
import {
  profileCorpusAvailable,
  profileCorpusNote,
  readCorpusProfile,
} from '../../testing/corpus-profiles.ts';
import { selfByName, totalByName } from '../../testing/collect-profiles.ts';
import { profileTotals } from '../../totals.ts';

const folder = 'profiles/instruments';

describe.runIf(profileCorpusAvailable)(`Instruments of the corpus${profileCorpusNote}`, () => {
  it('reads times with the self column', async () => {
    const [profile] = await readCorpusProfile(`${folder}/instruments7-time-profile-deep-copy.txt`);
    expect(profile!.weightTypes).toEqual([{ name: 'time', unit: 'ns' }]);
    expect(profileTotals(profile!).all).toBe(4_273_000_000);
    expect(Object.fromEntries(selfByName(profile!))).toMatchObject({
      'alpha()': 1_411_000_000,
      'beta()': 1_406_000_000,
      'gamma()': 696_000_000,
      'delta()': 693_000_000,
    });
    expect(totalByName(profile!).get('delta()')).toBe(2_126_000_000);
  });

  it('reads cycles; self weights are finer than what is left of rounded totals', async () => {
    const [profile] = await readCorpusProfile(`${folder}/instruments13-cycles-deep-copy.txt`);
    expect(profile!.weightTypes).toEqual([{ name: 'cycles', unit: 'cycles' }]);
    // 96.08 Gc are shown in the first row.
    expect(profileTotals(profile!).all / 96.08e9).toBeCloseTo(1, 3);
    const [example] = [...selfByName(profile!)].filter(([name]) => name.startsWith('DYLD-STUB'));
    expect(example).toBeDefined();
    expect(profile!.frames.count).toBe(32);
  });

  it('reads bytes and allocations', async () => {
    const [profile] = await readCorpusProfile(`${folder}/instruments7-allocations-deep-copy.txt`);
    expect(profile!.weightTypes).toEqual([
      { name: 'bytes used', unit: 'bytes' },
      { name: 'allocations', unit: 'count' },
    ]);
    expect(profileTotals(profile!, 0).all / (429.93 * 2 ** 20)).toBeCloseTo(1, 6);
    expect(profileTotals(profile!, 1).all).toBe(84_671);
    expect(selfByName(profile!, 1).get('malloc_zone_malloc')).toBe(84_671);
  });
});
