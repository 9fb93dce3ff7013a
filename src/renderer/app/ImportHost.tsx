import { useMemo, useState, type ReactNode } from 'react';
import { ColumnsDialog } from '../features/import/ColumnsDialog.tsx';
import type { ColumnMapping } from '#shared/model/column-mapping.ts';
import { ImportView } from '../features/import/ImportView.tsx';
import type { ImportRowActions } from '../features/import/import-columns.tsx';
import { showsTree } from '../state/current-view.ts';
import type { AppState } from '../state/store.ts';
import { useActions, useAppState } from '../state/use-store.ts';
import { useServices } from './services.tsx';

function destination(state: AppState): string {
  const { info } = state.workspace;
  if (info?.path != null) return `into ${info.name}`;
  return showsTree(state) ? 'into this workspace' : 'into a new workspace';
}

/** The import panel with the engine's queue and the window's actions. */
export function ImportHost(): ReactNode {
  const { workspace, session } = useServices();
  const imports = useAppState((state) => state.workspace.imports);
  const formats = useAppState((state) => state.workspace.engine?.formats);
  const into = useAppState(destination);
  const runs = useAppState((state) => state.workspace.runs);
  const actions = useActions();
  const [tableId, setTableId] = useState<string | null>(null);
  const table = imports.files.find(({ fileId }) => fileId === tableId) ?? null;

  const rowActions = useMemo<ImportRowActions>(
    () => ({
      onCancel: (fileId) => void workspace.cancelImport(fileId),
      onImportAs: (fileId, format) => void workspace.startImport([{ fileId, format }]),
      onImportAnyway: (fileId) => void workspace.startImport([{ fileId, allowDuplicate: true }]),
      onStartAgain: (fileId) => void workspace.startImport([{ fileId }]),
      onNameColumns: setTableId,
    }),
    [workspace],
  );

  function openReady(): void {
    const ready = imports.files.find((file) => runs.some((run) => run.id === file.runId))?.runId ?? null;
    if (ready === null) return;
    actions.selectRun(ready);
    actions.setView('overview');
  }

  function close(): void {
    actions.setView(runs.length === 0 ? 'start' : 'overview');
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
