import './columns-dialog.css';
import { useState, type ReactNode } from 'react';
import {
  fieldNames,
  mappedFields,
  timeUnits,
  type ColumnMapping,
  type ColumnPreview,
  type MappedField,
  type TimeUnit,
} from '#shared/model/column-mapping.ts';
import { useEngineQuery } from '../../data/use-query.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';

const UNIT_NAMES: Readonly<Record<TimeUnit, string>> = {
  ns: 'nanoseconds',
  us: 'microseconds',
  ms: 'milliseconds',
  s: 'seconds',
};
const SHOWN_ROWS = 5;

interface ColumnsDialogProps {
  /** Null: closed. */
  readonly file: { readonly fileId: string; readonly name: string } | null;
  readonly onClose: () => void;
  readonly onImport: (fileId: string, mapping: ColumnMapping) => void;
}

/** What the columns of a table mean, said by a person; remembered for files with the same columns. */
export function ColumnsDialog({ file, onClose, onImport }: ColumnsDialogProps): ReactNode {
  const { data, error, retry } = useEngineQuery(
    'import.columns',
    file === null ? null : { fileId: file.fileId },
  );
  if (file === null) return null;
  if (error !== null) {
    return (
      <Dialog open onClose={onClose} title="Name the columns" note={file.name} size="large">
        <ErrorNote title="The file could not be looked at" error={error} onRetry={retry} />
      </Dialog>
    );
  }
  if (data === null) return null;
  if (data.table === null) {
    return (
      <Dialog open onClose={onClose} title="Name the columns" note={file.name} size="large">
        <EmptyState title="This is no table">
          A table has a first line that names its columns, separated by comma, semicolon, tab or bar.
        </EmptyState>
      </Dialog>
    );
  }
  return (
    <MappingForm
      key={file.fileId}
      name={file.name}
      preview={data.table}
      onClose={onClose}
      onImport={(mapping) => onImport(file.fileId, mapping)}
    />
  );
}

interface MappingFormProps {
  readonly name: string;
  readonly preview: ColumnPreview;
  readonly onClose: () => void;
  readonly onImport: (mapping: ColumnMapping) => void;
}

/** What a column is: a field, a tag, or nothing. */
type Meaning = MappedField | 'tag' | '';

function MappingForm({ name, preview, onClose, onImport }: MappingFormProps): ReactNode {
  const { header, rows, suggestion } = preview;
  const [mapping, setMapping] = useState(suggestion);
  const ready = mapping.columns.elapsed !== undefined;
  return (
    <Dialog
      open
      onClose={onClose}
      title="Name the columns"
      note={name}
      size="large"
      actions={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button variant="primary" disabled={!ready} onClick={() => onImport(mapping)}>
            Import
          </Button>
        </>
      }
    >
      <div className="columns-dialog">
        <p>
          Say what the columns mean. The response time is needed, all else can be left out. Files with the
          same columns are read like this from now on.
        </p>
        <label className="columns-dialog__unit">
          Times are in
          <select
            value={mapping.unit}
            onChange={(event) => setMapping({ ...mapping, unit: event.target.value as TimeUnit })}
          >
            {timeUnits.map((unit) => (
              <option key={unit} value={unit}>
                {UNIT_NAMES[unit]}
              </option>
            ))}
          </select>
        </label>
        <div className="columns-dialog__table">
          <table>
            <thead>
              <tr>
                <th scope="col">Column</th>
                <th scope="col">Means</th>
                <th scope="col" colSpan={Math.min(rows.length, SHOWN_ROWS)}>
                  First rows
                </th>
              </tr>
            </thead>
            <tbody>
              {header.map((column, place) => (
                <tr key={column}>
                  <th scope="row" className="mono">
                    {column}
                  </th>
                  <td>
                    <select
                      aria-label={`Meaning of ${column}`}
                      value={meaningOf(mapping, column)}
                      onChange={(event) =>
                        setMapping(withMeaning(mapping, column, event.target.value as Meaning))
                      }
                    >
                      <option value="">nothing</option>
                      {mappedFields.map((field) => (
                        <option key={field} value={field}>
                          {fieldNames[field]}
                        </option>
                      ))}
                      <option value="tag">tag</option>
                    </select>
                  </td>
                  {rows.slice(0, SHOWN_ROWS).map((cells, row) => (
                    <td key={row} className="mono ellipsis" title={cells[place]}>
                      {cells[place]}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        {!ready && <p role="status">Choose the column of the response time.</p>}
      </div>
    </Dialog>
  );
}

export function meaningOf({ columns, tags }: ColumnMapping, column: string): Meaning {
  return mappedFields.find((field) => columns[field] === column) ?? (tags.includes(column) ? 'tag' : '');
}

/** A column means one thing, and a field is in one column: what had it before loses it. */
export function withMeaning(mapping: ColumnMapping, column: string, meaning: Meaning): ColumnMapping {
  const columns = Object.fromEntries(
    Object.entries(mapping.columns).filter(([field, name]) => name !== column && field !== meaning),
  ) as ColumnMapping['columns'];
  const tags = mapping.tags.filter((name) => name !== column);
  if (meaning === 'tag') return { ...mapping, columns, tags: [...tags, column] };
  if (meaning === '') return { ...mapping, columns, tags };
  return { ...mapping, columns: { ...columns, [meaning]: column }, tags };
}
