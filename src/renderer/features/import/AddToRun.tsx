import { Ellipsis } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ImportFileState } from '#shared/model/import-state.ts';
import type { Run } from '#shared/model/run.ts';
import { Menu } from '../../ui/Menu.tsx';

interface AddToRunProps {
  readonly file: ImportFileState;
  /** Nothing is shown when there is none. */
  readonly runs: readonly Run[];
  readonly onAdd: (file: ImportFileState, runId: number) => void;
}

export function AddToRun({ file, runs, onAdd }: AddToRunProps): ReactNode {
  if (runs.length === 0) return null;
  return (
    <Menu
      align="end"
      trigger={
        <button type="button" className="icon-button" aria-label={`${file.name}: more`}>
          <Ellipsis />
        </button>
      }
      entries={[
        { kind: 'heading', id: 'heading', label: 'Add to run' },
        ...runs.map((run) => ({
          kind: 'action' as const,
          id: String(run.id),
          label: run.name,
          onSelect: () => onAdd(file, run.id),
        })),
      ]}
    />
  );
}
