import './data-table.css';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  useCallback,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type CSSProperties,
  type ReactNode,
  type Ref,
} from 'react';
import { contentWidth, gridTemplate, type ColumnWidths } from './column-layout.ts';
import type { DataColumn, SortKey } from './data-column.ts';
import { DataTableHeader } from './DataTableHeader.tsx';
import { DataTableRow } from './DataTableRow.tsx';
import { orderRows, toggleSort } from './row-order.ts';
import type { RowKey } from './row-selection.ts';
import { SummaryRow } from './SummaryRow.tsx';
import { useGridKeyboard } from './use-grid-keyboard.ts';

const ROW_HEIGHT = 24;
const HEADER_HEIGHT = 24;
const OVERSCAN = 8;
const NO_WIDTHS: ColumnWidths = {};
const NO_SORT: readonly SortKey[] = [];

export interface DataTableHandle {
  /** Puts the keyboard into the table, e.g. after ArrowDown in its filter. */
  readonly focus: () => void;
  /** Row indexes in the order shown: what "Copy table" and "Save as CSV" write. */
  readonly orderedRows: () => Uint32Array;
  /** Brings a row into view. */
  readonly reveal: (row: number) => void;
}

export interface DataTableProps {
  /** Says what the rows are, for assistive technology. */
  readonly label: string;
  /** Keep the array stable (useMemo) while it means the same: every row renders again when it changes. */
  readonly columns: readonly DataColumn[];
  readonly rowCount: number;
  /** Rows to show, e.g. the result of a text filter; null or absent: all. */
  readonly rows?: ArrayLike<number> | null;
  /** What a row is about, so that focus and selection stay on it when the data is asked for again. */
  readonly rowKey?: ((row: number) => RowKey) | undefined;
  readonly hiddenColumns?: readonly string[] | undefined;
  /** Controlled sort; otherwise the table keeps it, starting with `defaultSort`. */
  readonly sort?: readonly SortKey[] | undefined;
  readonly defaultSort?: readonly SortKey[] | undefined;
  readonly onSortChange?: ((sort: readonly SortKey[]) => void) | undefined;
  /** Widths set by hand. Columns can be resized only with `onColumnWidthsChange`. */
  readonly columnWidths?: ColumnWidths | undefined;
  readonly onColumnWidthsChange?: ((widths: ColumnWidths) => void) | undefined;
  readonly rowHeight?: number;
  /** Rows that are kept ready above and below those in view, for scrolling. None while all of them change in every frame. */
  readonly overscan?: number | undefined;
  /** Marked rows carry the accent: they are part of the selection that drives all views. */
  readonly isMarked?: ((row: number) => boolean) | undefined;
  readonly onEnter?: ((row: number) => void) | undefined;
  readonly onSpace?: ((row: number) => void) | undefined;
  /** Keyboard or pointer have come to this row: for views that show more of it. Keep the function stable. */
  readonly onActiveRow?: ((row: number) => void) | undefined;
  readonly onRowClick?: ((row: number) => void) | undefined;
  readonly onRowDoubleClick?: ((row: number) => void) | undefined;
  /** Told how wide the rows can be seen, in px, without a scroll bar: now, and whenever it changes. */
  readonly onViewWidth?: ((px: number) => void) | undefined;
  /** Called when the last rows come into view: load the next page. */
  readonly onNearEnd?: (() => void) | undefined;
  /** Instead of rows when there are none. */
  readonly empty?: ReactNode;
  readonly ref?: Ref<DataTableHandle> | undefined;
}

/**
 * A virtualised grid over column data. Header click sorts, Shift adds a key; arrows, Home, End and Page keys move;
 * Enter and Space are the caller's; Ctrl C copies the marked rows with exact values.
 */
