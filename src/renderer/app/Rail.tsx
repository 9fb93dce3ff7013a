import './rail.css';
import { Activity, ArrowLeftRight, Database, FileText, Flame, Layers, PanelLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { hasProfiles, hasSnapshots, selectedRun } from '../state/current-view.ts';
import type { View } from '../state/layout-slice.ts';
import { useActions, useAppState } from '../state/use-store.ts';
import { classes } from '../ui/class-names.ts';
import { Tooltip } from '../ui/Tooltip.tsx';

/** In place of the tree where pages need its room: the way back to it, and to the other views. */
export function Rail(): ReactNode {
  const view = useAppState((state) => state.layout.view);
  const withRun = useAppState((state) => selectedRun(state) !== null);
  const withProfiles = useAppState(hasProfiles);
  const withSnapshots = useAppState(hasSnapshots);
  const { setView, showReportTree, setTreeCollapsed } = useActions();
  const entry = (to: View, label: string, icon: ReactNode, shown = true): ReactNode =>
    shown && (
      <Tooltip text={label} side="right">
        <button
          type="button"
          className={classes('rail__entry', view === to && 'is-here')}
          aria-label={label}
          aria-current={view === to ? 'page' : undefined}
          onClick={() => setView(to)}
        >
          {icon}
        </button>
      </Tooltip>
    );
  return (
    <nav className="rail" aria-label="Views" data-pane="tree">
      <Tooltip text="Show the tree" shortcut="Mod+B" side="right">
        <button
          type="button"
          className="rail__entry"
          aria-label="Show the tree"
          onClick={() => {
            setTreeCollapsed(false);
            showReportTree(true);
          }}
        >
          <PanelLeft />
        </button>
      </Tooltip>
      {entry('overview', 'Overview of the run', <Activity />, withRun)}
      {entry('profile', 'Profiles', <Flame />, withProfiles)}
      {entry('heap', 'Heap snapshots', <Layers />, withSnapshots)}
      {entry('compare', 'Comparison', <ArrowLeftRight />)}
      {entry('report', 'Report', <FileText />)}
      {entry('sql', 'SQL console', <Database />)}
    </nav>
  );
}
