import { useContext, useMemo, type ComponentProps, type ReactNode } from 'react';
import { ChartPanel } from '../../charts/chart-panel/ChartPanel.tsx';
import type { MenuEntry } from '../../ui/menu-item.ts';
import { ViewFrameContext } from './view-frame.ts';

const NO_ENTRIES: readonly MenuEntry[] = [];

/** A chart panel with what the grid adds to its header. */
export function ViewChart({
  controls,
  entries = NO_ENTRIES,
  ...rest
}: ComponentProps<typeof ChartPanel>): ReactNode {
  const frame = useContext(ViewFrameContext);
  const all = useMemo(
    () => (
      <>
        {controls}
        {frame.controls}
      </>
    ),
    [controls, frame.controls],
  );
  const offered = useMemo(() => [...entries, ...frame.entries], [entries, frame.entries]);
  return <ChartPanel {...rest} controls={all} entries={offered} />;
}
