import { describe, expect, test } from 'vitest';
import { chooseColumns, exportedColumns, hiddenColumns, type ColumnChoice } from './shown-columns.ts';
import type { TransactionColumn } from './transaction-columns.tsx';

const column = (id: string, width: number, more: Partial<TransactionColumn> = {}): TransactionColumn => ({
  id,
  header: id,
  width,
  cell: () => id,
  ...more,
});
const columns = [
  column('name', 160),
  column('p95', 48),
  column('min', 42),
  column('p99.9', 54, { isEmpty: true }),
  column('p75', 48, { isExtra: true }),
  column('deviation', 62),
];
const nothing: ColumnChoice = { hidden: [], shown: [] };
const hidden = (choice = nothing, roomPx: number | null = null, isReport = false) =>
  hiddenColumns(columns, choice, roomPx, isReport);

describe('columns that are not shown', () => {
  test('are extras, and in a report those without values; each says why', () => {
    expect(hidden().ids).toEqual(['p75']);
    expect([...hidden(nothing, null, true).notes]).toEqual([
      ['p99.9', 'not in the report'],
      ['p75', 'in the report'],
    ]);
  });

  test('are as few as fit the width, those that matter least first', () => {
    expect(hidden(nothing, 366).ids).toEqual(['p75']);
    expect(hidden(nothing, 365).ids).toEqual(['p75', 'deviation']);
    expect(hidden(nothing, 303).ids).toEqual(['p75', 'deviation', 'min']);
    // What a row is, and the percentile that it is judged by, stay whatever the width.
    expect(hidden(nothing, 10).ids).toEqual(['p75', 'deviation', 'min', 'p99.9']);
  });

  test('are never those that somebody asked for', () => {
    expect(hidden({ hidden: [], shown: ['p75', 'deviation', 'p99.9'] }, 10, true).ids).toEqual(['min']);
  });

  test('are what was left out by hand, of which nothing has to be said', () => {
    const { ids, notes } = hidden({ hidden: ['min'], shown: [] });
    expect(ids).toEqual(['min', 'p75']);
    expect(notes.has('min')).toBe(false);
  });
});

describe('choosing', () => {
  test('a column that hides by itself is remembered as wanted, one that shows as not wanted', () => {
    const before = hidden(nothing, 365).ids;
    const wanted = chooseColumns(nothing, before, ['p75']);
    expect(wanted).toEqual({ hidden: [], shown: ['deviation'] });
    expect(hidden(wanted, 365).ids).toEqual(['p75', 'min']);
    expect(chooseColumns(wanted, ['p75', 'min'], ['p75', 'min', 'deviation'])).toEqual({
      hidden: ['deviation'],
      shown: [],
    });
  });

  test('showing all shows all', () => {
    const all = chooseColumns({ hidden: ['p95'], shown: [] }, ['p95', 'p75', 'min'], []);
    expect(hidden(all, 10).ids).not.toContain('p95');
    expect(hidden(all, 10).ids).not.toContain('min');
  });
});

test('a file has every column with values that was not left out by hand, whatever the width of the window', () => {
  const ids = (choice: ColumnChoice) => exportedColumns(columns, choice, true).map(({ id }) => id);
  expect(ids(nothing)).toEqual(['name', 'p95', 'min', 'p75', 'deviation']);
  expect(ids({ hidden: ['min'], shown: ['p99.9'] })).toEqual(['name', 'p95', 'p75', 'deviation']);
});
