import { useMemo, type ReactNode } from 'react';
import type { DataColumn } from '../../ui/data-table/data-column.ts';
import { DataTable } from '../../ui/data-table/DataTable.tsx';
import type { ChartTable } from '../chart-table.ts';
import { exactCell } from './chart-table-text.ts';

interface ChartTableViewProps {
  readonly label: string;
  readonly table: ChartTable;
}

/** Virtualised, sortable, copied with exact values: everything that a chart is not. */
export function ChartTableView({ label, table }: ChartTableViewProps): ReactNode {
  const columns = useMemo(
    () =>
      table.columns.map((column): DataColumn => ({
        id: column.id,
        header: column.header,
        name: column.copyHeader ?? column.header,
        width: 92,
        grow: 1,
        align: 'right',
        firstDirection: 'asc',
        cell: (row) => {
          const value = column.value(row);
          return Number.isNaN(value) ? '' : <span title={exactCell(column, row)}>{column.text(value)}</span>;
        },
        sortValue: (row) => column.value(row),
        copyText: (row) => exactCell(column, row),
      })),
    [table],
  );
  return <DataTable label={label} columns={columns} rowCount={table.rowCount} />;
}
