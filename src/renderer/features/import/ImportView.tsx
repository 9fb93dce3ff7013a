import './import-view.css';
import { useMemo, useState, type ReactNode } from 'react';
import type { FormatInfo, ImportFileState, ImportState } from '#shared/model/import-state.ts';
import type { Run } from '#shared/model/run.ts';
import { Button } from '../../ui/Button.tsx';
import { CornerMarks } from '../../ui/CornerMarks.tsx';
import { DataTable } from '../../ui/data-table/DataTable.tsx';
import { FormatList } from '../../ui/FormatList.tsx';
import { ProgressLine } from '../../ui/ProgressLine.tsx';
import { importColumns, type ImportRowActions } from './import-columns.tsx';
import { importHeadline, importShare, summarizeImport, type ImportSummary } from './import-summary.ts';
import { ImportTotals } from './ImportTotals.tsx';
import { FileDetails } from './FileDetails.tsx';

const ROW_HEIGHT = 44;
const HEADER_HEIGHT = 25;

export interface ImportViewProps extends ImportRowActions {
  readonly imports: ImportState;
  readonly formats: readonly FormatInfo[];
  /** Those that a file could be added to. */
  readonly runs: readonly Run[];
  /** Something to ask about what has come in; null most of the time. */
  readonly notice?: ReactNode;
  /** Where the rows go: "into a new workspace". */
  readonly into: string;
  readonly onCancelAll: () => void;
  /** Opens the first run that is finished. */
  readonly onOpenReady: () => void;
  /** Takes settled files off the list and leaves the panel. */
  readonly onClose: () => void;
  readonly onShowLog: (sourceId: number) => void;
}

export function ImportView(props: ImportViewProps): ReactNode {
  const { imports, formats, runs, onShowLog } = props;
  const { onCancel, onImportAs, onImportAnyway, onStartAgain, onNameColumns, onAddToRun } = props;
  const { files } = imports;
  const [chosenId, setChosenId] = useState<string | null>(null);
  const columns = useMemo(
    () =>
      importColumns(files, formats, runs, {
        onCancel,
        onImportAs,
        onImportAnyway,
        onStartAgain,
        onNameColumns,
        onAddToRun,
      }),
    [files, formats, runs, onCancel, onImportAs, onImportAnyway, onStartAgain, onNameColumns, onAddToRun],
  );
  const summary = summarizeImport(imports);
  const shown = fileToShow(files, chosenId);
  const choose = (row: number): void => setChosenId(files[row]?.fileId ?? null);
  return (
    <div className="import-view">
      <CornerMarks />
      <div className="import-view__columns">
        <div className="import-view__main">
          <ImportHeader {...props} summary={summary} />
          <ProgressLine
            label="Progress of the import"
            value={summary.active ? importShare(summary) : summary.done > 0 ? 1 : 0}
          />
          <div className="import-view__table" style={{ height: files.length * ROW_HEIGHT + HEADER_HEIGHT }}>
            <DataTable
              label="Files"
              columns={columns}
              rowCount={files.length}
              rowKey={(row) => files[row]?.fileId ?? row}
              rowHeight={ROW_HEIGHT}
              isMarked={(row) => files[row]?.fileId === shown?.fileId}
              onRowClick={choose}
              onEnter={choose}
              onSpace={choose}
            />
          </div>
          {props.notice}
          {shown !== null && <FileDetails key={shown.fileId} file={shown} onShowLog={onShowLog} />}
        </div>
        <aside aria-label="About" tabIndex={0}>
          <h2>What it opens</h2>
          <FormatList formats={formats} />
          <p className="import-view__foot">
            Also packed with gzip, zstd or bzip2, cut off, or still being written. The content decides, not
            the file name.
          </p>
        </aside>
      </div>
    </div>
  );
}

function ImportHeader(props: ImportViewProps & { readonly summary: ImportSummary }): ReactNode {
  const { summary, into } = props;
  const note = summary.active ? 'What is finished can be looked at now.' : importAdvice(summary);
  return (
    <div className="import-view__header">
      <div>
        <h1 aria-live="polite">{importHeadline(summary)}</h1>
        <p>
          {into}. {note}
        </p>
      </div>
      <ImportTotals summary={summary} />
      <Button disabled={summary.done === 0} onClick={props.onOpenReady}>
        {openLabel(summary)}
      </Button>
      {summary.active ? (
        <Button variant="ghost" onClick={props.onCancelAll}>
          Cancel all
        </Button>
      ) : (
        <Button variant="ghost" onClick={props.onClose}>
          Close
        </Button>
      )}
    </div>
  );
}

function openLabel(summary: ImportSummary): string {
  if (summary.active) return 'Open what is ready';
  return summary.done > 1 ? 'Open the first run' : 'Open the run';
}

function importAdvice(summary: ImportSummary): string {
  if (summary.failed > 0) return 'The reason stands beside each file that was not imported.';
  if (summary.cancelled > 0) return 'Nothing is kept of cancelled files.';
  return '';
}

/** The file that was clicked, else the first one with something to tell. */
function fileToShow(files: readonly ImportFileState[], chosenId: string | null): ImportFileState | null {
  return files.find((file) => file.fileId === chosenId) ?? files.find(hasRejects) ?? null;
}

function hasRejects(file: ImportFileState): boolean {
  return file.sourceId !== null && file.rejectedRows > 0;
}
