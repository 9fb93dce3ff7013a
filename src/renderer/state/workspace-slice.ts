import { castDraft } from 'immer';
import type { EngineInfo } from '#shared/contract/engine.ts';
import type { WireError } from '#shared/contract/errors.ts';
import type { ImportFileState, ImportState } from '#shared/model/import-state.ts';
import type { Run, Source } from '#shared/model/run.ts';
import type { WorkspaceInfo } from '#shared/model/workspace.ts';
import { withoutComparedRuns } from './compare-slice.ts';
import { withoutRuns } from './selection-slice.ts';
import type { SetState } from './store.ts';
import { withoutStepsOf } from './undo-slice.ts';

/** What the engine told about itself and the open workspace. Results of questions belong to the query layer. */
export interface WorkspaceSlice {
  readonly engine: EngineInfo | null;
  readonly info: WorkspaceInfo | null;
  readonly runs: readonly Run[];
  readonly sources: readonly Source[];
  readonly imports: ImportState;
  /** Set once the engine is gone; nothing but a reload brings it back. */
  readonly failure: WireError | null;
}

export interface WorkspaceActions {
  readonly setEngine: (engine: EngineInfo) => void;
  readonly setWorkspace: (info: WorkspaceInfo) => void;
  readonly setContents: (runs: readonly Run[], sources: readonly Source[]) => void;
  readonly setImports: (imports: ImportState) => void;
  readonly setFailure: (failure: WireError) => void;
}

export const initialWorkspace: WorkspaceSlice = {
  engine: null,
  info: null,
  runs: [],
  sources: [],
  imports: { files: [], active: false },
  failure: null,
};

export function createWorkspaceActions(set: SetState): WorkspaceActions {
  return {
    setEngine: (engine) =>
      set((state) => {
        state.workspace.engine = castDraft(engine);
      }),
    setWorkspace: (info) =>
      set((state) => {
        state.workspace.info = info;
      }),
    setContents: (runs, sources) =>
      set((state) => {
        state.workspace.runs = castDraft(runs);
        state.workspace.sources = castDraft(sources);
        const present = runs.map((run) => run.id);
        state.selection = castDraft(withoutRuns(state.selection, present));
        state.compare = castDraft(withoutComparedRuns(state.compare, present));
        state.undo = castDraft(withoutStepsOf(state.undo, present));
      }),
    setImports: (imports) =>
      set((state) => {
        state.workspace.imports = castDraft(imports);
      }),
    setFailure: (failure) =>
      set((state) => {
        state.workspace.failure = failure;
      }),
  };
}

/** True once a file needs no more work, whatever came of it. */
export function isSettled(file: ImportFileState): boolean {
  return file.phase === 'done' || file.phase === 'failed' || file.phase === 'cancelled';
}
