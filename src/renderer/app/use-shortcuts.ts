import { useEffect } from 'react';
import type { AppStore } from '../state/store.ts';
import { isPlainKey, matchesShortcut, shortcutPlatform } from '../ui/shortcut.ts';
import type { Command } from './command.ts';

/** Keys that mean something of their own in a text field. */
const FIELD_KEYS: readonly string[] = ['Esc', 'Mod+Z', 'Mod+Shift+Z'];

/** Runs commands by their keys, unless something on top of the window or a text field wants them. */
export function useShortcuts(commands: readonly Command[], store: AppStore): void {
  useEffect(() => {
    const platform = shortcutPlatform();

    function onKeyDown(event: KeyboardEvent): void {
      if (event.defaultPrevented || isPopupOpen()) return;
      const typing = isTextField(event.target);
      const state = store.getState();
      const matching = commands.filter(
        ({ shortcut }) =>
          shortcut !== undefined &&
          matchesShortcut(event, shortcut, platform) &&
          !(typing && (isPlainKey(shortcut) || FIELD_KEYS.includes(shortcut))),
      );
      // The same key may mean something else on another screen.
      const command = matching.find(({ enabled }) => enabled?.(state) !== false) ?? matching[0];
      if (command === undefined) return;
      // Also where the command is disabled: the browser's own "save page" would be no better answer.
      if (!isPlainKey(command.shortcut ?? '')) event.preventDefault();
      if (command.enabled?.(state) === false) return;
      event.preventDefault();
      command.run();
    }

    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [commands, store]);
}

function isTextField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLInputElement ||
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLElement && target.isContentEditable)
  );
}

function isPopupOpen(): boolean {
  return (
    document.querySelector(
      '[role="dialog"], [role="alertdialog"], [role="menu"], .popup-layer [role="listbox"]',
    ) !== null
  );
}
