import { describe, expect, it } from 'vitest';
import { ProfileBuilder } from './model/profile-builder.ts';
import { NO_PARENT } from './model/profile.ts';
import { selectSamples } from './select-samples.ts';
import { sampleLines } from './testing/collect-profiles.ts';
import { profileOf } from './testing/small-profiles.ts';

/** Two threads; samples last 10 µs each, and weigh one sample besides. */
function timed() {
  const builder = new ProfileBuilder(
    [
      { name: 'time', unit: 'ns' },
      { name: 'samples', unit: 'samples' },
    ],
    true,
  );
  builder.addThread('one');
  builder.addThread('two');
  const stack = builder.stacks.childOf(NO_PARENT, builder.frames.idOf({ name: 'f' }));
  for (const at of [0, 10, 20]) for (const thread of [0, 1]) builder.sample(at, thread, stack, 10_000, 1);
  return builder.finish({ name: 'timed' });
}
const all = { threads: null, fromUs: null, toUs: null };

describe('selectSamples', () => {
  it('gives everything when nothing is chosen', () => {
    const profile = timed();
    expect(selectSamples(profile, all)).toBe(profile.samples);
  });

  it('counts the time of a sample as far as it lies in the range, and others where they begin', () => {
    const profile = timed();
    const samples = selectSamples(profile, { threads: new Set([0]), fromUs: 5, toUs: 21 });
    expect(sampleLines({ ...profile, samples })).toEqual(['5 f 5000', '10 f 10000', '20 f 1000']);
    expect([...samples.weights[1]!]).toEqual([0, 1, 1]);
  });

  it('takes threads', () => {
    expect([...selectSamples(timed(), { ...all, threads: new Set([1]) }).thread]).toEqual([1, 1, 1]);
  });

  it('cannot cut a profile without time', () => {
    expect(() => selectSamples(profileOf('a 1'), { ...all, fromUs: 1 })).toThrow(RangeError);
  });
});
