import type { SavedComparison } from '#shared/model/comparison.ts';

/** What the tree knows of comparisons, and can do about them. */
export interface TreeComparing {
  readonly comparisons: readonly SavedComparison[];
  /** The saved comparison that was opened last; null: none, or one that was never saved. */
  readonly openId: number | null;
  /** The comparison is on screen. */
  readonly isOpen: boolean;
  readonly baseline: readonly number[];
  readonly candidate: readonly number[];
  readonly onUseAsBaseline: (runIds: readonly number[]) => void;
  /** One run becomes the candidate; of several the oldest is the baseline. */
  readonly onCompare: (runIds: readonly number[]) => void;
  readonly onOpen: (comparison: SavedComparison) => void;
  readonly onNew: () => void;
  readonly onRemove: (comparison: SavedComparison) => void;
}

export function sidesOf(
  { baseline, candidate }: Pick<TreeComparing, 'baseline' | 'candidate'>,
  runId: number,
): readonly ('A' | 'B')[] {
  return [
    ...(baseline.includes(runId) ? (['A'] as const) : []),
    ...(candidate.includes(runId) ? (['B'] as const) : []),
  ];
}
