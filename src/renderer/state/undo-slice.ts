import { castDraft } from 'immer';
import type { AppState, SetState } from './store.ts';

/** One edit of a person that can be taken back, whatever it was an edit of. */
export interface UndoStep {
  /** What was done, as it follows "Undo": "moving a phase border". */
  readonly label: string;
  /** The step goes when this run goes; null: it belongs to the whole workspace. */
  readonly runId: number | null;
  /** Both put a state back rather than turning a change round, and neither records a step of its own. */
  readonly undo: () => Promise<void> | void;
  readonly redo: () => Promise<void> | void;
}

/** The edits of this window, newest last in `done` and next in line first in `undone`. */
export interface UndoSlice {
  readonly done: readonly UndoStep[];
  readonly undone: readonly UndoStep[];
  /** A step is being taken back or done again. */
  readonly working: boolean;
}

export interface UndoActions {
  /** Remembers an edit that has been made; what was undone before can then no longer be done again. */
  readonly recordStep: (step: UndoStep) => void;
  /**
   * Takes the newest edit back. A step that fails is forgotten: the state that it knew is no longer there.
   * @returns the step; null when there is none, or one is still under way
   * @throws what the step threw
   */
  readonly undo: () => Promise<UndoStep | null>;
  /** Does again what was undone last; as {@link UndoActions.undo}. */
  readonly redo: () => Promise<UndoStep | null>;
  readonly forgetSteps: () => void;
}

export const MAX_STEPS = 200;

export const initialUndo: UndoSlice = { done: [], undone: [], working: false };

export function createUndoActions(set: SetState, get: () => AppState): UndoActions {
  function update(next: (undo: UndoSlice) => UndoSlice): void {
    set((state) => {
      state.undo = castDraft(next(get().undo));
    });
  }

  async function take(
    step: UndoStep | undefined,
    work: (step: UndoStep) => Promise<void> | void,
    moved: (undo: UndoSlice, step: UndoStep) => UndoSlice,
  ): Promise<UndoStep | null> {
    if (step === undefined || get().undo.working) return null;
    update((undo) => ({ ...undo, working: true }));
    try {
      await work(step);
      update((undo) => moved(without(undo, step), step));
      return step;
    } catch (error) {
      update((undo) => without(undo, step));
      throw error;
    } finally {
      update((undo) => ({ ...undo, working: false }));
    }
  }

  return {
    recordStep: (step) =>
      update((undo) => ({ ...undo, done: [...undo.done, step].slice(-MAX_STEPS), undone: [] })),
    undo: () =>
      take(
        get().undo.done.at(-1),
        (step) => step.undo(),
        (undo, step) => ({ ...undo, undone: [step, ...undo.undone] }),
      ),
    redo: () =>
      take(
        get().undo.undone[0],
        (step) => step.redo(),
        (undo, step) => ({ ...undo, done: [...undo.done, step] }),
      ),
    forgetSteps: () => update(() => initialUndo),
  };
}

function without(undo: UndoSlice, step: UndoStep): UndoSlice {
  const kept = (other: UndoStep): boolean => other !== step;
  return { ...undo, done: undo.done.filter(kept), undone: undo.undone.filter(kept) };
}

/** Steps of runs that are gone cannot be taken back. @returns the same slice when nothing is lost */
export function withoutStepsOf(undo: UndoSlice, present: readonly number[]): UndoSlice {
  const kept = ({ runId }: UndoStep): boolean => runId === null || present.includes(runId);
  if (undo.done.every(kept) && undo.undone.every(kept)) return undo;
  return { ...undo, done: undo.done.filter(kept), undone: undo.undone.filter(kept) };
}
