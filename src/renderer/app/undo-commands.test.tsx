import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createAppStore } from '../state/store.ts';
import type { ToastMessage } from '../ui/Toasts.tsx';
import { undoCommands } from './undo-commands.ts';
import { useShortcuts } from './use-shortcuts.ts';

function opened() {
  const store = createAppStore();
  const said: ToastMessage[] = [];
  const commands = undoCommands({ store, toasts: { show: (message) => said.push(message) } });
  const undo = vi.fn<() => Promise<void>>(() => Promise.resolve());
  const redo = vi.fn<() => Promise<void>>(() => Promise.resolve());
  store.getState().actions.recordStep({ label: 'moving a phase border', runId: null, undo, redo });
  function Window() {
    useShortcuts(commands, store);
    return <input aria-label="Name" />;
  }
  render(<Window />);
  const press = (target: EventTarget, shiftKey = false): boolean =>
    fireEvent.keyDown(target as Element, { key: shiftKey ? 'Z' : 'z', ctrlKey: true, shiftKey });
  return { store, said, undo, redo, press };
}

afterEach(cleanup);

describe('undo by key', () => {
  it('takes the last edit back and does it again, and says what it was', async () => {
    const { said, undo, redo, press } = opened();
    press(document.body);
    await waitFor(() => expect(said.map(({ title }) => title)).toEqual(['Undone: moving a phase border']));
    press(document.body, true);
    await waitFor(() => expect(said.at(-1)?.title).toBe('Done again: moving a phase border'));
    expect([undo.mock.calls.length, redo.mock.calls.length]).toEqual([1, 1]);
  });

  it('in a text field the key is the field’s own', () => {
    const { undo, press } = opened();
    // Not prevented: the browser undoes what was typed.
    expect(press(screen.getByRole('textbox'))).toBe(true);
    expect(undo).not.toHaveBeenCalled();
  });

  it('a failure is told with its reason', async () => {
    const { undo, said, store, press } = opened();
    undo.mockRejectedValueOnce(new Error('The run is gone.'));
    press(document.body);
    await waitFor(() =>
      expect(said[0]).toMatchObject({ status: 'bad', title: 'The edit could not be undone' }),
    );
    expect(store.getState().undo.done).toEqual([]);
  });
});
