import { columnName, type DataColumn } from './data-column.ts';

export type TableTextFormat = 'tsv' | 'csv';

/**
 * The table as text with exact values: TSV for the clipboard (spreadsheets split it by themselves), CSV for files
 * (RFC 4180). Columns without `copyText` are left out.
 */
export function tableText(
  columns: readonly DataColumn[],
  rows: Iterable<number>,
  format: TableTextFormat,
  options: { readonly summary?: boolean } = {},
): string {
  const copied = columns.filter((column) => column.copyText !== undefined);
  const lines = [copied.map(columnName)];
  if (options.summary === true) lines.push(copied.map((column) => column.summaryCopyText ?? ''));
  for (const row of rows) lines.push(copied.map((column) => column.copyText?.(row) ?? ''));
  const [separator, quote] = format === 'tsv' ? (['\t', quoteTsv] as const) : ([',', quoteCsv] as const);
  return lines.map((line) => line.map(quote).join(separator) + '\r\n').join('');
}

function quoteCsv(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/** A tab or line break inside a label would split the cell; no spreadsheet agrees on quotes in pasted text. */
function quoteTsv(value: string): string {
  return value.replace(/[\t\r\n]+/g, ' ');
}
