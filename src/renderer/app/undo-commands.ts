import { toWireError } from '#shared/contract/errors.ts';
import type { AppStore } from '../state/store.ts';
import type { UndoStep } from '../state/undo-slice.ts';
import { errorDetails } from '../ui/error-details.ts';
import type { Toaster } from '../ui/Toasts.tsx';
import type { Command } from './command.ts';

interface UndoContext {
  readonly store: AppStore;
  readonly toasts: Toaster;
}

/** Taking edits back, and doing them again. What a step was is said, since it may have been made on another screen. */
export function undoCommands({ store, toasts }: UndoContext): readonly Command[] {
  function tell(verb: string, failed: string, work: Promise<UndoStep | null>): void {
    work.then(
      (step) => {
        if (step !== null) toasts.show({ status: 'good', title: `${verb}: ${step.label}` });
      },
      (error: unknown) => {
        const wire = toWireError(error);
        toasts.show({
          status: 'bad',
          title: failed,
          text: wire.hint === undefined ? wire.message : `${wire.message} ${wire.hint}`,
          action: {
            label: 'Copy details',
            run: () => void navigator.clipboard.writeText(errorDetails(failed, wire)),
          },
        });
      },
    );
  }
  return [
    {
      id: 'undo',
      title: 'Undo',
      section: 'Edit',
      shortcut: 'Mod+Z',
      enabled: ({ undo }) => undo.done.length > 0 && !undo.working,
      run: () => tell('Undone', 'The edit could not be undone', store.getState().actions.undo()),
    },
    {
      id: 'redo',
      title: 'Redo',
      section: 'Edit',
      shortcut: 'Mod+Shift+Z',
      enabled: ({ undo }) => undo.undone.length > 0 && !undo.working,
      run: () => tell('Done again', 'The edit could not be done again', store.getState().actions.redo()),
    },
  ];
}
