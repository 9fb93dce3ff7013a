import { numbersToColumn, textsToColumn, type ColumnTable } from '#shared/contract/columns.ts';
import type { ClassRow } from '../model/snapshot-tables.ts';

/** A class of one snapshot with the least number of steps to one of its objects; null: only the runtime leads to them. */
export interface ClassListRow extends ClassRow {
  readonly distance: number | null;
}

export function classTable(rows: readonly ClassListRow[]): ColumnTable {
  return {
    rowCount: rows.length,
    columns: {
      key: textsToColumn(rows.map(({ key }) => key)),
      name: textsToColumn(rows.map(({ name }) => name)),
      family: textsToColumn(rows.map(({ family }) => family)),
      count: numbersToColumn(rows.map(({ count }) => count)),
      self: numbersToColumn(rows.map(({ selfBytes }) => selfBytes)),
      retained: numbersToColumn(rows.map(({ retainedBytes }) => retainedBytes)),
      distance: numbersToColumn(rows.map(({ distance }) => distance)),
    },
  };
}
