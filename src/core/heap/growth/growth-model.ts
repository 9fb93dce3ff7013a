import type { ClassFamily } from '#shared/model/heap.ts';
import type { GrowthKind } from '#shared/model/heap-growth.ts';

export interface GrowthOptions {
  /** Requests of the run whose heap must hold out, and the limit of that heap: growth below 1 % of it is none. */
  readonly plan?: { readonly operations: number; readonly heapLimitBytes: number };
  /** Series whose last value is smaller are not judged. Default 10,000. */
  readonly floorBytes?: number;
}

/** A series before it is judged. */
export interface RawSeries {
  readonly kind: GrowthKind;
  readonly key: string;
  readonly name: string;
  /** Null for paths and containers. */
  readonly family: ClassFamily | null;
  readonly counts: readonly number[];
  readonly bytes: readonly number[];
  readonly retained: readonly number[] | null;
}

/** The values whose trend is tested: a container grows by what it holds, everything else by its bytes. */
export function testedValues({ kind, counts, bytes }: RawSeries): readonly number[] {
  return kind === 'container' ? counts : bytes;
}

/** Bytes that tell whether a series matters: what it retains, where that is known. */
export function weightOf({ retained, bytes }: RawSeries): readonly number[] {
  return retained ?? bytes;
}
