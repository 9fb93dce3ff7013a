import { castDraft } from 'immer';
import type { HeapProgressEvent } from '#shared/model/heap.ts';
import type { GrowthKind } from '#shared/model/heap-growth.ts';
import type { AppState, SetState } from './store.ts';

/** Views of a series; the others are of one snapshot. */
export const seriesTabs = ['growth', 'compare', 'verify'] as const;
export const snapshotTabs = [
  'statistics',
  'classes',
  'objects',
  'dominators',
  'containment',
  'strings',
  'detached',
  'collections',
] as const;
export type SnapshotTab = (typeof snapshotTabs)[number];
export type HeapTab = (typeof seriesTabs)[number] | SnapshotTab;

/** What is open: a series, or one snapshot (which may be in a series). */
export type HeapPlace =
  | { readonly kind: 'series'; readonly seriesId: number }
  | { readonly kind: 'snapshot'; readonly snapshotId: number };

/** An object of a snapshot, by its place in it. */
export interface HeapSpot {
  readonly snapshotId: number;
  readonly node: number;
}

/** How much load the heap has to hold out, and what it has room for. */
export interface HeapPlan {
  readonly operations: number;
  readonly heapLimitBytes: number;
}

export interface HeapSlice {
  readonly place: HeapPlace | null;
  readonly tab: HeapTab;
  /** Object of the panel at the right, and those that were there before it, newest last. */
  readonly inspected: HeapSpot | null;
  readonly visited: readonly HeapSpot[];
  /** Containment begins here; null: at the root. */
  readonly containmentOf: HeapSpot | null;
  readonly compared: { readonly beforeId: number; readonly afterId: number } | null;
  readonly verified: { readonly beforeId: number; readonly afterId: number } | null;
  /** Rows of "What grew". */
  readonly grouping: GrowthKind;
  /** Growth is told for so many operations. */
  readonly perOperations: number;
  /** Series whose last value is smaller are not judged. */
  readonly floorBytes: number;
  readonly plan: HeapPlan | null;
  readonly chosenGrowth: { readonly kind: GrowthKind; readonly key: string } | null;
  /** What the engine reads for a question at this moment. */
  readonly progress: HeapProgressEvent | null;
}

export interface HeapActions {
  readonly openSeries: (seriesId: number) => void;
  /** @param tab absent: the view of a snapshot that was open last */
  readonly openSnapshot: (snapshotId: number, tab?: HeapTab) => void;
  readonly setHeapTab: (tab: HeapTab) => void;
  /** Shows an object at the right; null closes the panel. */
  readonly inspect: (spot: HeapSpot | null) => void;
  /** Goes on from the object that is shown to another one, with a way back. */
  readonly inspectNext: (spot: HeapSpot) => void;
  readonly inspectBack: () => void;
  readonly showContainment: (spot: HeapSpot | null) => void;
  readonly compareSnapshots: (beforeId: number, afterId: number) => void;
  readonly verifyFix: (beforeId: number, afterId: number) => void;
  readonly setGrowthGrouping: (grouping: GrowthKind) => void;
  readonly setPerOperations: (perOperations: number) => void;
  readonly setHeapFloor: (bytes: number) => void;
  readonly setHeapPlan: (plan: HeapPlan | null) => void;
  readonly chooseGrowth: (chosen: HeapSlice['chosenGrowth']) => void;
  readonly setHeapProgress: (progress: HeapProgressEvent) => void;
  /** Another workspace was opened: nothing of this one is known there. */
  readonly resetHeap: () => void;
}

/** Method P10: below it nothing is told about a series. */
export const DEFAULT_FLOOR_BYTES = 10_000;
const MAX_VISITED = 50;

export const initialHeap: HeapSlice = {
  place: null,
  tab: 'statistics',
  inspected: null,
  visited: [],
  containmentOf: null,
  compared: null,
  verified: null,
  grouping: 'class',
  perOperations: 1000,
  floorBytes: DEFAULT_FLOOR_BYTES,
  plan: null,
  chosenGrowth: null,
  progress: null,
};

export function createHeapActions(set: SetState, get: () => AppState): HeapActions {
  function update(change: Partial<HeapSlice>): void {
    set((state) => {
      Object.assign(state.heap, castDraft(change));
    });
  }

  return {
    openSeries: (seriesId) => {
      const { place } = get().heap;
      const same = place?.kind === 'series' && place.seriesId === seriesId;
      update({
        place: { kind: 'series', seriesId },
        tab: 'growth',
        ...(same ? {} : { chosenGrowth: null, inspected: null, visited: [] }),
      });
    },
    openSnapshot: (snapshotId, tab) => {
      const { heap } = get();
      update({
        place: { kind: 'snapshot', snapshotId },
        tab: tab ?? (isSnapshotTab(heap.tab) ? heap.tab : 'statistics'),
        ...(heap.inspected?.snapshotId === snapshotId ? {} : { inspected: null, visited: [] }),
      });
    },
    setHeapTab: (tab) => update({ tab }),
    inspect: (spot) => update({ inspected: spot, visited: [] }),
    inspectNext: (spot) => {
      const { inspected, visited } = get().heap;
      if (spot.node === inspected?.node && spot.snapshotId === inspected.snapshotId) return;
      update({
        inspected: spot,
        visited: inspected === null ? [] : [...visited, inspected].slice(-MAX_VISITED),
      });
    },
    inspectBack: () => {
      const { visited } = get().heap;
      const last = visited.at(-1);
      if (last !== undefined) update({ inspected: last, visited: visited.slice(0, -1) });
    },
    showContainment: (spot) =>
      update({
        containmentOf: spot,
        tab: 'containment',
        ...(spot === null
          ? {}
          : {
              place: { kind: 'snapshot' as const, snapshotId: spot.snapshotId },
              inspected: spot,
              visited: [],
            }),
      }),
    compareSnapshots: (beforeId, afterId) => update({ compared: { beforeId, afterId }, tab: 'compare' }),
    verifyFix: (beforeId, afterId) => update({ verified: { beforeId, afterId }, tab: 'verify' }),
    setGrowthGrouping: (grouping) => update({ grouping, chosenGrowth: null }),
    setPerOperations: (perOperations) => update({ perOperations }),
    setHeapFloor: (floorBytes) => update({ floorBytes }),
    setHeapPlan: (plan) => update({ plan }),
    chooseGrowth: (chosenGrowth) => update({ chosenGrowth }),
    setHeapProgress: (progress) => update({ progress }),
    resetHeap: () => update(initialHeap),
  };
}

export function isSnapshotTab(tab: HeapTab): tab is SnapshotTab {
  return (snapshotTabs as readonly HeapTab[]).includes(tab);
}
