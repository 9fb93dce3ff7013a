import type { TailRow } from '#shared/model/drill-down.ts';
import type { SelectionSnapshot } from '../../state/selection-slice.ts';
import { conditionOn, withValue } from '../selection/condition-choice.ts';

const SECOND_MS = 1000;

/** What changes in the selection when a row is chosen: its transaction, its second or its value is added. */
export function chosenTailRow(
  selection: SelectionSnapshot,
  { field, value, key }: TailRow,
): Partial<Omit<SelectionSnapshot, 'runId'>> {
  if (field === 'transaction' && key !== null) {
    const others = selection.transactions ?? [];
    return { transactions: [...new Set([...others, key])].sort((a, b) => a - b) };
  }
  if (field === 'second' && key !== null) return { time: { fromMs: key, toMs: key + SECOND_MS } };
  return { conditions: withValue(selection.conditions, field, value) };
}

/** Is it what the selection has been narrowed to? */
export function tailRowMarked(selection: SelectionSnapshot, { field, value, key }: TailRow): boolean {
  if (field === 'transaction') return key !== null && selection.transactions?.includes(key) === true;
  if (field === 'second' && key !== null) {
    const { time } = selection;
    return time !== null && time.fromMs === key && time.toMs === key + SECOND_MS;
  }
  return conditionOn(selection.conditions, field, false)?.values.includes(value) === true;
}
