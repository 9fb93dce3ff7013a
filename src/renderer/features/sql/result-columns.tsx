import type { ReactNode } from 'react';
import { numberAt, textAt } from '#shared/contract/columns.ts';
import type { StatementColumn, StatementResult } from '#shared/model/sql.ts';
import type { DataColumn, SortValue } from '../../ui/data-table/data-column.ts';
import { exactNumber } from '../../ui/number-format.ts';

/** In mono at 12 px, with the space beside it. */
const CHARACTER_PX = 7.3;
const PADDING_PX = 20;
const WIDTH = { min: 64, max: 360 } as const;
/** Rows by which a width is chosen. */
const MEASURED_ROWS = 100;

/** Whole numbers and decimals that are kept as text, because a double cannot hold them. */
const EXACT_TYPES = /^(?:U?BIGINT|U?HUGEINT|DECIMAL|FLOAT|BIGNUM)/u;

/** The text of a value with all its digits; null where there is none. */
export function valueText({ column, type }: StatementColumn, row: number): string | null {
  if (column.kind === 'text') return textAt(column, row);
  const value = numberAt(column, row);
  if (value === null) return null;
  if (type === 'BOOLEAN') return value === 1 ? 'true' : 'false';
  return exactNumber(value);
}

function isNumeric({ column, type }: StatementColumn): boolean {
  return (column.kind === 'number' && type !== 'BOOLEAN') || EXACT_TYPES.test(type);
}

/** Columns of the grid: every value as it is, and NULL told apart from an empty text. */
export function resultColumns({ columns, rowCount }: StatementResult): readonly DataColumn[] {
  return columns.map((column, index) => {
    const numeric = isNumeric(column);
    return {
      id: `c${index}`,
      header: <HeaderText name={column.name} type={column.type} />,
      name: column.name,
      hint: `${column.name}: ${column.type}${column.cut ? '; long texts are cut' : ''}`,
      width: widthOf(column, rowCount),
      align: numeric ? 'right' : 'left',
      cell: (row) => <ValueCell text={valueText(column, row)} />,
      copyText: (row) => valueText(column, row) ?? '',
      sortValue: (row) => sortValue(column, row, numeric),
      firstDirection: 'asc',
    };
  });
}

/** Exact texts sort as the numbers that they are; neighbours beyond 2^53 stay as they came. */
function sortValue(column: StatementColumn, row: number, numeric: boolean): SortValue {
  if (column.column.kind === 'number') return numberAt(column.column, row);
  const text = textAt(column.column, row);
  return text === null || !numeric ? text : Number(text);
}

function widthOf(column: StatementColumn, rowCount: number): number {
  let characters = column.name.length + column.type.length * 0.8 + 2;
  for (let row = 0; row < Math.min(rowCount, MEASURED_ROWS); row++)
    characters = Math.max(characters, (valueText(column, row) ?? 'NULL').length);
  return Math.round(Math.min(WIDTH.max, Math.max(WIDTH.min, characters * CHARACTER_PX + PADDING_PX)));
}

function HeaderText({ name, type }: { readonly name: string; readonly type: string }): ReactNode {
  return (
    <>
      {name}
      <span className="sql__type">{type}</span>
    </>
  );
}

function ValueCell({ text }: { readonly text: string | null }): ReactNode {
  if (text === null) return <span className="sql__null">NULL</span>;
  return (
    <span className="sql__value" title={text.length > 30 ? text.slice(0, 1000) : undefined}>
      {text}
    </span>
  );
}
