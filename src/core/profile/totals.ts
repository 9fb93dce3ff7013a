import type { NewProfile, SampleTable, StackTable } from './model/profile.ts';

/** Weight of stacks: one entry per stack. */
export interface StackTotals {
  /** Of samples that end there. */
  readonly self: Float64Array;
  /** {@link self} plus the totals of the children. */
  readonly total: Float64Array;
  /** Of samples with nothing on the stack. */
  readonly empty: number;
  /** Of all samples: the totals of the roots plus {@link empty}. */
  readonly all: number;
}

/**
 * Self and total of each stack (method P0), one pass over the samples and one over the stacks.
 * @param weights one of the sample table's columns
 */
export function stackTotals(stacks: StackTable, samples: SampleTable, weights: Float64Array): StackTotals {
  const { count, stack } = samples;
  const self = new Float64Array(stacks.count);
  let empty = 0;
  for (let i = 0; i < count; i++) {
    const at = stack[i]!;
    if (at < 0) empty += weights[i]!;
    else self[at]! += weights[i]!;
  }
  const total = self.slice();
  const { parent } = stacks;
  let all = empty;
  for (let at = stacks.count - 1; at >= 0; at--) {
    const above = parent[at]!;
    if (above < 0) all += total[at]!;
    else total[above]! += total[at]!;
  }
  return { self, total, empty, all };
}

/** The totals of a profile in its usual weight, or in another. */
export function profileTotals(profile: NewProfile, weight = profile.defaultWeight): StackTotals {
  return stackTotals(profile.stacks, profile.samples, profile.samples.weights[weight]!);
}
