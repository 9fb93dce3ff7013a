import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { giveElementsSize } from '../../testing/dom-layout.ts';
import type { ColumnWidths } from './column-layout.ts';
import type { DataColumn, SortKey } from './data-column.ts';
import { DataTable, type DataTableProps } from './DataTable.tsx';
import { DataTableHeader } from './DataTableHeader.tsx';

const names = ['Log in', 'Add to cart', 'Search', 'Log out'];
const p95 = [138, 111, 205, null];
const NO_WIDTHS: ColumnWidths = {};

const columns: readonly DataColumn[] = [
  {
    id: 'name',
    header: 'Transaction',
    width: 160,
    grow: 1,
    cell: (row) => names[row],
    sortValue: (row) => names[row] ?? null,
    copyText: (row) => names[row] ?? '',
    summary: 'All transactions',
  },
  {
    id: 'p95',
    header: 'p95',
    width: 60,
    align: 'right',
    cell: (row) => p95[row] ?? 'none',
    sortValue: (row) => p95[row] ?? null,
    copyText: (row) => String((p95[row] ?? 0) + 0.125),
  },
];

let restore: () => void;
beforeEach(() => {
  restore = giveElementsSize(600, 400);
});
afterEach(() => {
  cleanup();
  restore();
});

function show(props: Partial<DataTableProps> = {}) {
  const user = userEvent.setup();
  render(<DataTable label="Transactions" columns={columns} rowCount={names.length} {...props} />);
  return { user, grid: screen.getByRole('grid', { name: 'Transactions' }) };
}

function firstCells(): (string | null)[] {
  return screen
    .getAllByRole('row')
    .slice(2)
    .map((row) => within(row).getAllByRole('gridcell')[0]!.textContent);
}

function activeText(grid: HTMLElement): string | null {
  const id = grid.getAttribute('aria-activedescendant');
  return document.getElementById(id ?? '')?.textContent ?? null;
}

