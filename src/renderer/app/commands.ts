import type { QueryLayer } from '../data/query-layer.ts';
import { selectionLimits } from '../panels/run-nature/run-nature.ts';
import { hasSnapshots, selectedRun } from '../state/current-view.ts';
import type { View } from '../state/layout-slice.ts';
import { isNarrowed } from '../state/selectors.ts';
import type { AppState, AppStore } from '../state/store.ts';
import type { Toaster } from '../ui/Toasts.tsx';
import type { Command } from './command.ts';
import { gatesCommands } from './gates-commands.ts';
import { cyclePane, focusFilter } from './panes.ts';
import { profileCommands } from './profile-commands.ts';
import { reportCommands } from './report-commands.ts';
import { selectionTextCommands } from './selection-commands.ts';
import type { SessionStore } from './session-store.ts';
import { undoCommands } from './undo-commands.ts';
import type { WorkspaceActions } from './workspace-actions.ts';

interface CommandContext {
  readonly store: AppStore;
  readonly session: SessionStore;
  readonly queries: QueryLayer;
  readonly toasts: Toaster;
  readonly workspace: WorkspaceActions;
}

/** Every command of the window: the palette, the shortcuts and the menus are made from this list. */
export function createCommands(context: CommandContext): readonly Command[] {
  return [
    ...fileCommands(context),
    ...undoCommands(context),
    // First of those with the same keys: they are enabled on a profile only.
    ...profileCommands(context),
    ...viewCommands(context),
    ...gatesCommands(context.store),
    ...reportCommands(context),
    ...selectionCommands(context),
    ...selectionTextCommands(context),
    ...windowCommands(context),
  ];
}

const hasRun = (state: AppState): boolean => selectedRun(state) !== null;
const hasOutcomes = (state: AppState): boolean => {
  const run = selectedRun(state);
  return run !== null && selectionLimits(run).outcome === null;
};
const hasRuns = (state: AppState): boolean => state.workspace.runs.length > 0;

function fileCommands({ store, session, workspace }: CommandContext): readonly Command[] {
  return [
    {
      id: 'open-files',
      title: 'Open files',
      section: 'Files',
      shortcut: 'Mod+O',
      run: () => void workspace.openFiles(),
    },
    {
      id: 'open-workspace',
      title: 'Open a workspace',
      section: 'Files',
      shortcut: 'Mod+Shift+O',
      run: () => void workspace.openWorkspace(),
    },
    {
      id: 'open-sample',
      title: 'Open the sample workspace',
      section: 'Files',
      enabled: (state) => state.workspace.engine?.sample != null,
      run: () => void workspace.openSample(),
    },
    {
      id: 'new-workspace',
      title: 'New workspace',
      section: 'Files',
      run: () => void workspace.createWorkspace(),
    },
    {
      id: 'save-as',
      title: 'Save the workspace as',
      section: 'Files',
      shortcut: 'Mod+S',
      enabled: hasRuns,
      run: () => void workspace.saveAs(),
    },
    {
      id: 'compact',
      title: 'Compact the workspace file',
      section: 'Files',
      enabled: (state) => hasRuns(state) && state.workspace.info?.readOnly === false,
      run: () => void workspace.compact(),
    },
    {
      id: 'labels',
      title: 'Clean up labels',
      section: 'Files',
      enabled: (state) => hasRuns(state) && state.workspace.info?.readOnly === false,
      run: () => session.setState({ labels: true }),
    },
    {
      id: 'merge-runs',
      title: 'Merge runs…',
      section: 'Files',
      enabled: (state) => state.workspace.runs.length > 1,
      run: () => session.setState({ merging: [] }),
    },
    {
      id: 'show-imports',
      title: 'Show the imports',
      section: 'Files',
      enabled: (state) => state.workspace.imports.files.length > 0,
      run: () => store.getState().actions.setView('import'),
    },
  ];
}

