import { useMemo, useState, type ReactNode } from 'react';
import { ColumnsDialog } from '../features/import/ColumnsDialog.tsx';
import type { ImportFileState } from '#shared/model/import-state.ts';
import type { ColumnMapping } from '#shared/model/column-mapping.ts';
import { ImportView } from '../features/import/ImportView.tsx';
import type { ImportRowActions } from '../features/import/import-columns.tsx';
import { showsTree } from '../state/current-view.ts';
import type { AppState } from '../state/store.ts';
import { useActions, useAppState } from '../state/use-store.ts';
import { MergeSuggestionHost } from './MergeSuggestionHost.tsx';
import { useServices } from './services.tsx';
import { viewOfContents } from './view-of-contents.ts';

function destination(state: AppState): string {
  const { info } = state.workspace;
  if (info?.path != null) return `into ${info.name}`;
  return showsTree(state) ? 'into this workspace' : 'into a new workspace';
}

/** The import panel with the engine's queue and the window's actions. */
export function ImportHost(): ReactNode {
  const { workspace, session, store } = useServices();
  const imports = useAppState((state) => state.workspace.imports);
  const formats = useAppState((state) => state.workspace.engine?.formats);
  const into = useAppState(destination);
  const runs = useAppState((state) => state.workspace.runs);
  const actions = useActions();
  const [tableId, setTableId] = useState<string | null>(null);
  const table = imports.files.find(({ fileId }) => fileId === tableId) ?? null;

  const rowActions = useMemo<ImportRowActions>(() => {
    async function addToRun({ fileId, phase, runId: own }: ImportFileState, runId: number): Promise<void> {
      if (phase === 'done') {
        // It is a run by now: joining the two is for a person to look at first.
        if (own !== null) session.setState({ merging: [runId, own] });
        return;
      }
      // What waits as a run of its own is taken out of the queue first.
      if (phase === 'waiting') await workspace.cancelImport(fileId);
      await workspace.startImport([{ fileId, runId }]);
    }
    return {
      onCancel: (fileId) => void workspace.cancelImport(fileId),
      onImportAs: (fileId, format) => void workspace.startImport([{ fileId, format }]),
      onImportAnyway: (fileId) => void workspace.startImport([{ fileId, allowDuplicate: true }]),
      onStartAgain: (fileId) => void workspace.startImport([{ fileId }]),
      onNameColumns: setTableId,
      onAddToRun: (file, runId) => void addToRun(file, runId),
    };
  }, [workspace, session]);

  function openReady(): void {
    const ready = imports.files.find((file) => runs.some((run) => run.id === file.runId))?.runId ?? null;
    const snapshot = imports.files.find((file) => file.snapshotId !== null)?.snapshotId ?? null;
    const profile = imports.files.find((file) => file.profileIds.length > 0)?.profileIds[0];
    if (ready === null && profile !== undefined) {
      actions.openProfile(profile);
      actions.setView('profile');
      return;
    }
    if (ready === null && snapshot !== null) {
      actions.openSnapshot(snapshot);
      actions.setView('heap');
    }
    if (ready === null) return;
    actions.selectRun(ready);
    actions.setView('overview');
  }

  function close(): void {
    actions.setView(viewOfContents(store.getState()));
    void workspace.dismissImports();
  }

  function importTable(fileId: string, mapping: ColumnMapping): void {
    setTableId(null);
    void workspace.startImport([{ fileId, mapping }]);
  }

  return (
    <>
      <ImportView
        {...rowActions}
        imports={imports}
        formats={formats ?? []}
        runs={runs}
        notice={<MergeSuggestionHost runId={null} />}
        into={into}
        onCancelAll={() => void workspace.cancelImport()}
        onOpenReady={openReady}
        onClose={close}
        onShowLog={(sourceId) => session.setState({ logSourceId: sourceId })}
      />
      <ColumnsDialog file={table} onClose={() => setTableId(null)} onImport={importTable} />
    </>
  );
}
