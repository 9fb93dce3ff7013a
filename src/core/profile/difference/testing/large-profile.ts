import { Random } from '../../../statistics/random.ts';
import { ProfileBuilder } from '../../model/profile-builder.ts';
import { NO_PARENT, type NewProfile } from '../../model/profile.ts';

const DEPTH = 35;
const FUNCTIONS = 2000;

/** A profile of as many stacks as samples, each on a random one: the worst case for everything that walks trees. */
export function largeProfile(seed: string, stacks: number): NewProfile {
  const random = new Random(seed);
  const builder = new ProfileBuilder([{ name: 'cpu', unit: 'ns' }], true);
  builder.addThread('main');
  const frames = Array.from({ length: FUNCTIONS }, (_, i) =>
    builder.frames.idOf({ name: `f${i}`, file: `/src/file${i % 100}.ts`, line: i + 1, kind: 'program' }),
  );
  const depth: number[] = [];
  while (depth.length < stacks) {
    const above = depth.length < 10 ? NO_PARENT : random.below(depth.length);
    if (above >= 0 && depth[above]! >= DEPTH) continue;
    const stack = builder.stacks.childOf(above, frames[Math.floor(FUNCTIONS * random.uniform() ** 2)]!);
    if (stack === depth.length) depth.push(above < 0 ? 1 : depth[above]! + 1);
  }
  for (let i = 0; i < stacks; i++) builder.sample(i * 1000, 0, random.below(stacks), 1e6);
  return builder.finish({ name: seed, durationUs: stacks * 1000, intervalUs: 1000 });
}
