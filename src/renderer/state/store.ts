import { immer } from 'zustand/middleware/immer';
import { createStore, type StateCreator, type StoreApi } from 'zustand/vanilla';
import {
  createAgainstActions,
  initialAgainst,
  type AgainstActions,
  type AgainstSlice,
} from './against-slice.ts';
import {
  createCompareActions,
  initialCompare,
  type CompareActions,
  type CompareSlice,
} from './compare-slice.ts';
import { createHeapActions, initialHeap, type HeapActions, type HeapSlice } from './heap-slice.ts';
import { createGatesActions, initialGates, type GatesActions, type GatesSlice } from './gates-slice.ts';
import {
  createLayoutActions,
  defaultSettings,
  type LayoutActions,
  type LayoutSettings,
  type LayoutSlice,
} from './layout-slice.ts';
import {
  createSelectionActions,
  initialSelection,
  type SelectionActions,
  type SelectionSlice,
} from './selection-slice.ts';
import {
  createProfileActions,
  initialProfile,
  type ProfileActions,
  type ProfileSlice,
} from './profile-slice.ts';
import { createReportActions, initialReport, type ReportActions, type ReportSlice } from './report-slice.ts';
import {
  createSpeedscopeActions,
  initialSpeedscope,
  type SpeedscopeActions,
  type SpeedscopeSlice,
} from './speedscope-slice.ts';
import { createSqlActions, initialSql, type SqlActions, type SqlSlice } from './sql-slice.ts';
import { createUndoActions, initialUndo, type UndoActions, type UndoSlice } from './undo-slice.ts';
import {
  createWorkspaceActions,
  initialWorkspace,
  type WorkspaceActions,
  type WorkspaceSlice,
} from './workspace-slice.ts';

export interface AppActions
  extends
    SelectionActions,
    WorkspaceActions,
    LayoutActions,
    UndoActions,
    CompareActions,
    AgainstActions,
    GatesActions,
    ProfileActions,
    SpeedscopeActions,
    HeapActions,
    ReportActions,
    SqlActions {}

/** Facts chosen by the user or told by the engine. Query results are not here: they belong to the query layer. */
export interface AppState {
  readonly selection: SelectionSlice;
  readonly workspace: WorkspaceSlice;
  readonly layout: LayoutSlice;
  readonly undo: UndoSlice;
  readonly compare: CompareSlice;
  readonly against: AgainstSlice;
  readonly gates: GatesSlice;
  readonly profile: ProfileSlice;
  readonly speedscope: SpeedscopeSlice;
  readonly heap: HeapSlice;
  readonly report: ReportSlice;
  readonly sql: SqlSlice;
  /** One stable object: components may take it without listening to anything. */
  readonly actions: AppActions;
}

export type AppStore = StoreApi<AppState>;

/** How a slice changes the state: by writing to a draft. */
export type SetState = Parameters<StateCreator<AppState, [['zustand/immer', never]]>>[0];

export function createAppStore(settings: LayoutSettings = defaultSettings): AppStore {
  return createStore<AppState>()(
    immer((set, get) => ({
      selection: initialSelection,
      workspace: initialWorkspace,
      layout: { ...settings, view: 'start' },
      undo: initialUndo,
      compare: initialCompare,
      against: initialAgainst,
      gates: initialGates,
      profile: initialProfile,
      speedscope: initialSpeedscope,
      heap: initialHeap,
      report: initialReport,
      sql: initialSql,
      actions: {
        ...createSelectionActions(set),
        ...createWorkspaceActions(set),
        ...createLayoutActions(set),
        ...createUndoActions(set, get),
        ...createCompareActions(set, get),
        ...createAgainstActions(set),
        ...createGatesActions(set),
        ...createProfileActions(set, get),
        ...createSpeedscopeActions(set),
        ...createHeapActions(set, get),
        ...createReportActions(set, get),
        ...createSqlActions(set),
      },
    })),
  );
}