function viewCommands({ store }: CommandContext): readonly Command[] {
  const show = (view: View) => () => store.getState().actions.setView(view);
  return [
    { id: 'start-screen', title: 'Start screen', section: 'View', run: show('start') },
    {
      id: 'view-overview',
      title: 'Overview',
      section: 'View',
      shortcut: '1',
      enabled: hasRun,
      run: show('overview'),
    },
    {
      id: 'view-explorer',
      title: 'Explorer',
      section: 'View',
      shortcut: '2',
      enabled: hasRun,
      run: show('explorer'),
    },
    {
      id: 'view-capacity',
      title: 'Capacity and soak',
      section: 'View',
      enabled: hasRun,
      run: show('capacity'),
    },
    { id: 'view-compare', title: 'Compare runs', section: 'View', shortcut: '3', run: show('compare') },
    {
      id: 'view-heap',
      title: 'Heap snapshots',
      section: 'View',
      enabled: hasSnapshots,
      run: show('heap'),
    },
    { id: 'view-sql', title: 'SQL console', section: 'View', shortcut: '6', run: show('sql') },
    {
      id: 'new-comparison',
      title: 'New comparison',
      section: 'View',
      run: () => {
        store.getState().actions.newComparison();
        show('compare')();
      },
    },
    {
      id: 'swap-sides',
      title: 'Swap baseline and candidate',
      section: 'Edit',
      enabled: (state) => state.layout.view === 'compare',
      run: () => store.getState().actions.swapSides(),
    },
    {
      id: 'focus-filter',
      title: 'Filter the table',
      section: 'View',
      shortcut: '/',
      enabled: (state) => hasRun(state) || state.layout.view === 'heap',
      run: focusFilter,
    },
    {
      id: 'toggle-tree',
      title: 'Show or hide the tree',
      section: 'View',
      shortcut: 'Mod+B',
      enabled: (state) => hasRuns(state) || hasSnapshots(state),
      run: () => {
        const { layout, report, actions } = store.getState();
        if (layout.view !== 'report') actions.setTreeCollapsed(!layout.treeCollapsed);
        else {
          // Pages begin without the tree, whatever it is elsewhere.
          const isShown = report.treeShown && !layout.treeCollapsed;
          actions.showReportTree(!isShown);
          if (!isShown) actions.setTreeCollapsed(false);
        }
      },
    },
  ];
}

function selectionCommands({ store }: CommandContext): readonly Command[] {
  const act = () => store.getState().actions;
  return [
    {
      id: 'clear-time',
      title: 'Clear the time span',
      section: 'Selection',
      shortcut: 'Esc',
      enabled: (state) => state.selection.time !== null,
      run: () => act().setTime(null),
    },
    {
      id: 'clear-selection',
      title: 'Clear the selection',
      section: 'Selection',
      enabled: (state) => isNarrowed(state.selection),
      run: () => act().clearSelection(),
    },
    {
      id: 'outcome-failed',
      title: 'Failures only',
      section: 'Selection',
      enabled: hasOutcomes,
      run: () => act().setOutcome('failed'),
    },
    {
      id: 'outcome-ok',
      title: 'Successes only',
      section: 'Selection',
      enabled: hasOutcomes,
      run: () => act().setOutcome('ok'),
    },
    {
      id: 'selection-back',
      title: 'Selection back',
      section: 'Selection',
      shortcut: 'Alt+Left',
      enabled: (state) => state.selection.back.length > 0,
      run: () => act().goBack(),
    },
    {
      id: 'selection-forward',
      title: 'Selection forward',
      section: 'Selection',
      shortcut: 'Alt+Right',
      enabled: (state) => state.selection.forward.length > 0,
      run: () => act().goForward(),
    },
  ];
}

function windowCommands({ store, session }: CommandContext): readonly Command[] {
  const theme = (setting: 'system' | 'light' | 'dark', title: string): Command => ({
    id: `theme-${setting}`,
    title,
    section: 'Window',
    enabled: (state) => state.layout.theme !== setting,
    run: () => store.getState().actions.setTheme(setting),
  });
  return [
    {
      id: 'palette',
      title: 'Search and commands',
      section: 'Window',
      shortcut: 'Mod+K',
      run: () => session.setState({ palette: true }),
    },
    {
      id: 'shortcuts',
      title: 'Keyboard shortcuts',
      section: 'Window',
      shortcut: '?',
      run: () => session.setState({ shortcuts: true }),
    },
    { id: 'next-pane', title: 'Next pane', section: 'Window', shortcut: 'F6', run: () => cyclePane(1) },
    {
      id: 'previous-pane',
      title: 'Previous pane',
      section: 'Window',
      shortcut: 'Shift+F6',
      run: () => cyclePane(-1),
    },
    theme('system', 'Theme of the system'),
    theme('light', 'Light theme'),
    theme('dark', 'Dark theme'),
  ];
}
