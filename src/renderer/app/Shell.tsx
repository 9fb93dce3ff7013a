import './shell.css';
import { useMemo, type CSSProperties, type ReactNode } from 'react';
import { useEngineQuery } from '../data/use-query.ts';
import { SelectionBar } from '../features/workspace/SelectionBar.tsx';
import { WorkspaceTree } from '../features/workspace/WorkspaceTree.tsx';
import { currentView, isRunView, selectedRun, showsTree, type RunView } from '../state/current-view.ts';
import { TREE_WIDTH, type View } from '../state/layout-slice.ts';
import { useActions, useAppState } from '../state/use-store.ts';
import { classes } from '../ui/class-names.ts';
import { Splitter } from '../ui/Splitter.tsx';
import { Tabs } from '../ui/Tabs.tsx';
import type { RunViews } from './App.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { ImportHost } from './ImportHost.tsx';
import { MergeSuggestionHost } from './MergeSuggestionHost.tsx';
import { Rail } from './Rail.tsx';
import { useServices } from './services.tsx';
import { StartHost } from './StartHost.tsx';
import { TitleBar } from './TitleBar.tsx';
import { useTreeComparing } from './use-tree-comparing.ts';
import { useTreeHeap } from './use-tree-heap.ts';
import { useTreeProfiles } from './use-tree-profiles.ts';
import { useTreeReports } from './use-tree-reports.ts';

const viewNames: Readonly<Record<View, string>> = {
  start: 'start screen',
  import: 'import panel',
  overview: 'overview',
  explorer: 'explorer',
  capacity: 'capacity',
  compare: 'comparison',
  heap: 'heap',
  profile: 'profile',
  report: 'report',
  sql: 'SQL console',
};

/** Title bar, tree, and the view with its tabs and selection. */
export function Shell({ runViews }: { readonly runViews: RunViews }): ReactNode {
  const view = useAppState(currentView);
  const tree = useAppState(showsTree);
  const collapsed = useAppState((state) => state.layout.treeCollapsed);
  const width = useAppState((state) => state.layout.treeWidth);
  const withTree = tree && !collapsed;
  const withRail = view === 'report' && !withTree;
  return (
    <div className={classes('shell', isRunView(view) && 'has-run')}>
      <TitleBar />
      <div
        className={classes('shell__body', withTree && 'has-tree', withRail && 'has-rail')}
        style={treeWidth(width)}
      >
        {withTree && <Tree />}
        {withRail && <Rail />}
        <main className="shell__main">
          {withTree && <TreeSplitter />}
          {isRunView(view) && <RunHeader view={view} />}
          <div className="shell__view" data-pane="view" key={view}>
            <ErrorBoundary title={`The ${viewNames[view]} could not be shown`} retryLabel="Show it again">
              <ViewOf view={view} runViews={runViews} />
            </ErrorBoundary>
          </div>
        </main>
      </div>
    </div>
  );
}

function treeWidth(width: number): CSSProperties {
  const variables: Record<string, string> = { '--tree-width': `${width}px` };
  return variables;
}

function ViewOf({ view, runViews }: { readonly view: View; readonly runViews: RunViews }): ReactNode {
  switch (view) {
    case 'start':
      return <StartHost />;
    case 'import':
      return <ImportHost />;
    case 'overview':
      return <runViews.overview />;
    case 'explorer':
      return <runViews.explorer />;
    case 'capacity':
      return <runViews.capacity />;
    case 'compare':
      return <runViews.compare />;
    case 'heap':
      return <runViews.heap />;
    case 'profile':
      return <runViews.profile />;
    case 'report':
      return <runViews.report />;
    case 'sql':
      return <runViews.sql />;
  }
}

function Tree(): ReactNode {
  const { workspace, session } = useServices();
  const info = useAppState((state) => state.workspace.info);
  const runs = useAppState((state) => state.workspace.runs);
  const sources = useAppState((state) => state.workspace.sources);
  const selected = useAppState((state) => state.selection.runId);
  const view = useAppState(currentView);
  const actions = useActions();
  const comparing = useTreeComparing();
  const heap = useTreeHeap();
  const profiles = useTreeProfiles();
  const reports = useTreeReports();
  const baselines = useBaselineNames();
  return (
    <WorkspaceTree
      comparing={comparing}
      heap={heap}
      profiles={profiles}
      reports={reports}
      sql={{ open: view === 'sql', onOpen: () => actions.setView('sql') }}
      baselines={baselines}
      info={info}
      runs={runs}
      sources={sources}
      selectedRunId={isRunView(view) ? selected : null}
      onOpenRun={(runId) => {
        actions.selectRun(runId);
        if (!isRunView(view)) actions.setView('overview');
      }}
      onOpenFiles={() => void workspace.openFiles()}
      onRename={(runId, name) => void workspace.renameRun(runId, name)}
      onRemove={(runId) => void workspace.removeRun(runId)}
      onShowLog={(sourceId) => session.setState({ logSourceId: sourceId })}
      onMerge={(runIds) => session.setState({ merging: runIds })}
    />
  );
}

/** Scenarios by the run that is their baseline. */
function useBaselineNames(): ReadonlyMap<number, readonly string[]> {
  const { data } = useEngineQuery('baselines.list', {});
  return useMemo(() => {
    const names = new Map<number, string[]>();
    for (const { name, runId } of data ?? []) names.set(runId, [...(names.get(runId) ?? []), name]);
    return names;
  }, [data]);
}

function TreeSplitter(): ReactNode {
  const width = useAppState((state) => state.layout.treeWidth);
  const { setTreeWidth } = useActions();
  return (
    <Splitter
      label="Width of the tree"
      value={width}
      min={TREE_WIDTH.min}
      max={TREE_WIDTH.max}
      onChange={setTreeWidth}
      onReset={() => setTreeWidth(TREE_WIDTH.initial)}
    />
  );
}

/** The open run's name, its views, and what of it is selected. */
function RunHeader({ view }: { readonly view: RunView }): ReactNode {
  const run = useAppState(selectedRun);
  const { setView } = useActions();
  if (run === null) return null;
  return (
    <>
      <div className="shell__tabs" data-pane="tabs">
        <h1 className="ellipsis" title={run.name}>
          {run.name}
        </h1>
        <Tabs
          label="Views"
          value={view}
          items={[
            { value: 'overview', label: 'Overview' },
            { value: 'explorer', label: 'Explorer' },
            { value: 'capacity', label: 'Capacity and soak' },
          ]}
          onChange={setView}
        />
      </div>
      {/* What load the system takes is read from the whole run. */}
      {view !== 'capacity' && <SelectionBar key={run.id} run={run} />}
      <MergeSuggestionHost runId={run.id} />
    </>
  );
}
