import type { ComparabilityCheck } from '#shared/model/comparison.ts';
import { SUB_BLOCKS } from '../statistics/block-selection.ts';
import { valuesOf, type ComparedData } from './compared-run.ts';
import type { Judged } from './judge.ts';
import type { Matching } from './transaction-matching.ts';

/** How a run made its load; null where its files do not tell. */
export type Loop = 'closed' | 'open' | null;

export interface ComparedSides {
  readonly baseline: readonly ComparedData[];
  readonly candidate: readonly ComparedData[];
  readonly matching: Matching;
  /** All requests together; null where there are none. */
  readonly errors: Judged | null;
  /** By run, in the order of the sides. */
  readonly loops: { readonly baseline: readonly Loop[]; readonly candidate: readonly Loop[] };
}

/** The outcome of one check, before anything is waived. */
export type Check = Omit<ComparabilityCheck, 'waived' | 'caps'>;

export type Side = 'baseline' | 'candidate';

/** Samples of a transaction within the window; null is all counted ones. */
export function samplesOf(data: ComparedData, id: number | null): number {
  const blocks = data.blocks.get(id);
  return blocks === undefined ? valuesOf(data, id).count : blocks.count;
}

export function lengthMs({ window: { span } }: ComparedData): number {
  return span.toMs - span.fromMs;
}

/** Sum over all sub-blocks. */
export function total(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < SUB_BLOCKS; i++) sum += values[i]!;
  return sum;
}
