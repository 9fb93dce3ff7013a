import type { TransactionKind } from '#shared/model/run.ts';

/** A transaction of one run, by what its files say. */
export interface NamedTransaction {
  readonly id: number;
  readonly name: string;
  readonly method: string | null;
  readonly kind: TransactionKind;
}

/** How it is shown. */
export interface ShownTransaction {
  readonly id: number;
  readonly label: string;
  /** The transaction that it is part of; null: itself. */
  readonly shownAs: number | null;
}

export interface Labelling {
  /** In the order of the transactions. */
  readonly shown: readonly ShownTransaction[];
  /** Their labels without methods; those that rules changed differ from the names. */
  readonly cleanNames: readonly string[];
  /** Names that rules would give one label, and that stay apart. */
  readonly keptApart: number;
}

/**
 * Labels of the transactions of one run. Those of one kind and method with the same clean name are one transaction: the
 * one that came first. Two methods of one name are two transactions; then, and only then, the method becomes part of
 * the label.
 * @param join false for reports, whose rows cannot be put together: what would become one stays what it is
 */
export function labelsOf(
  transactions: readonly NamedTransaction[],
  clean: (name: string) => string,
  join: boolean,
): Labelling {
  const { names, keptApart } = join
    ? { names: transactions.map(({ name }) => clean(name)), keptApart: 0 }
    : apart(transactions, clean);
  const first = new Map<string, number>();
  const methods = new Map<string, Set<string>>();
  transactions.forEach(({ id, method, kind }, index) => {
    const name = names[index]!;
    const key = transactionKey({ kind, method, name });
    first.set(key, Math.min(first.get(key) ?? id, id));
    if (method === null) return;
    const known = methods.get(transactionKey({ kind, method: null, name }));
    if (known === undefined) methods.set(transactionKey({ kind, method: null, name }), new Set([method]));
    else known.add(method);
  });
  const shown = transactions.map(({ id, method, kind }, index) => {
    const name = names[index]!;
    const several = (methods.get(transactionKey({ kind, method: null, name }))?.size ?? 0) > 1;
    const representative = first.get(transactionKey({ kind, method, name }))!;
    return {
      id,
      label: method !== null && several ? `${method} ${name}` : name,
      shownAs: representative === id ? null : representative,
    };
  });
  return { shown, cleanNames: names, keptApart };
}

/** What makes two transactions of a run one. */
export function transactionKey({ kind, method, name }: Omit<NamedTransaction, 'id'>): string {
  return `${kind}\u0000${method ?? ''}\u0000${name}`;
}

/**
 * Clean names of which no two are equal: where rules make one of several, those that they change keep their names. A name
 * that is kept can be what another would become, so this goes on until nothing meets.
 */
function apart(
  transactions: readonly NamedTransaction[],
  clean: (name: string) => string,
): { readonly names: readonly string[]; readonly keptApart: number } {
  const names = transactions.map(({ name }) => clean(name));
  let keptApart = 0;
  for (;;) {
    const counts = new Map<string, number>();
    const keys = transactions.map(({ kind, method }, index) =>
      transactionKey({ kind, method, name: names[index]! }),
    );
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
    let kept = 0;
    transactions.forEach(({ name }, index) => {
      if (counts.get(keys[index]!)! < 2 || names[index] === name) return;
      names[index] = name;
      kept += 1;
    });
    if (kept === 0) return { names, keptApart };
    keptApart += kept;
  }
}
