import type { ReactNode } from 'react';
import { useEngineQuery } from '../../data/use-query.ts';
import { useAppState } from '../../state/use-store.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { GatesForm } from './GatesForm.tsx';

interface GatesEditorProps {
  /** The run whose results are shown first; null: that of the window. */
  readonly runId: number | null;
  readonly propose: boolean;
  readonly onClose: () => void;
}

/** The gates of the workspace as text, with what they would say of a run. */
export function GatesEditor({ runId, propose, onClose }: GatesEditorProps): ReactNode {
  const { data, error, retry } = useEngineQuery('gates.document', {});
  const selected = useAppState((state) => state.selection.runId);
  const first = useAppState((state) => state.workspace.runs[0]?.id ?? null);
  if (data === null)
    return error === null ? null : (
      <Dialog open onClose={onClose} title="Gates">
        <ErrorNote title="The gates could not be read" error={error} onRetry={retry} />
      </Dialog>
    );
  return (
    <GatesForm
      document={data}
      firstRunId={runId ?? selected ?? first}
      proposeFirst={propose}
      onClose={onClose}
    />
  );
}
