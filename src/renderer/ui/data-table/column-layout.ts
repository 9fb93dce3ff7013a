import type { DataColumn } from './data-column.ts';

/** Widths set by hand, in px by column id. */
export type ColumnWidths = Readonly<Record<string, number>>;

export const MIN_COLUMN_WIDTH = 40;

/** Value for `grid-template-columns`: growing columns share what is left, the last one without any takes it. */
export function gridTemplate(columns: readonly DataColumn[], widths: ColumnWidths): string {
  const anyGrows = columns.some((column) => column.grow !== undefined && widths[column.id] === undefined);
  const tracks = columns.map((column) => {
    const width = widths[column.id];
    if (width !== undefined) return `${width}px`;
    if (column.grow !== undefined) return `minmax(${column.width}px, ${column.grow}fr)`;
    return `${column.width}px`;
  });
  // Without a growing column the rows would end before the panel does and hover would look cut off.
  return anyGrows ? tracks.join(' ') : `${tracks.join(' ')} minmax(0, 1fr)`;
}

export function contentWidth(columns: readonly DataColumn[], widths: ColumnWidths): number {
  return columns.reduce((sum, column) => sum + (widths[column.id] ?? column.width), 0);
}

export function resized(widths: ColumnWidths, column: string, width: number): ColumnWidths {
  return { ...widths, [column]: Math.max(MIN_COLUMN_WIDTH, Math.round(width)) };
}

export function withoutWidth(widths: ColumnWidths, column: string): ColumnWidths {
  return Object.fromEntries(Object.entries(widths).filter(([id]) => id !== column));
}
