import type { ImportFile } from '#shared/contract/engine.ts';
import { isCancelled, toWireError, type WireError } from '#shared/contract/errors.ts';
import type { LabelRule } from '#shared/model/label-rules.ts';
import type { WorkspaceInfo } from '#shared/model/workspace.ts';
import type { EngineClient } from '#shared/rpc/client.ts';
import type { ChosenFile, FileGateway } from '../api/file-gateway.ts';
import type { QueryLayer } from '../data/query-layer.ts';
import type { AppStore } from '../state/store.ts';
import type { WorkspaceSlice } from '../state/workspace-slice.ts';
import { errorDetails } from '../ui/error-details.ts';
import type { Toaster } from '../ui/Toasts.tsx';
import type { ImportFollower } from './import-follower.ts';
import type { ReportSaver } from './report-saver.ts';
import { mayLeaveWorkspace } from './leave-workspace.ts';
import { viewOfContents } from './view-of-contents.ts';
import { askChoice, type SessionStore } from './session-store.ts';

export interface WorkspaceActionsContext {
  readonly client: EngineClient;
  readonly files: FileGateway;
  readonly queries: QueryLayer;
  readonly store: AppStore;
  readonly session: SessionStore;
  readonly toasts: Toaster;
  readonly follower: ImportFollower;
  readonly reports: ReportSaver;
}

/** What the user can do to the workspace. Nothing here throws: a failure is told in the window. */
export interface WorkspaceActions {
  openFiles(): Promise<void>;
  /** Files that were dropped: a workspace is opened, everything else imported. */
  takeFiles(files: readonly File[]): Promise<void>;
  takeChosen(files: readonly ChosenFile[]): Promise<void>;
  createWorkspace(): Promise<void>;
  openWorkspace(): Promise<void>;
  openSample(): Promise<void>;
  openRecent(path: string): Promise<void>;
  saveAs(): Promise<boolean>;
  compact(): Promise<void>;
  startImport(files: readonly ImportFile[]): Promise<void>;
  cancelImport(fileId?: string): Promise<void>;
  dismissImports(): Promise<void>;
  renameRun(runId: number, name: string): Promise<void>;
  removeRun(runId: number): Promise<void>;
  /**
   * Makes one run of several and opens it; the first is kept.
   * @returns what went wrong, to be told where it was asked for
   */
  mergeRuns(runIds: readonly number[]): Promise<WireError | null>;
  /** @returns what went wrong, to be told where it was asked for */
  setClockOffset(sourceId: number, offsetMs: number): Promise<WireError | null>;
  /** @returns whether it was done */
  applyLabels(rules: readonly LabelRule[]): Promise<boolean>;
}

