import { useRef, type KeyboardEvent, type MouseEvent, type PointerEvent, type ReactNode } from 'react';
import type { ExplorerViewId } from '../../state/layout-slice.ts';
import { classes } from '../../ui/class-names.ts';
import type { Direction } from './arrangement.ts';
import { viewNames } from './view-names.ts';

export interface ViewActions {
  readonly onMove: (direction: Direction) => void;
  /** Maximises, or gives the others their room again. */
  readonly onMaximise: () => void;
  /** While the header is dragged, in px of the window; `drop` when it is let go. */
  readonly onDrag: (point: { readonly x: number; readonly y: number } | null, drop: boolean) => void;
  /** Keys that mean something to this view. @returns true when the key was used */
  readonly onKey: (event: KeyboardEvent) => boolean;
}

interface ViewPanelProps extends ViewActions {
  readonly view: ExplorerViewId;
  readonly maximised: boolean;
  /** Kept, but out of sight while another view is maximised. */
  readonly away: boolean;
  readonly dragged: boolean;
  readonly dropBefore: boolean;
  readonly children: ReactNode;
}

const INTERACTIVE = 'button, input, select, textarea, a, [role="radio"], [role="menuitem"]';
/** Names of panes that other parts of the window go by. */
const paneNames: Partial<Readonly<Record<ExplorerViewId, string>>> = {
  curve: 'distribution',
  // The list of samples in the drawer is a pane of its own.
  samples: 'single-samples',
};
/** A press that moves less than this is a click. */
const DRAG_PX = 6;

const arrows: Readonly<Record<string, Direction>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
};

/** A view in the grid: its header moves it by drag and maximises it by a double click, keys do the same. */
export function ViewPanel(props: ViewPanelProps): ReactNode {
  const { view, maximised, away, dragged, dropBefore, onMove, onMaximise, onDrag, onKey, children } = props;
  const press = useRef<{ readonly x: number; readonly y: number; moved: boolean } | null>(null);

  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    const target = event.target as HTMLElement;
    // Menus and popovers are rendered elsewhere, yet their events come by here.
    if (!event.currentTarget.contains(target) || target.closest('input, textarea') !== null) return;
    const direction = arrows[event.key];
    if (direction !== undefined && event.altKey && event.shiftKey) onMove(direction);
    else if (event.key.toLowerCase() === 'm' && !event.ctrlKey && !event.metaKey && !event.altKey)
      onMaximise();
    else if (event.key === 'Escape' && maximised) onMaximise();
    else if (!onKey(event)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  function onPointerDown(event: PointerEvent<HTMLElement>): void {
    if (event.button !== 0 || maximised || !isHeader(event)) return;
    press.current = { x: event.clientX, y: event.clientY, moved: false };
  }

  function onPointerMove(event: PointerEvent<HTMLElement>): void {
    const from = press.current;
    if (from === null) return;
    if (!from.moved && Math.hypot(event.clientX - from.x, event.clientY - from.y) >= DRAG_PX) {
      from.moved = true;
      // Not before: a captured pointer would take the double click away from the header.
      event.currentTarget.setPointerCapture(event.pointerId);
    }
    if (from.moved) onDrag({ x: event.clientX, y: event.clientY }, false);
  }

  function onPointerUp(event: PointerEvent<HTMLElement>): void {
    const from = press.current;
    press.current = null;
    if (from?.moved === true) onDrag({ x: event.clientX, y: event.clientY }, true);
  }

  return (
    <section
      className={classes(
        'explorer__panel',
        maximised && 'is-maximised',
        dragged && 'is-dragged',
        dropBefore && 'is-drop-before',
      )}
      aria-label={viewNames[view]}
      data-pane={paneNames[view] ?? view}
      data-view={view}
      hidden={away}
      onKeyDown={onKeyDown}
      onDoubleClick={(event) => {
        if (isHeader(event)) onMaximise();
      }}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={() => {
        press.current = null;
        onDrag(null, false);
      }}
    >
      {children}
    </section>
  );
}

function isHeader(event: MouseEvent<HTMLElement>): boolean {
  const target = event.target as HTMLElement;
  return (
    event.currentTarget.contains(target) &&
    target.closest('.panel-header') !== null &&
    target.closest(INTERACTIVE) === null
  );
}
