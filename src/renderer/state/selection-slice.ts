import { castDraft, original } from 'immer';
import {
  conditionsKey,
  type Condition,
  type LatencyBand,
  type Outcome,
  timeKey,
  type SelectedTime,
  type TimeSpan,
} from '#shared/model/filter.ts';
import { joinSpans, spansOf } from '#shared/model/time-spans.ts';
import type { SetState } from './store.ts';

/** One state of the selection that the user can come back to. */
export interface SelectionSnapshot {
  readonly runId: number | null;
  readonly time: SelectedTime | null;
  /** Ascending ids; null: the counted samples of the run (see `SampleFilter.transactions`). */
  readonly transactions: readonly number[] | null;
  readonly outcome: Outcome;
  readonly latency: LatencyBand | null;
  readonly conditions: readonly Condition[];
}

/** The one selection that drives every view. */
export interface SelectionSlice extends SelectionSnapshot {
  /** True while the brush is dragged: views may show estimates, and nothing is worth remembering yet. */
  readonly moving: boolean;
  readonly back: readonly SelectionSnapshot[];
  readonly forward: readonly SelectionSnapshot[];
  /** The last state that was not in motion: a drag is one step of the history, whatever it passed through. */
  readonly settled: SelectionSnapshot;
}

export interface SelectionActions {
  readonly selectRun: (runId: number | null) => void;
  readonly setTime: (time: SelectedTime | null, options?: { readonly moving?: boolean }) => void;
  /** One more span beside what is selected; without a selection the only one. */
  readonly addTime: (span: TimeSpan) => void;
  readonly setTransactions: (ids: readonly number[] | null) => void;
  readonly toggleTransaction: (id: number) => void;
  readonly setOutcome: (outcome: Outcome) => void;
  readonly setLatency: (band: LatencyBand | null, options?: { readonly moving?: boolean }) => void;
  readonly setConditions: (conditions: readonly Condition[]) => void;
  /** Several parts at once, as one step of the history. */
  readonly setSelection: (change: Partial<Omit<SelectionSnapshot, 'runId'>>) => void;
  /** Back to everything of the run. */
  readonly clearSelection: () => void;
  /** Nothing selected and nothing to go back to: another workspace was opened. */
  readonly resetSelection: () => void;
  readonly goBack: () => void;
  readonly goForward: () => void;
}

export const MAX_HISTORY = 100;

const nothing: SelectionSnapshot = {
  runId: null,
  time: null,
  transactions: null,
  outcome: 'all',
  latency: null,
  conditions: [],
};

export const initialSelection: SelectionSlice = {
  ...nothing,
  moving: false,
  back: [],
  forward: [],
  settled: nothing,
};

export function createSelectionActions(set: SetState): SelectionActions {
  function update(next: (selection: SelectionSlice) => SelectionSlice): void {
    set((state) => {
      // The plain value: a draft is slow to read, and a list of chosen transactions may be long.
      state.selection = castDraft(next(original(state.selection)));
    });
  }
  return {
    selectRun: (runId) => update((now) => withRun(now, runId)),
    setTime: (time, options) => update((now) => changed(now, { time }, options?.moving === true)),
    addTime: (span) =>
      update((now) =>
        changed(now, { time: joinSpans([...(now.time === null ? [] : spansOf(now.time)), span]) }),
      ),
    setTransactions: (ids) =>
      update((now) => changed(now, { transactions: ids === null ? null : ascending(ids) })),
    toggleTransaction: (id) => update((now) => changed(now, { transactions: toggled(now.transactions, id) })),
    setOutcome: (outcome) => update((now) => changed(now, { outcome })),
    setLatency: (latency, options) => update((now) => changed(now, { latency }, options?.moving === true)),
    setConditions: (conditions) => update((now) => changed(now, { conditions })),
    setSelection: (change) => update((now) => changed(now, change)),
    clearSelection: () => update((now) => changed(now, { ...nothing, runId: now.runId })),
    resetSelection: () => update(() => initialSelection),
    goBack: () => update(back),
    goForward: () => update(forward),
  };
}

/** A change of the selection; a settled one becomes a step of the history. */
export function changed(
  selection: SelectionSlice,
  change: Partial<SelectionSnapshot>,
  moving = false,
): SelectionSlice {
  const next = { ...snapshotOf(selection), ...change };
  if (moving) return { ...selection, ...next, moving: true };
  if (sameSnapshot(next, selection.settled)) return { ...selection, ...next, moving: false };
  const back = [...selection.back, selection.settled]
    .filter((step) => step.runId !== null)
    .slice(-MAX_HISTORY);
  return { ...next, moving: false, back, forward: [], settled: next };
}

/** Another run starts with everything selected: time and ids of one run mean nothing in another. */
export function withRun(selection: SelectionSlice, runId: number | null): SelectionSlice {
  return runId === selection.runId ? selection : changed(selection, { ...nothing, runId });
}

export function toggled(ids: readonly number[] | null, id: number): readonly number[] | null {
  if (ids === null) return [id];
  if (!ids.includes(id)) return ascending([...ids, id]);
  const rest = ids.filter((other) => other !== id);
  return rest.length === 0 ? null : rest;
}

export function ascending(ids: readonly number[]): readonly number[] {
  return [...new Set(ids)].sort((a, b) => a - b);
}

export function back(selection: SelectionSlice): SelectionSlice {
  const to = selection.back.at(-1);
  if (to === undefined) return selection;
  const forward = [selection.settled, ...selection.forward];
  return { ...to, moving: false, back: selection.back.slice(0, -1), forward, settled: to };
}

export function forward(selection: SelectionSlice): SelectionSlice {
  const to = selection.forward[0];
  if (to === undefined) return selection;
  const steps = [...selection.back, selection.settled];
  return { ...to, moving: false, back: steps, forward: selection.forward.slice(1), settled: to };
}

/** Steps of runs that are gone must not come back; in place of a run that is gone the first one is open. */
export function withoutRuns(selection: SelectionSlice, present: readonly number[]): SelectionSlice {
  const kept = (step: SelectionSnapshot): boolean => step.runId !== null && present.includes(step.runId);
  if (selection.runId !== null && !present.includes(selection.runId)) {
    return withRun(initialSelection, present[0] ?? null);
  }
  const back = selection.back.filter(kept);
  const forward = selection.forward.filter(kept);
  const same = back.length === selection.back.length && forward.length === selection.forward.length;
  return same ? selection : { ...selection, back, forward };
}

function snapshotOf(selection: SelectionSlice): SelectionSnapshot {
  const { runId, time, transactions, outcome, latency, conditions } = selection;
  return { runId, time, transactions, outcome, latency, conditions };
}

function sameSnapshot(a: SelectionSnapshot, b: SelectionSnapshot): boolean {
  return (
    a.runId === b.runId &&
    a.outcome === b.outcome &&
    timeKey(a.time) === timeKey(b.time) &&
    a.transactions?.join() === b.transactions?.join() &&
    a.latency?.fromMs === b.latency?.fromMs &&
    a.latency?.toMs === b.latency?.toMs &&
    conditionsKey(a.conditions) === conditionsKey(b.conditions)
  );
}
