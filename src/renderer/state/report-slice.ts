import { castDraft } from 'immer';
import { AppError, type WireError } from '#shared/contract/errors.ts';
import type { Report, ReportEdits, ReportProgress } from '#shared/model/report.ts';
import type { AppState, SetState } from './store.ts';
import type { UndoStep } from './undo-slice.ts';

export const reportTabs = ['findings', 'pictures', 'settings'] as const;
export type ReportTab = (typeof reportTabs)[number];

/** `web`: the report as one long page, which is also what screen readers read best. */
export const previewModes = ['one', 'two', 'web'] as const;
export type PreviewMode = (typeof previewModes)[number];

/** A report as it is on screen, and as the engine has it. The two are the same object when everything is saved. */
export interface ReportDraft {
  readonly edits: ReportEdits;
  readonly stored: ReportEdits;
  readonly storedAtUs: number;
  /** Why the last edits could not be saved. */
  readonly failure: WireError | null;
}

export interface ReportSlice {
  readonly openId: number | null;
  /** By report; those that were never opened in this window are not in it. */
  readonly drafts: Readonly<Record<number, ReportDraft>>;
  /** The finding that is edited; null: the first. */
  readonly chosen: string | null;
  readonly tab: ReportTab;
  readonly preview: PreviewMode;
  /** The tree takes room that pages need. */
  readonly treeShown: boolean;
  /** What the engine does for the findings, the preview and an export, by their tokens. */
  readonly progress: Readonly<Record<string, ReportProgress>>;
}

export interface ReportActions {
  readonly openReport: (id: number) => void;
  /** What the engine has. Edits that are not saved yet stay, and so does what is newer here. */
  readonly loadReport: (report: Report) => void;
  /**
   * An edit of a person, which can be taken back.
   * @param label what was done, as it follows "Undo"
   * @param typing edits with the same name that follow each other are taken back together
   */
  readonly editReport: (
    id: number,
    label: string,
    change: (edits: ReportEdits) => ReportEdits,
    typing?: string,
  ) => void;
  /** What is typed from now on is an edit of its own. */
  readonly endTyping: () => void;
  readonly markReportStored: (id: number, edits: ReportEdits, atUs: number) => void;
  readonly markReportFailed: (id: number, failure: WireError) => void;
  readonly dropReport: (id: number) => void;
  readonly chooseFinding: (findingId: string | null) => void;
  readonly setReportTab: (tab: ReportTab) => void;
  readonly setPreviewMode: (mode: PreviewMode) => void;
  readonly showReportTree: (shown: boolean) => void;
  readonly setReportProgress: (progress: ReportProgress) => void;
  /** Another workspace was opened. */
  readonly resetReports: () => void;
}

export const initialReport: ReportSlice = {
  openId: null,
  drafts: {},
  chosen: null,
  tab: 'findings',
  preview: 'two',
  treeShown: false,
  progress: {},
};

interface Typing {
  readonly name: string;
  readonly step: UndoStep;
  after: ReportEdits;
}

export function createReportActions(set: SetState, get: () => AppState): ReportActions {
  /** The edit that further keys belong to. */
  let typing: Typing | null = null;

  function update(next: (report: ReportSlice) => ReportSlice): void {
    set((state) => {
      state.report = castDraft(next(get().report));
    });
  }

  function changeDraft(id: number, next: (draft: ReportDraft) => ReportDraft): void {
    update((now) => {
      const draft = now.drafts[id];
      return draft === undefined ? now : { ...now, drafts: { ...now.drafts, [id]: next(draft) } };
    });
  }

  function putBack(id: number, edits: ReportEdits): void {
    typing = null;
    if (get().report.drafts[id] === undefined)
      throw new AppError('not-found', 'The report is not in the workspace any more.');
    changeDraft(id, (draft) => ({ ...draft, edits, failure: null }));
  }

  function record(id: number, label: string, before: ReportEdits, after: ReportEdits, name?: string): void {
    const { undo, actions } = get();
    if (name !== undefined && typing?.name === `${id} ${name}` && undo.done.at(-1) === typing.step) {
      typing.after = after;
      return;
    }
    const kept = { name: `${id} ${name ?? ''}`, after };
    const step: UndoStep = {
      label,
      runId: null,
      undo: () => putBack(id, before),
      redo: () => putBack(id, kept.after),
    };
    actions.recordStep(step);
    typing = name === undefined ? null : Object.assign(kept, { step });
  }

  return {
    openReport: (id) =>
      update((now) => (now.openId === id ? now : { ...now, openId: id, chosen: null, tab: 'findings' })),
    loadReport: (report) =>
      update((now) => {
        const { id, changedAtUs } = report;
        const edits = editsOf(report);
        const known = now.drafts[id];
        if (known !== undefined) {
          const isNewer = known.edits !== known.stored || changedAtUs < known.storedAtUs;
          if (isNewer) return now;
        }
        // The same document comes back trimmed: what is being typed must not lose its last blank. Only runs that are gone matter.
        const isSame = known?.storedAtUs === changedAtUs;
        if (isSame && sameSubject(known.edits, edits)) return now;
        const next = isSame ? { ...known.edits, subject: edits.subject } : edits;
        const draft: ReportDraft = { edits: next, stored: next, storedAtUs: changedAtUs, failure: null };
        return { ...now, drafts: { ...now.drafts, [id]: draft } };
      }),
    editReport: (id, label, change, name) => {
      const draft = get().report.drafts[id];
      if (draft === undefined) return;
      const after = change(draft.edits);
      if (after === draft.edits) return;
      changeDraft(id, (now) => ({ ...now, edits: after, failure: null }));
      record(id, label, draft.edits, after, name);
    },
    endTyping: () => {
      typing = null;
    },
    markReportStored: (id, edits, atUs) =>
      changeDraft(id, (draft) => ({ ...draft, stored: edits, storedAtUs: atUs, failure: null })),
    markReportFailed: (id, failure) => changeDraft(id, (draft) => ({ ...draft, failure })),
    dropReport: (id) =>
      update((now) => {
        const drafts = Object.fromEntries(Object.entries(now.drafts).filter(([key]) => Number(key) !== id));
        return { ...now, drafts, openId: now.openId === id ? null : now.openId };
      }),
    chooseFinding: (chosen) => update((now) => (now.chosen === chosen ? now : { ...now, chosen })),
    setReportTab: (tab) => update((now) => ({ ...now, tab })),
    setPreviewMode: (preview) => update((now) => ({ ...now, preview })),
    showReportTree: (treeShown) => update((now) => ({ ...now, treeShown })),
    setReportProgress: (progress) =>
      update((now) => ({ ...now, progress: { ...now.progress, [progress.token]: progress } })),
    resetReports: () => {
      typing = null;
      update(({ preview }) => ({ ...initialReport, preview }));
    },
  };
}

function editsOf({ name, subject, settings, items, ownFindings, attachments }: Report): ReportEdits {
  return { name, subject, settings, items, ownFindings, attachments };
}

function sameSubject(a: ReportEdits, b: ReportEdits): boolean {
  return JSON.stringify(a.subject) === JSON.stringify(b.subject);
}

/** Whether everything that is on screen is kept. */
export function isStored({ edits, stored }: ReportDraft): boolean {
  return edits === stored;
}
