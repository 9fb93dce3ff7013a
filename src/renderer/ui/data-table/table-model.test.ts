import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentWidth, gridTemplate, MIN_COLUMN_WIDTH, resized, withoutWidth } from './column-layout.ts';
import type { DataColumn, SortKey } from './data-column.ts';
import { moveInGrid } from './grid-position.ts';
import { orderRows, toggleSort } from './row-order.ts';
import { NO_ROWS, selectAllRows, selectRow } from './row-selection.ts';
import { tableText } from './table-text.ts';

function column(id: string, change: Partial<DataColumn> = {}): DataColumn {
  return { id, header: id, width: 80, cell: () => id, ...change };
}

describe('order of rows', () => {
  const desc: readonly SortKey[] = [{ column: 'n', direction: 'desc' }];

  it('is stable, and puts missing values last whatever the direction', () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.integer({ min: 0, max: 5 }))),
        fc.constantFrom('asc', 'desc'),
        (values, direction) => {
          const columns = [column('n', { sortValue: (row) => values[row] ?? null })];
          const order = [...orderRows(values.length, null, columns, [{ column: 'n', direction }])];
          const known = [...values.keys()].filter((row) => values[row] !== null);
          const sign = direction === 'asc' ? 1 : -1;
          known.sort((a, b) => sign * (values[a]! - values[b]!) || a - b);
          const missing = [...values.keys()].filter((row) => values[row] === null);
          expect(order).toEqual([...known, ...missing]);
        },
      ),
    );
  });

  it('sorts names as people do', () => {
    const names = ['item 10', 'Item 2', 'item 1'];
    const columns = [column('name', { sortValue: (row) => names[row] ?? null })];
    expect([...orderRows(3, null, columns, [{ column: 'name', direction: 'asc' }])]).toEqual([2, 1, 0]);
  });

  it('takes NaN for missing, and ignores keys of columns that are gone', () => {
    const columns = [column('n', { sortValue: (row) => [1, Number.NaN, 3][row]! })];
    expect([...orderRows(3, null, columns, desc)]).toEqual([2, 0, 1]);
    expect([...orderRows(3, null, [], desc)]).toEqual([0, 1, 2]);
  });

  it('sorts a filtered set only', () => {
    const columns = [column('n', { sortValue: (row) => row })];
    expect([...orderRows(10, [3, 7, 5], columns, desc)]).toEqual([7, 5, 3]);
  });

  it('adds, turns and drops keys with Shift', () => {
    const a = column('a');
    const b = column('b', { align: 'right' });
    const one = toggleSort([], a, false);
    const two = toggleSort(one, b, true);
    expect(two).toEqual([
      { column: 'a', direction: 'asc' },
      { column: 'b', direction: 'desc' },
    ]);
    const turned = toggleSort(two, b, true);
    expect(turned[1]).toEqual({ column: 'b', direction: 'asc' });
    expect(toggleSort(turned, b, true)).toEqual(one);
    expect(toggleSort(two, b, false)).toEqual([{ column: 'b', direction: 'desc' }]);
  });
});

describe('keyboard in a grid', () => {
  const size = { headLines: 2, rowCount: 100, columnCount: 3, pageRows: 20 };

  it.each([
    ['ArrowUp', 2, 1],
    ['ArrowUp', 0, 0],
    ['ArrowDown', 101, 101],
    ['PageDown', 0, 22],
    ['PageUp', 30, 10],
    ['PageUp', 10, 2],
    ['Home', 50, 2],
    ['End', 0, 101],
  ])('%s from line %d goes to %d', (key, from, to) => {
    expect(moveInGrid({ line: from, column: 1 }, key, size)?.line).toBe(to);
  });

  it('stays within the columns and leaves other keys alone', () => {
    expect(moveInGrid({ line: 5, column: 2 }, 'ArrowRight', size)?.column).toBe(2);
    expect(moveInGrid({ line: 5, column: 0 }, 'ArrowLeft', size)?.column).toBe(0);
    expect(moveInGrid({ line: 5, column: 0 }, 'x', size)).toBeNull();
  });

  it('reaches the header of an empty table', () => {
    expect(moveInGrid({ line: 0, column: 0 }, 'ArrowDown', { ...size, rowCount: 0 })?.line).toBe(1);
    expect(moveInGrid({ line: 0, column: 0 }, 'Home', { ...size, headLines: 1, rowCount: 0 })?.line).toBe(0);
  });
});

describe('row selection', () => {
  const ordered = { length: 5, keyAt: (position: number) => `k${4 - position}` };

  it('replaces, toggles and extends from the anchor', () => {
    const one = selectRow(NO_ROWS, 'replace', 1, ordered);
    const range = selectRow(one, 'extend', 3, ordered);
    expect([...range.keys]).toEqual(['k3', 'k2', 'k1']);
    expect([...selectRow(range, 'extend', 0, ordered).keys]).toEqual(['k4', 'k3']);
    expect([...selectRow(range, 'toggle', 2, ordered).keys]).toEqual(['k3', 'k1']);
    expect(selectAllRows(ordered).keys.size).toBe(5);
  });
});

describe('table as text', () => {
  const labels = ['plain', 'a, "quoted"', 'tab\tand\nbreak'];
  const columns = [
    column('label', { copyText: (row) => labels[row] ?? '', summaryCopyText: 'All' }),
    column('picture'),
  ];

  it('is CSV by RFC 4180', () => {
    expect(tableText(columns, [0, 1, 2], 'csv', { summary: true })).toBe(
      'label\r\nAll\r\nplain\r\n"a, ""quoted"""\r\n"tab\tand\nbreak"\r\n',
    );
  });

  it('is TSV with one line per row', () => {
    expect(tableText(columns, [2], 'tsv')).toBe('label\r\ntab and break\r\n');
  });
});

describe('column layout', () => {
  const columns = [column('a', { grow: 1 }), column('b')];

  it('gives the spare width to growing columns, or to nobody', () => {
    expect(gridTemplate(columns, {})).toBe('minmax(80px, 1fr) 80px');
    expect(gridTemplate(columns, { a: 120 })).toBe('120px 80px minmax(0, 1fr)');
    expect(contentWidth(columns, { a: 120 })).toBe(200);
  });

  it('keeps widths usable', () => {
    expect(resized({}, 'a', 3)).toEqual({ a: MIN_COLUMN_WIDTH });
    expect(withoutWidth({ a: 100, b: 90 }, 'a')).toEqual({ b: 90 });
  });
});
