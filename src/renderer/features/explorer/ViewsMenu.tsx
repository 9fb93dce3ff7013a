import { LayoutGrid } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Run } from '#shared/model/run.ts';
import { DEFAULT_EXPLORER_LAYOUT, explorerViews } from '../../state/layout-slice.ts';
import { useActions, useAppState } from '../../state/use-store.ts';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { Popover } from '../../ui/Popover.tsx';
import { withVisibility } from './arrangement.ts';
import { isAvailable, viewNames } from './view-names.ts';

/** Which views are shown; one at least. */
export function ViewsMenu({ run }: { readonly run: Run }): ReactNode {
  const layout = useAppState((state) => state.layout.explorer);
  const { setExplorerLayout } = useActions();
  const offered = explorerViews.filter((view) => isAvailable(run, view));
  const shown = offered.filter((view) => !layout.hidden.includes(view));
  return (
    <Popover
      label="Views"
      align="end"
      trigger={
        <Button size="small">
          <LayoutGrid />
          Views
        </Button>
      }
    >
      <div className="explorer__choices">
        {offered.map((view) => (
          <Checkbox
            key={view}
            checked={shown.includes(view)}
            disabled={shown.length === 1 && shown.includes(view)}
            onChange={(on) => setExplorerLayout(withVisibility(layout, view, on))}
          >
            {viewNames[view]}
          </Checkbox>
        ))}
        <Button size="small" onClick={() => setExplorerLayout(DEFAULT_EXPLORER_LAYOUT)}>
          Restore the first arrangement
        </Button>
      </div>
    </Popover>
  );
}
