import type { ReactNode } from 'react';
import { classes } from '../class-names.ts';
import type { DataColumn } from './data-column.ts';
import { cellId } from './use-grid-keyboard.ts';

interface SummaryRowProps {
  readonly id: string;
  readonly columns: readonly DataColumn[];
  readonly height: number;
  readonly activeColumn: number | null;
}

/** The sticky first row: all rows together, whatever the order of the others. */
export function SummaryRow({ id, columns, height, activeColumn }: SummaryRowProps): ReactNode {
  return (
    <div className="data-table__summary" role="row" aria-rowindex={2} style={{ height }}>
      {columns.map((column, index) => (
        <div
          key={column.id}
          id={cellId(id, 1, index)}
          role="gridcell"
          aria-colindex={index + 1}
          className={classes(
            'data-table__cell',
            column.align === 'right' && 'is-right',
            activeColumn === index && 'is-active',
          )}
        >
          {column.summary}
        </div>
      ))}
    </div>
  );
}
