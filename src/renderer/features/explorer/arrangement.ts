import type { ExplorerLayout, ExplorerViewId } from '../../state/layout-slice.ts';

export type Direction = 'up' | 'down' | 'left' | 'right';
export type ColumnId = 'left' | 'right';

export const directions: readonly Direction[] = ['up', 'down', 'left', 'right'];

/** A place in the grid: before a view, or at the end of a column. */
export interface Place {
  readonly column: ColumnId;
  readonly before: ExplorerViewId | null;
}

export function columnOf(layout: ExplorerLayout, view: ExplorerViewId): ColumnId {
  return layout.left.includes(view) ? 'left' : 'right';
}

export function visibleIn(layout: ExplorerLayout, column: ColumnId): readonly ExplorerViewId[] {
  return layout[column].filter((view) => !layout.hidden.includes(view));
}

/** Takes a view out of its place and puts it into another. */
export function placed(
  layout: ExplorerLayout,
  view: ExplorerViewId,
  { column, before }: Place,
): ExplorerLayout {
  if (before === view) return layout;
  const without = {
    left: layout.left.filter((other) => other !== view),
    right: layout.right.filter((other) => other !== view),
  };
  const target = without[column];
  const at = before === null ? target.length : Math.max(0, target.indexOf(before));
  return { ...layout, ...without, [column]: [...target.slice(0, at), view, ...target.slice(at)] };
}

/**
 * A view one step further among those that are shown; into the other column at the height that it has.
 * @returns null where there is no such step
 */
export function moved(
  layout: ExplorerLayout,
  view: ExplorerViewId,
  direction: Direction,
  shown: (view: ExplorerViewId) => boolean,
): ExplorerLayout | null {
  const column = columnOf(layout, view);
  const visible = visibleIn(layout, column).filter(shown);
  const at = visible.indexOf(view);
  if (at < 0) return null;
  switch (direction) {
    case 'up': {
      const before = visible[at - 1];
      return before === undefined ? null : placed(layout, view, { column, before });
    }
    case 'down':
      if (at + 1 >= visible.length) return null;
      return placed(layout, view, { column, before: visible[at + 2] ?? null });
    case 'left':
    case 'right': {
      if (column === direction) return null;
      const others = visibleIn(layout, direction).filter(shown);
      return placed(layout, view, { column: direction, before: others[at] ?? null });
    }
  }
}

export function withVisibility(
  layout: ExplorerLayout,
  view: ExplorerViewId,
  isShown: boolean,
): ExplorerLayout {
  const hidden = layout.hidden.filter((other) => other !== view);
  return { ...layout, hidden: isShown ? hidden : [...hidden, view] };
}
