import type { ReactNode } from 'react';

/** One column of a {@link TreeGrid}; the first one carries the indent and the arrow. */
export interface TreeColumn<R> {
  readonly id: string;
  readonly header: string;
  readonly hint?: string;
  /** Smallest width in px, and the exact one unless `grow` is given. */
  readonly width: number;
  readonly grow?: number;
  readonly align?: 'left' | 'right';
  readonly cell: (row: R) => ReactNode;
  /** Exact value for copies and files. Absent: the column is left out of them. */
  readonly copyText?: (row: R) => string;
  /** A click on the header sorts by it. */
  readonly sortable?: boolean;
}

export interface TreeSort {
  readonly column: string;
  readonly descending: boolean;
}

export function treeTemplate<R>(columns: readonly TreeColumn<R>[]): string {
  return columns
    .map(({ width, grow }) => (grow === undefined ? `${width}px` : `minmax(${width}px, ${grow}fr)`))
    .join(' ');
}

export function treeWidth<R>(columns: readonly TreeColumn<R>[]): number {
  return columns.reduce((sum, { width }) => sum + width, 0);
}

/** Rows as text with exact values; the level stands as indent before the first cell. */
export function treeText<R>(
  columns: readonly TreeColumn<R>[],
  lines: readonly { readonly row: R; readonly level: number }[],
  format: 'tsv' | 'csv',
): string {
  const copied = columns.filter(({ copyText }) => copyText !== undefined);
  const quote = format === 'csv' ? quoteCsv : (text: string) => text.replace(/[\t\r\n]+/gu, ' ');
  const separator = format === 'csv' ? ',' : '\t';
  const text = (cells: readonly string[]): string => `${cells.map(quote).join(separator)}\r\n`;
  return (
    text(copied.map(({ header }) => header)) +
    lines
      .map(({ row, level }) =>
        text(
          copied.map(
            ({ copyText }, index) => `${index === 0 ? '  '.repeat(level - 1) : ''}${copyText?.(row) ?? ''}`,
          ),
        ),
      )
      .join('')
  );
}

function quoteCsv(value: string): string {
  return /[",\r\n]/u.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