describe('DataTable', () => {
  it('shows a sticky summary row before the rows', () => {
    show();
    expect(within(screen.getAllByRole('row')[1]!).getByText('All transactions')).toBeTruthy();
    expect(firstCells()).toEqual(names);
  });

  it('sorts numbers descending first, turns round on the second click, and keeps missing values last', async () => {
    const { user } = show();
    const header = screen.getByRole('columnheader', { name: 'p95' });
    await user.click(header);
    expect(firstCells()).toEqual(['Search', 'Log in', 'Add to cart', 'Log out']);
    expect(header.getAttribute('aria-sort')).toBe('descending');
    await user.click(header);
    expect(firstCells()).toEqual(['Add to cart', 'Log in', 'Search', 'Log out']);
  });

  it('adds a second key with Shift', async () => {
    const onSortChange = vi.fn();
    const { user } = show({ onSortChange });
    await user.click(screen.getByRole('columnheader', { name: 'p95' }));
    await user.keyboard('{Shift>}');
    await user.click(screen.getByRole('columnheader', { name: 'Transaction' }));
    await user.keyboard('{/Shift}');
    expect(onSortChange).toHaveBeenLastCalledWith([
      { column: 'p95', direction: 'desc' },
      { column: 'name', direction: 'asc' },
    ]);
  });

  it('moves with the keyboard and hands Enter and Space to the caller', async () => {
    const onEnter = vi.fn();
    const onSpace = vi.fn();
    const { user, grid } = show({ onEnter, onSpace });
    grid.focus();
    expect(activeText(grid)).toBe('Log in');
    await user.keyboard('{ArrowDown}{ArrowDown}{Enter}{End} ');
    expect(onEnter).toHaveBeenCalledExactlyOnceWith(2);
    expect(onSpace).toHaveBeenCalledExactlyOnceWith(3);
    await user.keyboard('{Home}');
    expect(activeText(grid)).toBe('Log in');
    await user.keyboard('{ArrowUp}');
    expect(activeText(grid)).toBe('All transactions');
  });

  it('sorts from the keyboard on the header and stays on the same row of data', async () => {
    const { user, grid } = show();
    grid.focus();
    await user.keyboard('{ArrowRight}{ArrowUp}{ArrowUp}{Enter}');
    expect(firstCells()[0]).toBe('Search');
    await user.keyboard('{ArrowDown}{ArrowDown}{ArrowLeft}');
    expect(activeText(grid)).toBe('Search');
    await user.click(screen.getByRole('columnheader', { name: 'Transaction' }));
    expect(firstCells()).toEqual(['Add to cart', 'Log in', 'Log out', 'Search']);
    expect(activeText(grid)).toBe('Search');
  });

  it('copies the chosen rows as TSV with exact values', async () => {
    const { user, grid } = show();
    await user.click(screen.getByText('Log in'));
    await user.keyboard('{Shift>}');
    await user.click(screen.getByText('Search'));
    await user.keyboard('{/Shift}');
    const setData = vi.fn();
    fireEvent.copy(grid, { clipboardData: { setData } });
    expect(setData).toHaveBeenCalledWith(
      'text/plain',
      'Transaction\tp95\r\nLog in\t138.125\r\nAdd to cart\t111.125\r\nSearch\t205.125\r\n',
    );
  });

  it('shows only the rows of a filter, and what to do when there are none', () => {
    const { rerender } = render(<DataTable label="Some" columns={columns} rowCount={4} rows={[3, 0]} />);
    expect(firstCells()).toEqual(['Log out', 'Log in']);
    rerender(
      <DataTable label="Some" columns={columns} rowCount={4} rows={[]} empty="No transaction matches." />,
    );
    expect(screen.getByText('No transaction matches.')).toBeTruthy();
  });

  it('leaves hidden columns out', () => {
    show({ hiddenColumns: ['p95'] });
    expect(screen.queryByRole('columnheader', { name: 'p95' })).toBeNull();
  });

  it('keeps 100,000 rows out of the document', async () => {
    const cell = vi.fn((row: number) => `row ${row}`);
    const many: DataColumn[] = [{ id: 'n', header: 'N', width: 80, cell, sortValue: (row) => -row }];
    const user = userEvent.setup();
    render(<DataTable label="Many" columns={many} rowCount={100_000} />);
    expect(screen.getAllByRole('row').length).toBeLessThan(60);
    expect(cell.mock.calls.length).toBeLessThan(200);
    const grid = screen.getByRole('grid');
    expect(grid.getAttribute('aria-rowcount')).toBe('100001');
    await user.click(screen.getByRole('columnheader', { name: 'N' }));
    expect(screen.getByText('row 99999')).toBeTruthy();
  });

  it('keeps no rows ready beyond the view where none are wanted', () => {
    const names = Array.from({ length: 1000 }, (_, row) => `T${row}`);
    const many = [{ id: 'name', header: 'Transaction', width: 160, cell: (row: number) => names[row] }];
    const table = (overscan?: number) => (
      <DataTable label="Transactions" columns={many} rowCount={1000} overscan={overscan} />
    );
    const { rerender } = render(table());
    const usual = screen.getAllByRole('row').length;
    rerender(table(0));
    expect(usual - screen.getAllByRole('row').length).toBe(8);
  });

  it('new figures leave the header alone, which still sorts by them', async () => {
    const table = (figures: readonly number[]) => {
      const column: DataColumn = {
        id: 'figure',
        header: 'Figure',
        width: 60,
        align: 'right',
        cell: (row) => figures[row],
        sortValue: (row) => figures[row]!,
      };
      return <DataTable label="Figures" columns={[column]} rowCount={3} />;
    };
    const { rerender } = render(table([1, 2, 3]));
    rerender(table([5, 6, 4]));
    const cells = () => screen.getAllByRole('gridcell').map(({ textContent }) => textContent);
    expect(cells()).toEqual(['5', '6', '4']);
    await userEvent.click(screen.getByRole('columnheader', { name: 'Figure' }));
    expect(cells()).toEqual(['6', '5', '4']);
    rerender(table([1, 2, 3]));
    expect(cells()).toEqual(['3', '2', '1']);
  });

  it('the header is rendered again for other heads only', () => {
    const sort: SortKey[] = [{ column: 'p95', direction: 'desc' }];
    const rendered = vi.spyOn(sort, 'findIndex');
    const onSort = vi.fn();
    const header = (of: readonly DataColumn[]) => (
      <DataTableHeader
        id="t"
        columns={of}
        sort={sort}
        activeColumn={null}
        columnWidths={NO_WIDTHS}
        onSort={onSort}
        onColumnWidthsChange={undefined}
      />
    );
    const { rerender } = render(header(columns));
    const once = rendered.mock.calls.length;
    rerender(header(columns.map((column) => ({ ...column, cell: () => 'another figure' }))));
    expect(rendered).toHaveBeenCalledTimes(once);
    rerender(header(columns.map((column) => ({ ...column, hint: 'in ms' }))));
    expect(rendered).toHaveBeenCalledTimes(2 * once);
    expect(screen.getByRole('columnheader', { name: 'p95' }).title).toBe('in ms');
  });

  it('asks for more when the end comes into view', () => {
    const onNearEnd = vi.fn();
    show({ onNearEnd });
    expect(onNearEnd).toHaveBeenCalled();
  });
});
