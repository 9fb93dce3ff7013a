import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { FormatInfo, ImportFileState } from '#shared/model/import-state.ts';
import type { Run } from '#shared/model/run.ts';
import { Button } from '../../ui/Button.tsx';
import { formatBytes, formatBytesOf } from '../../ui/byte-format.ts';
import { classes } from '../../ui/class-names.ts';
import type { DataColumn } from '../../ui/data-table/data-column.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { numberFormat } from '../../ui/number-format.ts';
import { ProgressLine } from '../../ui/ProgressLine.tsx';
import { StatusIcon } from '../../ui/StatusIcon.tsx';
import { AddToRun } from './AddToRun.tsx';
import { FormatMenu } from './FormatMenu.tsx';
import { importRowText } from './import-row.ts';
import { runChoices } from './run-choices.ts';

export interface ImportRowActions {
  readonly onCancel: (fileId: string) => void;
  readonly onImportAs: (fileId: string, format: string) => void;
  readonly onImportAnyway: (fileId: string) => void;
  readonly onStartAgain: (fileId: string) => void;
  /** A table of unknown columns: a person says what they mean. */
  readonly onNameColumns: (fileId: string) => void;
  /** Makes a file part of a run that is there, instead of one of its own. */
  readonly onAddToRun: (file: ImportFileState, runId: number) => void;
}

/** Columns of the import table: name, what it is and why, then the figures. */
export function importColumns(
  files: readonly ImportFileState[],
  formats: readonly FormatInfo[],
  runs: readonly Run[],
  actions: ImportRowActions,
): readonly DataColumn[] {
  const show = (draw: (file: ImportFileState) => ReactNode) => (row: number) => {
    const file = files[row];
    return file === undefined ? null : draw(file);
  };
  const value =
    <T,>(read: (file: ImportFileState) => T) =>
    (row: number): T | null => {
      const file = files[row];
      return file === undefined ? null : read(file);
    };
  return [
    {
      id: 'file',
      header: 'File',
      width: 190,
      grow: 1,
      cell: show((file) => <FileName file={file} />),
      sortValue: value((file) => file.name),
      copyText: (row) => files[row]?.name ?? '',
    },
    {
      id: 'format',
      header: 'Detected, and why',
      width: 230,
      grow: 2,
      cell: show((file) => <Detected file={file} />),
      sortValue: value((file) => importRowText(file).title),
      copyText: (row) => files[row]?.detection?.best?.format ?? '',
    },
    {
      id: 'rows',
      header: 'Rows',
      width: 80,
      align: 'right',
      cell: show((file) => (hasRows(file) ? numberFormat.count(file.rows) : '')),
      sortValue: value((file) => file.rows),
      copyText: (row) => String(files[row]?.rows ?? ''),
    },
    {
      id: 'rate',
      header: 'Rows/s',
      width: 66,
      align: 'right',
      cell: show((file) => (
        <span className="text-2">
          {hasRows(file) && file.rowsPerSec > 0 ? numberFormat.compact(file.rowsPerSec) : ''}
        </span>
      )),
      sortValue: value((file) => file.rowsPerSec),
      copyText: (row) => String(files[row]?.rowsPerSec ?? ''),
    },
    {
      id: 'read',
      header: 'Read',
      width: 116,
      align: 'right',
      cell: show((file) => <BytesRead file={file} />),
      sortValue: value((file) => file.bytesTotal ?? file.bytesRead),
      copyText: (row) => String(files[row]?.bytesRead ?? ''),
    },
    {
      id: 'time',
      header: 'Time',
      width: 118,
      align: 'right',
      control: true,
      cell: show((file) => <TimeOrRemedy file={file} formats={formats} actions={actions} />),
    },
    {
      id: 'rejected',
      header: 'Rejected',
      width: 72,
      align: 'right',
      cell: show((file) => (
        <span className={classes(file.rejectedRows > 0 ? 'warn import-view__rejects' : 'text-3')}>
          {hasRows(file) ? numberFormat.count(file.rejectedRows) : ''}
        </span>
      )),
      sortValue: value((file) => file.rejectedRows),
      copyText: (row) => String(files[row]?.rejectedRows ?? ''),
    },
    {
      id: 'cancel',
      header: '',
      name: 'Cancel, and more',
      width: 62,
      align: 'right',
      control: true,
      cell: show((file) => (
        <>
          <AddToRun file={file} runs={runChoices(file, runs)} onAdd={actions.onAddToRun} />
          {(file.phase === 'waiting' || file.phase === 'reading') && (
            <IconButton label={`Cancel ${file.name}`} onClick={() => actions.onCancel(file.fileId)}>
              <X />
            </IconButton>
          )}
        </>
      )),
    },
  ];
}

