import { createContext, type ReactNode } from 'react';
import type { MenuEntry } from '../../ui/menu-item.ts';

/** What the grid adds to the header of the view that stands in it. */
export interface ViewFrame {
  /** Entries of the view's menu: how it can be arranged. */
  readonly entries: readonly MenuEntry[];
  /** Controls of the whole grid, in one header only. */
  readonly controls: ReactNode;
}

export const ViewFrameContext = createContext<ViewFrame>({ entries: [], controls: null });
