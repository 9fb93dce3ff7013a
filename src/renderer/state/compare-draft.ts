import {
  DEFAULT_MARGIN,
  type ComparedMetric,
  type ComparedSide,
  type ComparedWindow,
  type ComparisonRequest,
  type Margin,
} from '#shared/model/comparison.ts';

export type Side = 'baseline' | 'candidate';

/** A comparison as a person set it up; each edit makes a new one, so that there is a way back. Sides may be empty. */
export interface CompareDraft {
  readonly baseline: ComparedSide;
  readonly candidate: ComparedSide;
  readonly margin: Margin;
  /** By label on side A. */
  readonly margins: readonly { readonly label: string; readonly margin: Margin }[];
  readonly waivers: readonly { readonly code: string; readonly reason: string }[];
  readonly mapping: readonly { readonly baseline: string; readonly candidate: string }[];
}

const nobody: ComparedSide = { runIds: [], windows: [] };

export const emptyDraft: CompareDraft = {
  baseline: nobody,
  candidate: nobody,
  margin: DEFAULT_MARGIN,
  margins: [],
  waivers: [],
  mapping: [],
};

/** Other runs on a side; those that stay keep their windows. */
export function withRuns(draft: CompareDraft, side: Side, runIds: readonly number[]): CompareDraft {
  const before = draft[side];
  const ids = [...new Set(runIds)];
  const windows = ids.map((id) => before.windows[before.runIds.indexOf(id)] ?? 'steady');
  return { ...draft, [side]: { runIds: ids, windows } };
}

export function withWindow(
  draft: CompareDraft,
  side: Side,
  runId: number,
  window: ComparedWindow,
): CompareDraft {
  const { runIds, windows } = draft[side];
  const next = runIds.map((id, index) => (id === runId ? window : (windows[index] ?? 'steady')));
  return { ...draft, [side]: { runIds, windows: next } };
}

/** @param label null: of all transactions without one of their own */
export function withMargin(draft: CompareDraft, label: string | null, margin: Margin | null): CompareDraft {
  if (label === null) return { ...draft, margin: margin ?? DEFAULT_MARGIN };
  const others = draft.margins.filter((own) => own.label !== label);
  return { ...draft, margins: margin === null ? others : [...others, { label, margin }] };
}

export function marginOf(draft: Pick<CompareDraft, 'margin' | 'margins'>, label: string | null): Margin {
  return draft.margins.find((own) => own.label === label)?.margin ?? draft.margin;
}

/** Margins go by the labels of side A, which is another one then. */
export function swapped(draft: CompareDraft): CompareDraft {
  const renamed = new Map(draft.mapping.map(({ baseline, candidate }) => [baseline, candidate]));
  return {
    ...draft,
    baseline: draft.candidate,
    candidate: draft.baseline,
    margins: draft.margins.map(({ label, margin }) => ({ label: renamed.get(label) ?? label, margin })),
    mapping: draft.mapping.map(({ baseline, candidate }) => ({ baseline: candidate, candidate: baseline })),
  };
}

export function asRequest(draft: CompareDraft, metrics: readonly ComparedMetric[]): ComparisonRequest {
  const side = ({ runIds, windows }: ComparedSide): ComparedSide => ({
    runIds: [...runIds],
    windows: [...windows],
  });
  return {
    baseline: side(draft.baseline),
    candidate: side(draft.candidate),
    margin: draft.margin,
    margins: [...draft.margins],
    waivers: [...draft.waivers],
    mapping: [...draft.mapping],
    metrics: [...metrics],
  };
}

/** Both are built by the functions above, so equal drafts have equal texts. */
export function sameDraft(a: CompareDraft, b: CompareDraft): boolean {
  return JSON.stringify(asRequest(a, [])) === JSON.stringify(asRequest(b, []));
}
