import { castDraft } from 'immer';
import {
  comparedMetrics,
  type ComparedMetric,
  type ComparedSide,
  type ComparedWindow,
  type ComparisonProgress,
  type ComparisonRequest,
  type Margin,
  type SavedComparison,
} from '#shared/model/comparison.ts';
import {
  asRequest,
  emptyDraft,
  sameDraft,
  swapped,
  withMargin,
  withRuns,
  withWindow,
  type CompareDraft,
  type Side,
} from './compare-draft.ts';
import type { AppState, SetState } from './store.ts';

/** One finding after the other, as the engine tells of them while it computes. */
export interface CompareProgress {
  readonly token: string;
  readonly done: number;
  readonly total: number;
  readonly verdicts: ComparisonProgress['verdicts'];
}

/** What is compared, how it is judged, and what of it is looked at. */
export interface CompareSlice {
  readonly draft: CompareDraft;
  /** The comparison of the workspace that this one was opened from, or saved as. */
  readonly saved: SavedComparison | null;
  readonly metric: ComparedMetric;
  /** Transaction of the details by its label on side A; null: all counted samples; undefined: whatever comes first. */
  readonly chosen: string | null | undefined;
  readonly progress: CompareProgress | null;
}

export interface CompareActions {
  readonly setComparedRuns: (side: Side, runIds: readonly number[]) => void;
  readonly setComparedWindow: (side: Side, runId: number, window: ComparedWindow) => void;
  /** Baseline becomes candidate, with everything that hangs on it. */
  readonly swapSides: () => void;
  /** Runs that have just arrived: the first is the baseline, the next the candidate, as far as a side is free. */
  readonly fillSides: (runIds: readonly number[]) => void;
  /** Without a label the margin of all transactions that have none of their own; null takes one's own away. */
  readonly setCompareMargin: (label: string | null, margin: Margin | null) => void;
  readonly waiveCheck: (code: string, reason: string | null) => void;
  readonly setLabelMapping: (mapping: CompareDraft['mapping']) => void;
  readonly newComparison: (baseline?: readonly number[], candidate?: readonly number[]) => void;
  readonly openComparison: (saved: SavedComparison) => void;
  /** As somebody else asked for it; a comparison of the same runs that is open stays as it is. */
  readonly openComparisonOf: (request: ComparisonRequest) => void;
  /** It was saved as it is now, or what it was saved as is gone. */
  readonly setSavedComparison: (saved: SavedComparison | null) => void;
  readonly setComparedMetric: (metric: ComparedMetric) => void;
  readonly chooseCompared: (label: string | null) => void;
  readonly setCompareProgress: (progress: ComparisonProgress) => void;
}

export const initialCompare: CompareSlice = {
  draft: emptyDraft,
  saved: null,
  metric: 'p95',
  chosen: undefined,
  progress: null,
};

export function createCompareActions(set: SetState, get: () => AppState): CompareActions {
  function update(next: (compare: CompareSlice) => CompareSlice): void {
    set((state) => {
      state.compare = castDraft(next(get().compare));
    });
  }

  /** A change that a person made, and can take back: with it comes what was compared then. */
  function edit(label: string, next: (compare: CompareSlice) => CompareSlice): void {
    const before = get().compare;
    update(next);
    const after = get().compare;
    if (sameDraft(before.draft, after.draft)) return;
    get().actions.recordStep({ label, runId: null, undo: () => putBack(before), redo: () => putBack(after) });
  }

  function putBack({ draft, saved, chosen }: CompareSlice): void {
    const present = get().workspace.runs.map((run) => run.id);
    update((now) => withoutComparedRuns({ ...now, draft, saved, chosen }, present));
  }

  const change = (label: string, next: (draft: CompareDraft) => CompareDraft): void =>
    edit(label, (now) => ({ ...now, draft: next(now.draft) }));
  return {
    setComparedRuns: (side, runIds) =>
      change(`choosing the ${side}`, (draft) => withRuns(draft, side, runIds)),
    setComparedWindow: (side, runId, window) =>
      change(`choosing the window of the ${side}`, (draft) => withWindow(draft, side, runId, window)),
    swapSides: () =>
      edit('swapping the sides', (now) => {
        const pair = now.draft.mapping.find(({ baseline }) => baseline === now.chosen);
        return { ...now, draft: swapped(now.draft), chosen: pair?.candidate ?? now.chosen };
      }),
    fillSides: (runIds) => change('choosing the runs to compare', (draft) => filled(draft, runIds)),
    setCompareMargin: (label, margin) => {
      const of = label === null ? 'changing the margin' : `changing the margin of ${label}`;
      change(of, (draft) => withMargin(draft, label, margin));
    },
    waiveCheck: (code, reason) =>
      change(reason === null ? 'taking a waiver back' : 'waiving a check', (draft) => {
        const others = draft.waivers.filter((waiver) => waiver.code !== code);
        return { ...draft, waivers: reason === null ? others : [...others, { code, reason }] };
      }),
    setLabelMapping: (mapping) => change('pairing transactions', (draft) => ({ ...draft, mapping })),
    newComparison: (baseline = [], candidate = []) =>
      update(({ metric }) => ({
        ...initialCompare,
        metric,
        draft: { ...emptyDraft, baseline: sideOf(baseline), candidate: sideOf(candidate) },
      })),
    openComparison: (saved) =>
      update(({ metric }) => ({ ...initialCompare, metric, draft: draftOf(saved.request), saved })),
    openComparisonOf: (request) =>
      update((now) => {
        const { baseline, candidate } = now.draft;
        const isOpen =
          baseline.runIds.join() === request.baseline.runIds.join() &&
          candidate.runIds.join() === request.candidate.runIds.join();
        return isOpen ? now : { ...initialCompare, metric: now.metric, draft: draftOf(request) };
      }),
    setSavedComparison: (saved) => update((now) => ({ ...now, saved })),
    setComparedMetric: (metric) => update((now) => ({ ...now, metric })),
    chooseCompared: (label) => update((now) => ({ ...now, chosen: label })),
    setCompareProgress: (progress) => update((now) => ({ ...now, progress: merged(now.progress, progress) })),
  };
}

