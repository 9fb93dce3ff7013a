import { useEffect } from 'react';
import { toWireError } from '#shared/contract/errors.ts';
import { parseSelectionText } from '../panels/selection/saved-selection.ts';
import { applySelection, takesSelections } from './selection-clipboard.ts';
import { useServices } from './services.tsx';

/** Takes a selection that is pasted anywhere but into a field. Other texts mean nothing here and are left alone. */
export function usePastedSelection(): void {
  const { store, queries, toasts } = useServices();
  useEffect(() => {
    const onPaste = (event: ClipboardEvent): void => {
      if (isField(event.target) || !takesSelections(store.getState())) return;
      const selection = parseSelectionText(event.clipboardData?.getData('text/plain') ?? '');
      if (selection === null) return;
      event.preventDefault();
      applySelection({ store, queries, toasts }, selection).catch((error: unknown) =>
        toasts.show({
          status: 'bad',
          title: 'The selection could not be pasted',
          text: toWireError(error).message,
        }),
      );
    };
    document.addEventListener('paste', onPaste);
    return () => document.removeEventListener('paste', onPaste);
  }, [store, queries, toasts]);
}

function isField(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, [contenteditable]') !== null;
}
