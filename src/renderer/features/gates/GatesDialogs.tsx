import type { ReactNode } from 'react';
import { useActions, useAppState } from '../../state/use-store.ts';
import { BaselinesDialog } from './BaselinesDialog.tsx';
import { GatesEditor } from './GatesEditor.tsx';

/** What is open about gates, if anything. */
export function GatesDialogs(): ReactNode {
  const dialog = useAppState((state) => state.gates.dialog);
  const { closeGates } = useActions();
  switch (dialog?.kind) {
    case undefined:
      return null;
    case 'editor':
      return <GatesEditor runId={dialog.runId} propose={dialog.propose} onClose={closeGates} />;
    case 'baselines':
      return <BaselinesDialog runId={dialog.runId} onClose={closeGates} />;
  }
}
