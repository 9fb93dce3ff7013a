/** Where the keyboard is in a grid. Lines count from the header: header, then the summary row if any, then rows. */
export interface GridPosition {
  readonly line: number;
  readonly column: number;
}

export interface GridSize {
  /** Header and summary row together: the first line that is a row of data. */
  readonly headLines: number;
  readonly rowCount: number;
  readonly columnCount: number;
  /** Rows that fit the view, for PageUp and PageDown. */
  readonly pageRows: number;
}

/** @returns null when the key does not move */
export function moveInGrid(at: GridPosition, key: string, size: GridSize): GridPosition | null {
  const lastLine = size.headLines + size.rowCount - 1;
  const firstRow = Math.min(size.headLines, lastLine);
  const toLine = (line: number): GridPosition => ({ ...at, line: Math.min(Math.max(line, 0), lastLine) });
  const toColumn = (column: number): GridPosition => ({
    ...at,
    column: Math.min(Math.max(column, 0), size.columnCount - 1),
  });
  switch (key) {
    case 'ArrowDown':
      return toLine(at.line + 1);
    case 'ArrowUp':
      return toLine(at.line - 1);
    case 'PageDown':
      return toLine(Math.max(at.line, firstRow) + size.pageRows);
    case 'PageUp':
      return toLine(Math.max(at.line - size.pageRows, firstRow));
    case 'Home':
      return toLine(firstRow);
    case 'End':
      return toLine(lastLine);
    case 'ArrowLeft':
      return toColumn(at.column - 1);
    case 'ArrowRight':
      return toColumn(at.column + 1);
    default:
      return null;
  }
}
