import { normalQuantile } from '../statistics/normal.ts';
import { studentTQuantile } from '../statistics/student-t.ts';

/** Samples with some value, and all samples, in the tail and altogether. */
export interface LiftCounts {
  readonly tail: number;
  readonly samples: number;
  readonly allTail: number;
  readonly allSamples: number;
}

export interface Lift {
  readonly lift: number;
  readonly low: number;
  readonly high: number;
}

/** Fewer stretches of time than this say nothing about how much they differ. */
export const MIN_BLOCKS = 10;

const P = 0.975;

/**
 * Lift of a value: its share of the tail ÷ its share of all samples, with a 95 % interval by the delta method on the
 * logarithm. The variance is that of samples that do not depend on each other (multinomial), or where it is larger that
 * between stretches of time (linearised, Student's t): one bad minute is one event, however many samples it has.
 * Without a sample in the tail the upper end is that of a Poisson count of 0.
 * @param blocks counts per stretch of time; fewer than {@link MIN_BLOCKS} are not used
 */
export function liftOf(counts: LiftCounts, blocks: readonly LiftCounts[]): Lift {
  const { tail, samples, allTail, allSamples } = counts;
  if (tail === 0) {
    return { lift: 0, low: 0, high: (-Math.log(1 - P) * allSamples) / (samples * allTail) };
  }
  const lift = tail / allTail / (samples / allSamples);
  const half = Math.max(
    normalQuantile(P) * Math.sqrt(independentVariance(counts)),
    blocks.length < MIN_BLOCKS
      ? 0
      : studentTQuantile(P, blocks.length - 1) * Math.sqrt(blockVariance(counts, blocks)),
  );
  return { lift, low: lift * Math.exp(-half), high: lift * Math.exp(half) };
}

/** Of ln lift, if every sample were drawn on its own. */
function independentVariance({ tail, samples, allTail, allSamples }: LiftCounts): number {
  const variance = 1 / tail - 1 / allTail - 1 / samples + (2 * tail) / (allTail * samples) - 1 / allSamples;
  // Rounding may take it below 0 where it is 0: a value that all samples have.
  return Math.max(0, variance);
}

/** Of ln lift, from what each block adds to it (linearised; ultimate clusters). */
function blockVariance(counts: LiftCounts, blocks: readonly LiftCounts[]): number {
  const squares = blocks.reduce((sum, block) => {
    const change =
      block.tail / counts.tail -
      block.allTail / counts.allTail -
      block.samples / counts.samples +
      block.allSamples / counts.allSamples;
    return sum + change * change;
  }, 0);
  return (squares * blocks.length) / (blocks.length - 1);
}

/** True where the value is neither more nor less frequent in the tail, as far as can be told. */
export function saysNothing({ low, high }: Lift): boolean {
  return low <= 1 && high >= 1;
}
