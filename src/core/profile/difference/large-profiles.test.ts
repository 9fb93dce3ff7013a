import { describe, expect, it } from 'vitest';
import { DEFAULT_ALIGNMENT } from '#shared/model/profile-difference.ts';
import { compareProfiles, type CompareOptions } from './compare-profiles.ts';
import { Pace } from './pace.ts';
import { sideOf } from './testing/compare.ts';
import { largeProfile } from './testing/large-profile.ts';

const OPTIONS: CompareOptions = {
  mode: 'share',
  alignment: [...DEFAULT_ALIGNMENT],
  renames: [],
  order: 'heaviest',
  floor: null,
  designEffect: 10,
};

const STACKS = 100_000;
const sides = [sideOf(largeProfile('a', STACKS)), sideOf(largeProfile('b', STACKS))] as const;

describe('large profiles', () => {
  it('are compared in turns', async () => {
    let turns = 0;
    let going = true;
    const count = (): void => {
      turns++;
      if (going) setImmediate(count);
    };
    setImmediate(count);
    const phases = new Set<string>();
    const pace = new Pace(new AbortController().signal, (phase) => phases.add(phase));
    const difference = await compareProfiles(...sides, OPTIONS, pace);
    going = false;
    expect(difference.nodes.count).toBeGreaterThan(STACKS);
    expect(turns).toBeGreaterThan(3);
    expect(phases.size).toBeGreaterThan(0);
  });

  it('can be cancelled at once', async () => {
    const controller = new AbortController();
    let cancelledAt = 0;
    const pace = new Pace(controller.signal, () => {
      cancelledAt ||= performance.now();
      controller.abort();
    });
    await expect(compareProfiles(...sides, OPTIONS, pace)).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(performance.now() - cancelledAt).toBeLessThan(200);
  });
});
