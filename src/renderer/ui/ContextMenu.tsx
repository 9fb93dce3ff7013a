import { ContextMenu as Base } from '@base-ui/react/context-menu';
import type { ReactElement, ReactNode } from 'react';
import type { MenuEntry } from './menu-item.ts';
import { MenuEntries } from './MenuEntries.tsx';

interface ContextMenuProps {
  readonly entries: readonly MenuEntry[];
  /** The element it belongs to. */
  readonly children: ReactElement;
}

/** Opens with the right mouse button, a long press, and the keyboard's menu key. */
export function ContextMenu({ entries, children }: ContextMenuProps): ReactNode {
  return (
    <Base.Root>
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner className="popup-layer">
          <Base.Popup className="menu">
            <MenuEntries entries={entries} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
