import { ArrowDown, ArrowUp } from 'lucide-react';
import { memo, type PointerEvent, type ReactNode } from 'react';
import { classes } from '../class-names.ts';
import { resized, withoutWidth, type ColumnWidths } from './column-layout.ts';
import { columnName, type DataColumn, type SortKey } from './data-column.ts';
import { cellId } from './use-grid-keyboard.ts';

interface DataTableHeaderProps {
  readonly id: string;
  readonly columns: readonly DataColumn[];
  readonly sort: readonly SortKey[];
  readonly activeColumn: number | null;
  readonly columnWidths: ColumnWidths;
  /** Keep it stable, and the next one, too. */
  readonly onSort: (column: DataColumn, add: boolean) => void;
  readonly onColumnWidthsChange: ((widths: ColumnWidths) => void) | undefined;
}

/** Rendered apart from the rows: figures that follow a moving brush make other cells of the same columns. */
export const DataTableHeader = memo(function DataTableHeader(props: DataTableHeaderProps): ReactNode {
  const { id, columns, sort, activeColumn, onSort } = props;
  return (
    <div className="data-table__header" role="row" aria-rowindex={1}>
      {columns.map((column, index) => {
        const rank = sort.findIndex((key) => key.column === column.id);
        const direction = sort[rank]?.direction ?? null;
        return (
          <div
            key={column.id}
            id={cellId(id, 0, index)}
            role="columnheader"
            aria-colindex={index + 1}
            aria-label={columnName(column)}
            aria-sort={direction === null ? 'none' : direction === 'asc' ? 'ascending' : 'descending'}
            title={column.hint}
            className={classes(
              'data-table__head',
              column.align === 'right' && 'is-right',
              column.sortValue !== undefined && 'is-sortable',
              rank >= 0 && 'is-sorted',
              activeColumn === index && 'is-active',
            )}
            onClick={(event) => onSort(column, event.shiftKey)}
          >
            <span className="data-table__head-text">
              {column.header === '' ? (
                <span className="visually-hidden">{columnName(column)}</span>
              ) : (
                column.header
              )}
            </span>
            {direction === 'asc' && <ArrowUp />}
            {direction === 'desc' && <ArrowDown />}
            {rank >= 0 && sort.length > 1 && <span className="data-table__rank">{rank + 1}</span>}
            {props.onColumnWidthsChange !== undefined && (
              <ResizeHandle
                column={column.id}
                columnWidths={props.columnWidths}
                onChange={props.onColumnWidthsChange}
              />
            )}
          </div>
        );
      })}
    </div>
  );
}, sameHeader);

function sameHeader(a: DataTableHeaderProps, b: DataTableHeaderProps): boolean {
  return (
    a.id === b.id &&
    a.sort === b.sort &&
    a.activeColumn === b.activeColumn &&
    a.columnWidths === b.columnWidths &&
    a.onSort === b.onSort &&
    a.onColumnWidthsChange === b.onColumnWidthsChange &&
    a.columns.length === b.columns.length &&
    a.columns.every((column, index) => sameHead(column, b.columns[index]!))
  );
}

/** Whether two columns differ in their cells at most. */
function sameHead(a: DataColumn, b: DataColumn): boolean {
  return (
    a.id === b.id &&
    a.header === b.header &&
    a.name === b.name &&
    a.hint === b.hint &&
    a.align === b.align &&
    a.firstDirection === b.firstDirection &&
    (a.sortValue === undefined) === (b.sortValue === undefined)
  );
}

interface ResizeHandleProps {
  readonly column: string;
  readonly columnWidths: ColumnWidths;
  readonly onChange: (widths: ColumnWidths) => void;
}

/** Pointer only: the keyboard resizes with Shift and the arrow keys on the header. */
function ResizeHandle({ column, columnWidths, onChange }: ResizeHandleProps): ReactNode {
  function drag(event: PointerEvent<HTMLSpanElement>): void {
    const handle = event.currentTarget;
    const startX = event.clientX;
    const startWidth = handle.parentElement?.offsetWidth ?? 0;
    event.preventDefault();
    handle.setPointerCapture(event.pointerId);
    handle.onpointermove = (move) =>
      onChange(resized(columnWidths, column, startWidth + move.clientX - startX));
    handle.onlostpointercapture = () => {
      handle.onpointermove = null;
    };
  }

  return (
    <span
      className="data-table__resize"
      onPointerDown={drag}
      onClick={(event) => event.stopPropagation()}
      onDoubleClick={() => onChange(withoutWidth(columnWidths, column))}
    />
  );
}
