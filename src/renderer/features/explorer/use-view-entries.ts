import { useLayoutEffect, useMemo, useRef } from 'react';
import type { ExplorerViewId } from '../../state/layout-slice.ts';
import { useActions, useAppState } from '../../state/use-store.ts';
import type { MenuEntry } from '../../ui/menu-item.ts';
import { directions, moved, visibleIn, withVisibility, type Direction } from './arrangement.ts';
import { useExplorer } from './explorer-context.ts';
import { isAvailable } from './view-names.ts';

const names: Readonly<Record<Direction, string>> = {
  up: 'Move up',
  down: 'Move down',
  left: 'Move left',
  right: 'Move right',
};
const shortcuts: Readonly<Record<Direction, string>> = {
  up: 'Alt+Shift+Up',
  down: 'Alt+Shift+Down',
  left: 'Alt+Shift+Left',
  right: 'Alt+Shift+Right',
};

/** Entries of a view's menu: where it stands, whether it is alone, and whether it is there at all. */
export function useViewEntries(
  view: ExplorerViewId,
  maximised: boolean,
  onMove: (view: ExplorerViewId, direction: Direction) => void,
  onMaximise: (view: ExplorerViewId) => void,
): readonly MenuEntry[] {
  const { run } = useExplorer();
  const layout = useAppState((state) => state.layout.explorer);
  const { setExplorerLayout } = useActions();
  const latest = useRef({ onMove, onMaximise });
  useLayoutEffect(() => {
    latest.current = { onMove, onMaximise };
  });
  return useMemo(() => {
    const shown = (other: ExplorerViewId): boolean => isAvailable(run, other);
    const visible = [...visibleIn(layout, 'left'), ...visibleIn(layout, 'right')].filter(shown);
    return [
      { kind: 'separator', id: 'arrange' },
      ...directions.map((direction) => ({
        kind: 'action' as const,
        id: `move-${direction}`,
        label: names[direction],
        shortcut: shortcuts[direction],
        disabled: maximised || moved(layout, view, direction, shown) === null,
        onSelect: () => latest.current.onMove(view, direction),
      })),
      {
        kind: 'action',
        id: 'maximise',
        label: maximised ? 'Show all views' : 'Maximise',
        shortcut: 'M',
        onSelect: () => latest.current.onMaximise(view),
      },
      {
        kind: 'action',
        id: 'hide',
        label: 'Hide',
        disabled: visible.length === 1,
        onSelect: () => setExplorerLayout(withVisibility(layout, view, false)),
      },
    ];
  }, [run, layout, view, maximised, setExplorerLayout]);
}
