import { memo, type MouseEvent, type ReactNode } from 'react';
import { classes } from '../class-names.ts';
import type { DataColumn } from './data-column.ts';
import { modeOf, type SelectMode } from './row-selection.ts';
import { cellId } from './use-grid-keyboard.ts';

interface DataTableRowProps {
  readonly id: string;
  readonly row: number;
  readonly line: number;
  readonly top: number;
  readonly height: number;
  readonly columns: readonly DataColumn[];
  readonly sortedColumn: string | null;
  readonly activeColumn: number | null;
  readonly selected: boolean;
  readonly marked: boolean;
  readonly onSelect: (line: number, mode: SelectMode) => void;
  readonly onClick: ((row: number) => void) | undefined;
  readonly onDoubleClick: ((row: number) => void) | undefined;
}

export const DataTableRow = memo(function DataTableRow(props: DataTableRowProps): ReactNode {
  const { id, row, line, top, height, columns, activeColumn, selected, marked } = props;

  function select(event: MouseEvent): void {
    // A button in a cell does its own work; it does not choose the row as well.
    if (event.target instanceof Element && event.target.closest('button, a, input') !== null) return;
    const mode = modeOf(event);
    props.onSelect(line, mode);
    if (mode === 'replace') props.onClick?.(row);
  }

  return (
    <div
      className={classes('data-table__row', selected && 'is-selected', marked && 'is-marked')}
      role="row"
      aria-rowindex={line + 1}
      aria-selected={selected}
      style={{ transform: `translateY(${top}px)`, height }}
      onClick={select}
      onDoubleClick={() => props.onDoubleClick?.(row)}
    >
      {columns.map((column, index) => (
        <div
          key={column.id}
          id={cellId(id, line, index)}
          role="gridcell"
          aria-colindex={index + 1}
          className={classes(
            'data-table__cell',
            column.align === 'right' && 'is-right',
            column.control === true && 'is-control',
            column.id === props.sortedColumn && 'is-sorted',
            activeColumn === index && 'is-active',
          )}
        >
          {column.cell(row)}
        </div>
      ))}
    </div>
  );
});