/** Of a file that failed or was cancelled nothing is kept, whatever had been read by then. */
function hasRows(file: ImportFileState): boolean {
  if (file.phase === 'failed' || file.phase === 'cancelled') return false;
  return file.phase === 'done' || file.rows > 0;
}

function FileName({ file }: { readonly file: ImportFileState }): ReactNode {
  const { status, statusLabel } = importRowText(file);
  return (
    <span className="import-view__file" title={file.name}>
      <StatusIcon status={status} label={statusLabel} />
      <span className="ellipsis">{file.name}</span>
    </span>
  );
}

function Detected({ file }: { readonly file: ImportFileState }): ReactNode {
  const { title, reason, isProblem } = importRowText(file);
  return (
    <span className="import-view__detected" title={`${title}\n${reason}`}>
      <span
        className={classes(
          'import-view__format',
          isProblem && 'bad',
          file.detection === null && 'is-unknown',
        )}
      >
        {title}
      </span>
      <span className="import-view__reason">{reason}</span>
    </span>
  );
}

function BytesRead({ file }: { readonly file: ImportFileState }): ReactNode {
  const { bytesRead, bytesTotal } = file;
  const text = bytesTotal === null ? formatBytes(bytesRead) : formatBytesOf(bytesRead, bytesTotal);
  return (
    <span className="import-view__read">
      {text}
      {file.phase === 'reading' && (
        <ProgressLine
          label={`Progress of ${file.name}`}
          value={bytesTotal === null ? null : bytesTotal === 0 ? 1 : bytesRead / bytesTotal}
          text={text}
        />
      )}
    </span>
  );
}

interface TimeOrRemedyProps {
  readonly file: ImportFileState;
  readonly formats: readonly FormatInfo[];
  readonly actions: ImportRowActions;
}

/** Time left while there is some; afterwards what can be done about a file that was not imported. */
function TimeOrRemedy({ file, formats, actions }: TimeOrRemedyProps): ReactNode {
  if (file.phase === 'failed' && file.error?.code === 'file-duplicate') {
    return (
      <Button
        size="small"
        variant="ghost"
        className="import-view__link"
        onClick={() => actions.onImportAnyway(file.fileId)}
      >
        Import anyway
      </Button>
    );
  }
  if (file.phase === 'failed' && isUnknownTable(file)) {
    return (
      <Button
        size="small"
        variant="ghost"
        className="import-view__link"
        onClick={() => actions.onNameColumns(file.fileId)}
      >
        Name columns
      </Button>
    );
  }
  if (file.phase === 'failed' && canBeAnotherFormat(file)) {
    return (
      <FormatMenu
        file={file}
        formats={formats}
        onChoose={(format) => actions.onImportAs(file.fileId, format)}
      />
    );
  }
  if (file.phase === 'failed' || file.phase === 'cancelled') {
    return (
      <Button
        size="small"
        variant="ghost"
        className="import-view__link"
        onClick={() => actions.onStartAgain(file.fileId)}
      >
        Import again
      </Button>
    );
  }
  return <span className="text-2">{importRowText(file).time}</span>;
}

/** Nothing else could be in the file than a table that no tool is known by. */
function isUnknownTable({ error, detection }: ImportFileState): boolean {
  return error?.code === 'file-not-recognised' && detection?.candidates[0]?.format === 'plain-csv';
}

function canBeAnotherFormat(file: ImportFileState): boolean {
  return file.error?.code === 'file-not-recognised' || file.error?.code === 'file-damaged';
}
