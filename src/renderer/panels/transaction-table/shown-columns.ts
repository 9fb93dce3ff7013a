import { NOT_IN_REPORT } from '../run-nature/report-words.ts';
import type { TransactionColumn } from './transaction-columns.tsx';

/** What a person said about columns; what nobody spoke of is shown or not by itself. */
export interface ColumnChoice {
  readonly hidden: readonly string[];
  readonly shown: readonly string[];
}

/** The first to give way where the table is narrower than its columns. The others stay, whatever the width. */
const GIVES_WAY: readonly string[] = [
  'deviation',
  'received',
  'min',
  'mean',
  'p90',
  'p99.9',
  'sparkline',
  'max',
  'slo',
];

/** Ids of the columns that are not shown, and what to say of those that nobody has hidden. */
export interface HiddenColumns {
  readonly ids: readonly string[];
  readonly notes: ReadonlyMap<string, string>;
}

/**
 * What is not shown: left out by hand; without a single value in a report; extra; and, where the table would have to be
 * scrolled sideways, what matters least.
 * @param roomPx width of the table; null while it is not known
 * @param isReport columns without values are left out: in a report they stay empty whatever is chosen
 */
export function hiddenColumns(
  columns: readonly TransactionColumn[],
  choice: ColumnChoice,
  roomPx: number | null,
  isReport: boolean,
): HiddenColumns {
  const notes = new Map<string, string>();
  const isHidden = (id: string): boolean => choice.hidden.includes(id) || notes.has(id);
  for (const { id, isEmpty, isExtra, extraNote = 'in the report' } of columns) {
    if (isHidden(id) || choice.shown.includes(id)) continue;
    if (isReport && isEmpty === true) notes.set(id, NOT_IN_REPORT);
    else if (isExtra === true) notes.set(id, extraNote);
  }
  let width = columns.reduce((sum, column) => (isHidden(column.id) ? sum : sum + column.width), 0);
  for (const id of GIVES_WAY) {
    if (roomPx === null || width <= roomPx) break;
    const column = columns.find((candidate) => candidate.id === id);
    if (column === undefined || isHidden(id) || choice.shown.includes(id)) continue;
    notes.set(id, 'no room');
    width -= column.width;
  }
  return { ids: [...choice.hidden, ...notes.keys()], notes };
}

/** What a person has said after ticking `next` to be hidden, where `before` was. */
export function chooseColumns(
  choice: ColumnChoice,
  before: readonly string[],
  next: readonly string[],
): ColumnChoice {
  const nowHidden = next.filter((id) => !before.includes(id));
  const nowShown = before.filter((id) => !next.includes(id));
  const without = (ids: readonly string[], others: readonly string[]): string[] =>
    ids.filter((id) => !others.includes(id));
  return {
    hidden: [...without(choice.hidden, nowShown), ...nowHidden],
    shown: [...without(choice.shown, [...nowHidden, ...nowShown]), ...nowShown],
  };
}

/** A file has room for every column that has values; only what was left out by hand, or never asked for, stays out. */
export function exportedColumns(
  columns: readonly TransactionColumn[],
  choice: ColumnChoice,
  isReport: boolean,
): readonly TransactionColumn[] {
  return columns.filter(
    ({ id, isEmpty, isExtra }) =>
      !choice.hidden.includes(id) && !(isEmpty === true && (isReport || isExtra === true)),
  );
}
