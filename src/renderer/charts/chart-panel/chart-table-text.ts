import { exactNumber } from '../../ui/number-format.ts';
import type { ChartColumn, ChartTable } from '../chart-table.ts';

/** Tab-separated with exact values: spreadsheets split it by themselves. */
export function chartTableText({ columns, rowCount }: ChartTable): string {
  const lines = [columns.map((column) => column.copyHeader ?? column.header)];
  for (let row = 0; row < rowCount; row++) lines.push(columns.map((column) => exactCell(column, row)));
  return lines.map((line) => `${line.join('\t')}\r\n`).join('');
}

export function exactCell(column: ChartColumn, row: number): string {
  const value = column.value(row);
  return Number.isNaN(value) ? '' : (column.copy ?? exactNumber)(value);
}

/** The same with commas; names of columns have some of their own. */
export function chartTableCsv({ columns, rowCount }: ChartTable): string {
  const lines = [columns.map((column) => csvCell(column.copyHeader ?? column.header))];
  for (let row = 0; row < rowCount; row++)
    lines.push(columns.map((column) => csvCell(exactCell(column, row))));
  return lines.map((line) => `${line.join(',')}\r\n`).join('');
}

function csvCell(text: string): string {
  return /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