export function DataTable(props: DataTableProps): ReactNode {
  const { label, columns: allColumns, rowCount, rows = null, hiddenColumns, rowHeight = ROW_HEIGHT } = props;
  const { overscan = OVERSCAN, columnWidths = NO_WIDTHS, onNearEnd, onViewWidth } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const [ownSort, setOwnSort] = useState(props.defaultSort ?? NO_SORT);
  const sort = props.sort ?? ownSort;

  const columns = useMemo(
    () => allColumns.filter((column) => hiddenColumns?.includes(column.id) !== true),
    [allColumns, hiddenColumns],
  );
  const order = useMemo(
    () => orderRows(rowCount, rows, allColumns, sort),
    [rowCount, rows, allColumns, sort],
  );
  const hasSummary = columns.some((column) => column.summary !== undefined);
  const headHeight = HEADER_HEIGHT + (hasSummary ? rowHeight : 0);

  // eslint-disable-next-line react-hooks/incompatible-library -- built without the React compiler
  const virtualizer = useVirtualizer({
    count: order.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan,
    // The sticky head lies over the view's top, and rows start below it: both shift by its height.
    scrollPaddingEnd: headHeight,
    useFlushSync: false,
    onChange: (instance) => {
      const last = instance.range?.endIndex;
      if (last !== undefined && last + OVERSCAN >= order.length) onNearEnd?.();
    },
  });

  function sortBy(column: DataColumn, add: boolean): void {
    if (column.sortValue === undefined) return;
    const next = toggleSort(sort, column, add);
    setOwnSort(next);
    props.onSortChange?.(next);
  }

  const latestSortBy = useRef(sortBy);
  useLayoutEffect(() => {
    latestSortBy.current = sortBy;
  });
  const onSort = useCallback((column: DataColumn, add: boolean) => latestSortBy.current(column, add), []);

  const keyboard = useGridKeyboard({
    id,
    columns,
    order,
    hasSummary,
    rowKey: props.rowKey,
    rowHeight,
    scroller,
    scrollToRow: (position) => virtualizer.scrollToIndex(position),
    sortBy,
    onEnter: props.onEnter,
    onSpace: props.onSpace,
    onActiveRow: props.onActiveRow,
    columnWidths,
    onColumnWidthsChange: props.onColumnWidthsChange,
  });

  useImperativeHandle(
    props.ref,
    () => ({
      focus: () => scroller.current?.focus(),
      orderedRows: () => order,
      reveal: (row) => {
        const position = order.indexOf(row);
        if (position >= 0) virtualizer.scrollToIndex(position);
      },
    }),
    [order, virtualizer],
  );

  useLayoutEffect(() => {
    const view = scroller.current;
    if (view === null || onViewWidth === undefined) return undefined;
    const measure = (): void => onViewWidth(view.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(view);
    return () => observer.disconnect();
  }, [onViewWidth]);

  const template = useMemo(() => gridTemplate(columns, columnWidths), [columns, columnWidths]);
  const headLines = hasSummary ? 2 : 1;
  return (
    <div
      ref={scroller}
      className="data-table"
      role="grid"
      aria-label={label}
      aria-rowcount={order.length + headLines}
      aria-colcount={columns.length}
      aria-multiselectable="true"
      aria-activedescendant={keyboard.activeId}
      tabIndex={0}
      // Cells that the keyboard reaches must not end up under the sticky first column.
      style={{ scrollPaddingLeft: columns[0]?.width }}
      onKeyDown={keyboard.onKeyDown}
      onCopy={keyboard.onCopy}
    >
      <div
        className="data-table__content"
        style={contentStyle(contentWidth(columns, columnWidths), template, rowHeight)}
      >
        <DataTableHeader
          id={id}
          columns={columns}
          sort={sort}
          activeColumn={keyboard.line === 0 ? keyboard.column : null}
          columnWidths={columnWidths}
          onSort={onSort}
          onColumnWidthsChange={props.onColumnWidthsChange}
        />
        {hasSummary && (
          <SummaryRow
            id={id}
            columns={columns}
            height={rowHeight}
            activeColumn={keyboard.line === 1 ? keyboard.column : null}
          />
        )}
        <div className="data-table__rows" role="rowgroup" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((item) => {
            const row = order[item.index]!;
            const line = headLines + item.index;
            return (
              <DataTableRow
                key={item.key}
                id={id}
                row={row}
                line={line}
                top={item.start}
                height={rowHeight}
                columns={columns}
                sortedColumn={sort[0]?.column ?? null}
                activeColumn={keyboard.line === line ? keyboard.column : null}
                selected={keyboard.isSelected(row)}
                marked={props.isMarked?.(row) ?? false}
                onSelect={keyboard.onRowSelect}
                onClick={props.onRowClick}
                onDoubleClick={props.onRowDoubleClick}
              />
            );
          })}
        </div>
      </div>
      {order.length === 0 && props.empty !== undefined && (
        <div className="data-table__empty">{props.empty}</div>
      )}
    </div>
  );
}

function contentStyle(minWidth: number, template: string, rowHeight: number): CSSProperties {
  const variables: Record<string, string> = { '--columns': template, '--row-height': `${rowHeight}px` };
  return { minWidth, ...variables };
}
