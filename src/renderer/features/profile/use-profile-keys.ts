import { useEffect, useRef, useLayoutEffect } from 'react';

/** What single keys do while a profile is on screen, wherever the keyboard is but in a field. */
export interface ProfileKeys {
  readonly onStep: (step: 1 | -1) => void;
  readonly onFocus: () => void;
  readonly onHide: () => void;
  readonly onCollapseRecursion: () => void;
  readonly onInvert?: (() => void) | undefined;
}

/** N and Shift N go along the matches, F focuses, H hides, C collapses recursion, I turns the tree round. */
export function useProfileKeys(keys: ProfileKeys): void {
  const latest = useRef(keys);
  useLayoutEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target instanceof HTMLElement && event.target.matches('input, textarea, select')) return;
      if (document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null) return;
      const now = latest.current;
      const key = event.key.toLowerCase();
      if (key === 'n') now.onStep(event.shiftKey ? -1 : 1);
      else if (event.shiftKey) return;
      else if (key === 'f') now.onFocus();
      else if (key === 'h') now.onHide();
      else if (key === 'c') now.onCollapseRecursion();
      else if (key === 'i' && now.onInvert !== undefined) now.onInvert();
      else return;
      event.preventDefault();
    }
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
