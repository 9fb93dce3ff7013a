import type { ReactNode } from 'react';
import type { ImportFileState } from '#shared/model/import-state.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { PanelHeader } from '../../ui/PanelHeader.tsx';
import { RejectedRows } from './RejectedRows.tsx';

interface FileDetailsProps {
  readonly file: ImportFileState;
  readonly onShowLog: (sourceId: number) => void;
}

/** Below the table: what was left out of the chosen file, or why all of it was. */
export function FileDetails({ file, onShowLog }: FileDetailsProps): ReactNode {
  const { sourceId } = file;
  if (file.error !== null) {
    return (
      <section className="import-view__details" aria-label={`About ${file.name}`}>
        <ErrorNote title={`${file.name} was not imported`} error={file.error} />
      </section>
    );
  }
  if (sourceId !== null && file.rejectedRows > 0) {
    return (
      <RejectedRows
        sourceId={sourceId}
        fileName={file.name}
        rows={file.rows}
        rejectedRows={file.rejectedRows}
        onShowLog={() => onShowLog(sourceId)}
      />
    );
  }
  return (
    <section className="import-view__details" aria-label={`About ${file.name}`}>
      <PanelHeader title="Rejected rows" note={`${file.name}: ${withoutRejects(file)}`} />
    </section>
  );
}

function withoutRejects(file: ImportFileState): string {
  if (file.phase === 'done') return 'every row was read';
  if (file.phase === 'cancelled') return 'cancelled, nothing of it is kept';
  return file.rejectedRows === 0 ? 'none so far' : 'listed when the file is done';
}