export function createWorkspaceActions(context: WorkspaceActionsContext): WorkspaceActions {
  const { client, files, queries, store, session, toasts, follower } = context;
  const act = () => store.getState().actions;

  /** Runs a job; a failure becomes a message that stays until it is read. */
  async function attempt<T>(
    failed: string,
    job: () => Promise<T>,
    busy: string | null = null,
  ): Promise<T | null> {
    if (busy !== null) session.setState({ busy });
    try {
      return await job();
    } catch (error) {
      if (isCancelled(error)) return null;
      const wire = toWireError(error);
      toasts.show({
        status: 'bad',
        title: failed,
        text: wire.hint === undefined ? wire.message : `${wire.message} ${wire.hint}`,
        action: {
          label: 'Copy details',
          run: () => void navigator.clipboard.writeText(errorDetails(failed, wire)),
        },
      });
      return null;
    } finally {
      if (busy !== null) session.setState({ busy: null });
    }
  }

  /** As {@link attempt}, for what says itself what went wrong. */
  async function outcomeOf(busy: string, job: () => Promise<void>): Promise<WireError | null> {
    session.setState({ busy });
    try {
      await job();
      return null;
    } catch (error) {
      return toWireError(error);
    } finally {
      session.setState({ busy: null });
    }
  }

  async function refreshContents(): Promise<void> {
    const [runs, sources] = await Promise.all([
      client.call('runs.list', {}),
      client.call('sources.list', {}),
    ]);
    act().setContents(runs, sources);
  }

  async function switchTo(failed: string, busy: string, open: () => Promise<WorkspaceInfo>): Promise<void> {
    if (!(await mayLeaveWorkspace(store, session))) return;
    await attempt(
      failed,
      async () => {
        // What was written in a report belongs to the workspace that is left.
        await context.reports.flush();
        const info = await open();
        act().resetSelection();
        act().forgetSteps();
        act().newComparison();
        act().setAgainst(null);
        act().resetGates();
        act().resetHeap();
        act().resetProfiles();
        act().resetReports();
        queries.invalidate();
        act().setWorkspace(info);
        await showContents();
      },
      busy,
    );
  }

  /** The first run, or the import that fills the workspace (as that of the sample files does), or the start screen. */
  async function showContents(): Promise<void> {
    const [runs, sources] = await Promise.all([
      client.call('runs.list', {}),
      client.call('sources.list', {}),
    ]);
    act().setContents(runs, sources);
    // Asked alone: an answer that waits for others could be overtaken by the last news of the import.
    const imports = await client.call('import.state', {});
    act().setImports(imports);
    act().selectRun(runs[0]?.id ?? null);
    if (imports.active) follower.follow(imports.files.map((file) => file.fileId));
    act().setView(imports.active ? 'import' : viewOfContents(store.getState()));
  }

  async function openFile(file: ChosenFile): Promise<void> {
    await switchTo(`${file.name} could not be opened`, `Opening ${file.name}`, () =>
      client.call('workspace.open', { fileId: file.fileId }),
    );
  }

  async function takeChosen(chosen: readonly ChosenFile[]): Promise<void> {
    const [workspace, ...more] = chosen.filter(isWorkspace);
    const results = chosen.filter((file) => !isWorkspace(file));
    if (workspace !== undefined) await openFile(workspace);
    if (more.length > 0) {
      toasts.show({
        status: 'warn',
        title: 'Only one workspace can be open',
        text: `${more.map((file) => file.name).join(', ')} ${more.length === 1 ? 'was' : 'were'} not opened.`,
      });
    }
    if (results.length > 0) await startImport(results.map(({ fileId }) => ({ fileId })));
  }

  async function startImport(list: readonly ImportFile[]): Promise<void> {
    await attempt('The import could not be started', async () => {
      const { imports } = store.getState().workspace;
      const again = list.some((file) => imports.files.some((known) => known.fileId === file.fileId));
      // A new drop starts a new list; trying a file of the present list again keeps the others beside it.
      if (!imports.active && imports.files.length > 0 && !again)
        act().setImports(await client.call('import.dismiss', {}));
      const state = await client.call('import.start', { files: [...list] });
      act().setImports(state);
      follower.follow(list.map((file) => file.fileId));
      act().setView('import');
    });
  }

  async function saveAs(): Promise<boolean> {
    const failed = 'The workspace could not be saved';
    const target = await attempt(failed, () =>
      files.pickSaveTarget(suggestedName(store.getState().workspace)),
    );
    if (target === null) return false;
    const saved = await attempt(
      failed,
      async () => {
        await context.reports.flush();
        const info = await client.call('workspace.saveAs', { fileId: target.fileId });
        act().setWorkspace(info);
        return info;
      },
      'Saving the workspace',
    );
    if (saved === null) return false;
    toasts.show({
      status: 'good',
      title: `Saved as ${saved.name}.loadstone`,
      ...(saved.path === null ? {} : { text: saved.path }),
    });
    return true;
  }

  return {
    openFiles: async () => {
      const chosen = await attempt('The files could not be opened', () => files.pickFiles());
      if (chosen !== null && chosen.length > 0) await takeChosen(chosen);
    },
    takeFiles: async (dropped) => {
      const chosen = await attempt('The files could not be opened', () => files.register(dropped));
      if (chosen !== null && chosen.length > 0) await takeChosen(chosen);
    },
    takeChosen,
    createWorkspace: () =>
      switchTo('A new workspace could not be created', 'Creating a workspace', () =>
        client.call('workspace.create', {}),
      ),
    openWorkspace: async () => {
      const chosen = await attempt('The workspace could not be opened', () => files.pickWorkspace());
      if (chosen !== null) await openFile(chosen);
    },
    openSample: () =>
      switchTo('The sample workspace could not be opened', 'Opening the sample workspace', () =>
        client.call('workspace.openSample', {}),
      ),
    openRecent: (path) =>
      switchTo('The workspace could not be opened', 'Opening the workspace', () =>
        client.call('workspace.openRecent', { path }),
      ),
    saveAs,
    compact: async () => {
      const before = store.getState().workspace.info?.sizeBytes ?? 0;
      const info = await attempt(
        'The workspace could not be compacted',
        () => client.call('workspace.compact', {}),
        'Compacting the workspace',
      );
      if (info === null) return;
      act().setWorkspace(info);
      const saved = Math.max(0, Math.round((before - info.sizeBytes) / 1e6));
      toasts.show({ status: 'good', title: 'Compacted', text: `The file is ${saved} MB smaller.` });
    },
    startImport,
    cancelImport: async (fileId) => {
      const state = await attempt('The import could not be cancelled', () =>
        client.call('import.cancel', fileId === undefined ? {} : { fileId }),
      );
      if (state !== null) act().setImports(state);
    },
    dismissImports: async () => {
      const state = await attempt('The list could not be cleared', () => client.call('import.dismiss', {}));
      if (state !== null) act().setImports(state);
    },
    renameRun: async (runId, name) => {
      await attempt('The run could not be renamed', () => client.call('runs.rename', { runId, name }));
    },
    applyLabels: async (rules) => {
      const applied = await attempt(
        'The labels could not be changed',
        () => client.call('labels.apply', { rules: [...rules] }),
        'Changing the labels',
      );
      return applied !== null;
    },
    removeRun: async (runId) => {
      const run = store.getState().workspace.runs.find((candidate) => candidate.id === runId);
      if (run === undefined) return;
      const answer = await askChoice(session, {
        title: `Remove ${run.name}?`,
        message:
          'Its samples and import logs are taken out of the workspace. The files that it was read from stay where they are. This cannot be undone.',
        choices: [
          { id: 'cancel', label: 'Cancel' },
          { id: 'remove', label: 'Remove', variant: 'danger' },
        ],
      });
      if (answer !== 'remove') return;
      await attempt(
        'The run could not be removed',
        () => client.call('runs.remove', { runId }),
        'Removing the run',
      );
    },
    mergeRuns: (runIds) =>
      outcomeOf('Merging the runs', async () => {
        const run = await client.call('runs.merge', { runIds: [...runIds] });
        // The push that tells of it may come later: what is opened must not be a run that is gone.
        await refreshContents();
        act().selectRun(run.id);
        // Times are counted from the start of the run, which may be another one now.
        act().clearSelection();
        const { view } = store.getState().layout;
        if (view !== 'explorer') act().setView('overview');
      }),
    setClockOffset: (sourceId, offsetMs) =>
      outcomeOf('Setting the clock', async () => {
        await client.call('sources.setClockOffset', { sourceId, offsetMs });
        await refreshContents();
      }),
  };
}

/** A workspace without a name is called after what is in it. */
function suggestedName({ info, runs }: WorkspaceSlice): string {
  const name = info?.path == null ? (runs[0]?.name ?? 'Untitled') : info.name;
  return `${name.replace(/[\\/:*?"<>|]+/g, '-').slice(0, 120)}.loadstone`;
}

function isWorkspace(file: ChosenFile): boolean {
  return file.name.toLowerCase().endsWith('.loadstone');
}
