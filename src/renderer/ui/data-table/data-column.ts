import type { ReactNode } from 'react';

export type SortValue = number | string | null;
export type SortDirection = 'asc' | 'desc';

export interface SortKey {
  readonly column: string;
  readonly direction: SortDirection;
}

/**
 * One column of a {@link DataTable}. Rows are known by their index in the caller's column data (0..rowCount-1),
 * whatever order the table shows them in, so that no row objects are needed.
 */
export interface DataColumn {
  readonly id: string;
  readonly header: ReactNode;
  /** Name in the column chooser, in copies and for assistive technology; needed where `header` is not a text. */
  readonly name?: string;
  /** Explains the column on hover. */
  readonly hint?: string;
  /** Smallest width in px, and the exact one unless `grow` is given. */
  readonly width: number;
  /** Share of the spare width, as in `flex-grow`. */
  readonly grow?: number;
  /** Right-aligned columns have tabular figures. */
  readonly align?: 'left' | 'right';
  readonly cell: (row: number) => ReactNode;
  /** What the table sorts by; null goes last in both directions. Absent: the column cannot be sorted. */
  readonly sortValue?: (row: number) => SortValue;
  /** Direction of the first click: `desc` for right-aligned columns, `asc` for others unless given. */
  readonly firstDirection?: SortDirection;
  /** Exact value for copies and files. Absent: the column is left out of them. */
  readonly copyText?: (row: number) => string;
  /** The cell holds a button or the like: nothing of it is cut off. */
  readonly control?: boolean;
  /** Content of the sticky first row ("All transactions"). */
  readonly summary?: ReactNode;
  readonly summaryCopyText?: string;
  /** False: the column chooser does not offer it. */
  readonly hideable?: boolean;
}

export function columnName(column: DataColumn): string {
  if (column.name !== undefined) return column.name;
  return typeof column.header === 'string' ? column.header : column.id;
}
