import { z } from 'zod';
import { savedSelectionSchema, type SavedSelection } from '#shared/model/drill-down.ts';
import type { Transaction } from '#shared/model/run.ts';
import type { SelectionSnapshot } from '../../state/selection-slice.ts';

/** A selection without its run: transactions by their labels. It can be kept, sent to somebody, used on another run. */
export type PortableSelection = SavedSelection['selection'];

export function portableSelection(
  { time, transactions, outcome, latency, conditions }: SelectionSnapshot,
  known: readonly Transaction[],
): PortableSelection {
  const labelOf = new Map(known.map(({ id, label }) => [id, label]));
  const labels = transactions?.flatMap((id) => labelOf.get(id) ?? []);
  return {
    time,
    transactions: labels === undefined ? null : [...new Set(labels)],
    outcome,
    latency,
    conditions: conditions.map((condition) => ({ ...condition, values: [...condition.values] })),
  };
}

export interface UsableSelection {
  readonly selection: Omit<SelectionSnapshot, 'runId'>;
  /** Labels that the run has not. */
  readonly missing: readonly string[];
}

/**
 * What a selection means in a run with these transactions.
 * @returns null when it names transactions and the run has none of them: nothing would be selected
 */
export function usableSelection(
  { transactions, ...rest }: PortableSelection,
  known: readonly Transaction[],
): UsableSelection | null {
  if (transactions === null) return { selection: { ...rest, transactions: null }, missing: [] };
  const wanted = new Set(transactions);
  const ids = known.filter(({ label }) => wanted.has(label)).map(({ id }) => id);
  if (ids.length === 0) return null;
  const labels = new Set(known.map(({ label }) => label));
  return {
    selection: { ...rest, transactions: [...ids].sort((a, b) => a - b) },
    missing: transactions.filter((label) => !labels.has(label)),
  };
}

const textSchema = z.strictObject({ loadstone: z.literal('selection'), selection: savedSelectionSchema });

/** A selection as text for the clipboard. */
export function selectionText(selection: PortableSelection): string {
  return JSON.stringify({ loadstone: 'selection', selection }, null, 2);
}

/** @returns null for a text that is no selection */
export function parseSelectionText(text: string): PortableSelection | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  const result = textSchema.safeParse(parsed);
  return result.success ? result.data.selection : null;
}

/** What is said where some or all transactions of a selection are not in the run. */
export function missingText(missing: readonly string[]): string {
  const [first] = missing;
  return missing.length === 1
    ? `“${first}” is not in this run.`
    : `${missing.length} of its transactions are not in this run.`;
}
