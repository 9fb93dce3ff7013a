const FOCUSABLE = 'a[href], button:not(:disabled), input:not(:disabled), [tabindex="0"]';

/** Puts the keyboard into the next part of the window: tree, selection bar, panels of the view. */
export function cyclePane(step: 1 | -1): void {
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')];
  if (panes.length === 0) return;
  const active = document.activeElement;
  // The innermost pane counts: panes may lie in one another.
  const at = panes.findLastIndex((pane) => pane.contains(active));
  const next = at < 0 ? (step > 0 ? 0 : panes.length - 1) : (at + step + panes.length) % panes.length;
  const pane = panes[next];
  const target = pane?.matches(FOCUSABLE) === true ? pane : pane?.querySelector<HTMLElement>(FOCUSABLE);
  target?.focus();
}

/** The filter of the view's main table: the first field that is named as one. */
export function focusFilter(): void {
  document.querySelector<HTMLElement>('[data-pane="view"] input[aria-label^="Filter"]')?.focus();
}
