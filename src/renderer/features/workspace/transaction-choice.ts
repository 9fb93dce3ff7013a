import type { Transaction, TransactionKind } from '#shared/model/run.ts';

/** Null stands for the counted transactions of the run: what the headline figures are about. */
export type TransactionIds = readonly number[] | null;

export function countedIds(
  transactions: readonly Transaction[],
  counted: TransactionKind,
): readonly number[] {
  return transactions
    .filter((transaction) => transaction.kind === counted)
    .map((transaction) => transaction.id);
}

export function chosenIds(ids: TransactionIds, counted: readonly number[]): ReadonlySet<number> {
  return new Set(ids ?? counted);
}

/** An explicit list of exactly the counted ones means the same as no list, and says so. */
export function asChoice(chosen: Iterable<number>, counted: readonly number[]): TransactionIds {
  const set = new Set(chosen);
  if (set.size === 0) return null;
  const same = set.size === counted.length && counted.every((id) => set.has(id));
  return same ? null : [...set];
}

/** Unticking the last one selects everything again: an empty selection would only show empty views. */
export function withToggled(ids: TransactionIds, id: number, counted: readonly number[]): TransactionIds {
  const chosen = new Set(chosenIds(ids, counted));
  if (!chosen.delete(id)) chosen.add(id);
  return asChoice(chosen, counted);
}

/** What the chip says: `all 14`, `Add to cart`, `not Log out`, `3 of 14`. */
export function choiceLabel(
  ids: TransactionIds,
  transactions: readonly Transaction[],
  counted: readonly number[],
): string {
  if (ids === null) return `all ${counted.length}`;
  const name = (id: number | undefined): string =>
    transactions.find((transaction) => transaction.id === id)?.label ?? `number ${id ?? 0}`;
  if (ids.length === 1) return name(ids[0]);
  if (ids.length === counted.length - 1) {
    const chosen = new Set(ids);
    const missing = counted.filter((id) => !chosen.has(id));
    if (missing.length === 1) return `not ${name(missing[0])}`;
  }
  return `${ids.length} of ${transactions.length}`;
}
