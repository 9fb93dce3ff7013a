import {
  useCallback,
  useMemo,
  useState,
  type ClipboardEvent,
  type KeyboardEvent,
  type RefObject,
} from 'react';
import { resized, type ColumnWidths } from './column-layout.ts';
import type { DataColumn } from './data-column.ts';
import { moveInGrid } from './grid-position.ts';
import {
  findKey,
  NO_ROWS,
  selectAllRows,
  selectRow,
  type RowKey,
  type RowSelection,
  type SelectMode,
} from './row-selection.ts';
import { tableText } from './table-text.ts';

const RESIZE_STEP = 16;

interface GridKeyboardOptions {
  readonly id: string;
  readonly columns: readonly DataColumn[];
  readonly order: Uint32Array;
  readonly hasSummary: boolean;
  readonly rowKey: ((row: number) => RowKey) | undefined;
  readonly rowHeight: number;
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly scrollToRow: (position: number) => void;
  readonly sortBy: (column: DataColumn, add: boolean) => void;
  readonly onEnter: ((row: number) => void) | undefined;
  readonly onSpace: ((row: number) => void) | undefined;
  readonly onActiveRow: ((row: number) => void) | undefined;
  readonly columnWidths: ColumnWidths;
  readonly onColumnWidthsChange: ((widths: ColumnWidths) => void) | undefined;
}

/** The active row is kept by key: it stays on the same thing when the table is sorted or its data is asked for again. */
interface Active {
  readonly line: number;
  readonly column: number;
  readonly key: RowKey | null;
}

export interface GridKeyboard {
  readonly line: number;
  readonly column: number;
  readonly activeId: string;
  readonly isSelected: (row: number) => boolean;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onCopy: (event: ClipboardEvent) => void;
  readonly onRowSelect: (line: number, mode: SelectMode) => void;
}

export function cellId(id: string, line: number, column: number): string {
  return `${id}-${line}-${column}`;
}

export function useGridKeyboard(options: GridKeyboardOptions): GridKeyboard {
  const { id, columns, order, hasSummary, rowKey, scroller, scrollToRow, onActiveRow } = options;
  const headLines = hasSummary ? 2 : 1;
  const [active, setActive] = useState<Active>({ line: headLines, column: 0, key: null });
  const [selection, setSelection] = useState<RowSelection>(NO_ROWS);

  const ordered = useMemo(
    () => ({
      length: order.length,
      keyAt: (position: number): RowKey => {
        const row = order[position] ?? 0;
        return rowKey === undefined ? row : rowKey(row);
      },
    }),
    [order, rowKey],
  );
  const keyedPosition = useMemo(() => findKey(active.key, ordered), [active.key, ordered]);
  const lastLine = headLines + order.length - 1;
  const line = keyedPosition >= 0 ? headLines + keyedPosition : Math.min(active.line, lastLine);
  const column = Math.min(active.column, columns.length - 1);

  const choose = useCallback(
    (toLine: number, toColumn: number, mode: SelectMode) => {
      const position = toLine - headLines;
      const onRow = position >= 0 && position < ordered.length;
      setActive({ line: toLine, column: toColumn, key: onRow ? ordered.keyAt(position) : null });
      if (!onRow) return;
      setSelection((before) => selectRow(before, mode, position, ordered));
      const row = order[position];
      if (row !== undefined) onActiveRow?.(row);
    },
    [headLines, ordered, order, onActiveRow],
  );

  function onKeyDown(event: KeyboardEvent): void {
    // Keys inside a button or field of a cell belong to it.
    if (event.target !== event.currentTarget || event.altKey) return;
    const withCommand = event.ctrlKey || event.metaKey;
    if (withCommand && event.key.toLowerCase() === 'a') {
      setSelection(selectAllRows(ordered));
      event.preventDefault();
      return;
    }
    if (withCommand) return;
    if (handleHeaderKey(event) || handleRowKey(event)) {
      event.preventDefault();
      return;
    }
    const height = scroller.current?.clientHeight ?? 0;
    const pageRows = Math.max(1, Math.floor(height / options.rowHeight) - headLines - 1);
    const size = { headLines, rowCount: order.length, columnCount: columns.length, pageRows };
    const to = moveInGrid({ line, column }, event.key, size);
    if (to === null) return;
    event.preventDefault();
    choose(to.line, to.column, event.shiftKey ? 'extend' : 'replace');
    if (to.line >= headLines) scrollToRow(to.line - headLines);
    if (to.column !== column) {
      const cell = document.getElementById(cellId(id, to.line, to.column));
      cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    }
  }

  function handleHeaderKey(event: KeyboardEvent): boolean {
    const target = columns[column];
    if (line !== 0 || target === undefined) return false;
    if (event.key === 'Enter' || event.key === ' ') {
      options.sortBy(target, event.shiftKey);
      return true;
    }
    const step = event.key === 'ArrowRight' ? RESIZE_STEP : event.key === 'ArrowLeft' ? -RESIZE_STEP : 0;
    if (!event.shiftKey || step === 0 || options.onColumnWidthsChange === undefined) return false;
    const width = options.columnWidths[target.id] ?? target.width;
    options.onColumnWidthsChange(resized(options.columnWidths, target.id, width + step));
    return true;
  }

  function handleRowKey(event: KeyboardEvent): boolean {
    const row = order[line - headLines];
    if (line < headLines || row === undefined) return false;
    const handler = event.key === 'Enter' ? options.onEnter : event.key === ' ' ? options.onSpace : undefined;
    if (handler === undefined) return false;
    handler(row);
    return true;
  }

  function onCopy(event: ClipboardEvent): void {
    // Text marked with the mouse is what the user means to copy then; fields copy their own.
    if (event.target instanceof HTMLInputElement || document.getSelection()?.isCollapsed === false) return;
    const activeRow = order[line - headLines];
    const chosen = selection.keys.size > 0 ? order.filter((row) => isSelected(row)) : [];
    const rows = chosen.length > 0 ? chosen : activeRow === undefined ? [] : [activeRow];
    if (rows.length === 0) return;
    event.clipboardData.setData('text/plain', tableText(columns, rows, 'tsv'));
    event.preventDefault();
  }

  function isSelected(row: number): boolean {
    return selection.keys.has(rowKey === undefined ? row : rowKey(row));
  }

  const onRowSelect = useCallback(
    (toLine: number, mode: SelectMode) => choose(toLine, column, mode),
    [choose, column],
  );

  return { line, column, activeId: cellId(id, line, column), isSelected, onKeyDown, onCopy, onRowSelect };
}
