import { Random } from '../../../statistics/random.ts';
import { ProfileBuilder } from '../../model/profile-builder.ts';
import { NO_PARENT, type NewProfile } from '../../model/profile.ts';

/** A recording with known truths: every millisecond one sample of one thread. */
export interface PlantedProfile {
  readonly seed: string;
  readonly samples: number;
  /** Paths, `main;work;leaf`, with the share of the samples that end there; the rest of the shares is scaled to 1. */
  readonly shares: Readonly<Record<string, number>>;
  /** Mean length of the bursts in which samples come, geometric; 1: they do not depend on each other. */
  readonly burst?: number;
  /** Without time: order and instants are not in the file. */
  readonly timed?: boolean;
}

const US_PER_SAMPLE = 1000;
const NS_PER_SAMPLE = 1e6;

export function plantedProfile({
  seed,
  samples,
  shares,
  burst = 1,
  timed = true,
}: PlantedProfile): NewProfile {
  const random = new Random(seed);
  const builder = new ProfileBuilder(
    timed ? [{ name: 'cpu', unit: 'ns' }] : [{ name: 'samples', unit: 'samples' }],
    timed,
  );
  builder.addThread('main');
  const paths = Object.keys(shares);
  const stacks = paths.map((path) => {
    let stack = NO_PARENT;
    for (const name of path.split(';')) stack = builder.stacks.childOf(stack, builder.frames.idOf({ name }));
    return stack;
  });
  const cumulative: number[] = [];
  let all = 0;
  for (const path of paths) cumulative.push((all += shares[path]!));
  const draw = (): number => {
    const at = random.uniform() * all;
    return stacks[cumulative.findIndex((limit) => at < limit)]!;
  };
  let stack = draw();
  for (let i = 0; i < samples; i++) {
    if (random.uniform() < 1 / burst) stack = draw();
    builder.sample(i * US_PER_SAMPLE, 0, stack, timed ? NS_PER_SAMPLE : 1);
  }
  return builder.finish({
    name: seed,
    durationUs: timed ? samples * US_PER_SAMPLE : null,
    intervalUs: timed ? US_PER_SAMPLE : null,
  });
}

/** Functions of very different size: shares fall as 1 ÷ rank. */
export function manyFunctions(count: number): Record<string, number> {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`main;f${i}`, 1 / (i + 1)]));
}
