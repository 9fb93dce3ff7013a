import { toWireError } from '#shared/contract/errors.ts';
import { parseSelectionText } from '../panels/selection/saved-selection.ts';
import { isNarrowed } from '../state/selectors.ts';
import type { Command } from './command.ts';
import {
  applySelection,
  copySelection,
  takesSelections,
  type ClipboardContext,
} from './selection-clipboard.ts';

/** Copying the selection as text, and pasting one; see also `use-pasted-selection.ts`. */
export function selectionTextCommands(context: ClipboardContext): readonly Command[] {
  const { toasts } = context;

  async function paste(): Promise<void> {
    const text = await readClipboard();
    if (text === null) {
      toasts.show({
        status: 'note',
        title: 'Press Ctrl+V or ⌘V to paste the selection',
        text: 'The window may not read the clipboard by itself. The keyboard must not be in a text field.',
      });
      return;
    }
    const selection = parseSelectionText(text);
    if (selection === null) {
      toasts.show({
        status: 'warn',
        title: 'The clipboard holds no selection',
        text: 'Copy one with the command "Copy selection" first.',
      });
    } else await applySelection(context, selection);
  }

  function run(title: string, work: () => Promise<void>): () => void {
    return () => {
      work().catch((error: unknown) =>
        toasts.show({ status: 'bad', title, text: toWireError(error).message }),
      );
    };
  }

  return [
    {
      id: 'copy-selection',
      title: 'Copy selection',
      section: 'Selection',
      enabled: (state) => takesSelections(state) && isNarrowed(state.selection),
      run: run('The selection could not be copied', () => copySelection(context)),
    },
    {
      id: 'paste-selection',
      title: 'Paste selection',
      section: 'Selection',
      enabled: takesSelections,
      run: run('The selection could not be pasted', paste),
    },
  ];
}

/** Null where it may not be read. */
async function readClipboard(): Promise<string | null> {
  try {
    return await navigator.clipboard.readText();
  } catch {
    return null;
  }
}