/** What the engine is asked; null as long as a side has no run. All metrics at once: switching must not compute anew. */
export function comparisonRequest(draft: CompareDraft): ComparisonRequest | null {
  const { baseline, candidate } = draft;
  if (baseline.runIds.length === 0 || candidate.runIds.length === 0) return null;
  return asRequest(draft, comparedMetrics);
}

/** Whether there is something to save. */
export function isUnsaved({ draft, saved }: Pick<CompareSlice, 'draft' | 'saved'>): boolean {
  return saved === null || !sameDraft(draft, draftOf(saved.request));
}

/** Runs that are gone leave their place in the comparison empty. @returns the same slice when none is gone */
export function withoutComparedRuns(compare: CompareSlice, present: readonly number[]): CompareSlice {
  const kept = (runIds: readonly number[]): readonly number[] => runIds.filter((id) => present.includes(id));
  const { baseline, candidate } = compare.draft;
  const all = [...baseline.runIds, ...candidate.runIds];
  if (all.every((id) => present.includes(id))) return compare;
  const draft = withRuns(
    withRuns(compare.draft, 'baseline', kept(baseline.runIds)),
    'candidate',
    kept(candidate.runIds),
  );
  return { ...compare, draft, progress: null };
}

function filled(draft: CompareDraft, arrived: readonly number[]): CompareDraft {
  const waiting = [...new Set(arrived)];
  let next = draft;
  for (const side of ['baseline', 'candidate'] as const) {
    if (next[side].runIds.length > 0) continue;
    const run = waiting.shift();
    if (run !== undefined) next = withRuns(next, side, [run]);
  }
  return next;
}

function sideOf(runIds: readonly number[]): ComparedSide {
  return { runIds: [...runIds], windows: runIds.map(() => 'steady') };
}

function draftOf({ baseline, candidate, ...request }: ComparisonRequest): CompareDraft {
  const { margin, margins, waivers, mapping } = request;
  const complete = ({ runIds, windows }: ComparedSide): ComparedSide => ({
    runIds,
    windows: runIds.map((_, index) => windows[index] ?? 'steady'),
  });
  return {
    baseline: complete(baseline),
    candidate: complete(candidate),
    margin,
    margins,
    waivers,
    mapping,
  };
}

/** A later finding about the same transaction and metric takes the place of the earlier one. */
function merged(before: CompareProgress | null, next: ComparisonProgress): CompareProgress {
  if (before?.token !== next.token || next.done < before.done) return next;
  const key = (verdict: ComparisonProgress['verdicts'][number]): string =>
    `${verdict.metric} ${verdict.label === null ? '' : `=${verdict.label}`}`;
  const byKey = new Map(before.verdicts.map((verdict) => [key(verdict), verdict]));
  for (const verdict of next.verdicts) byKey.set(key(verdict), verdict);
  return { ...next, verdicts: [...byKey.values()] };
}
