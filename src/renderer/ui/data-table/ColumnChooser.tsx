import './column-chooser.css';
import { Columns3 } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../Button.tsx';
import { Checkbox } from '../Checkbox.tsx';
import { Popover } from '../Popover.tsx';
import { columnName, type DataColumn } from './data-column.ts';

interface ColumnChooserProps {
  readonly columns: readonly DataColumn[];
  readonly hidden: readonly string[];
  /** Why a column is hidden that nobody has hidden, by its id. */
  readonly notes?: ReadonlyMap<string, string>;
  readonly onChange: (hidden: readonly string[]) => void;
}

export function ColumnChooser({ columns, hidden, notes, onChange }: ColumnChooserProps): ReactNode {
  const offered = columns.filter((column) => column.hideable !== false);
  return (
    <Popover
      label="Columns"
      align="end"
      trigger={
        <Button size="small" icon={<Columns3 />}>
          Columns
        </Button>
      }
    >
      <div className="column-chooser">
        {offered.map((column) => (
          <Checkbox
            key={column.id}
            checked={!hidden.includes(column.id)}
            onChange={(shown) =>
              onChange(shown ? hidden.filter((id) => id !== column.id) : [...hidden, column.id])
            }
          >
            {columnName(column)}{' '}
            {notes?.has(column.id) === true && (
              <span className="column-chooser__note">{notes.get(column.id)}</span>
            )}
          </Checkbox>
        ))}
        <Button size="small" variant="ghost" disabled={hidden.length === 0} onClick={() => onChange([])}>
          Show all columns
        </Button>
      </div>
    </Popover>
  );
}
