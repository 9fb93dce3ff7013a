import type { TransactionKind } from '#shared/model/run.ts';
import type { NewTransaction } from '../importer.ts';

/**
 * Names beyond this share one transaction: nobody reads a table of so many, and a script that does
 * not group its URLs (tag `name`) has one for every request.
 */
export const MAX_TRANSACTIONS = 100_000;
const MAX_NAME_UNITS = 16 << 20;

export const MORE_NAMES = '(more names)';

/** Numbers the transactions of a file in the order of their appearance. */
export class Transactions {
  /** Calls of {@link idOf} that were answered with {@link MORE_NAMES}. */
  overflow = 0;
  private readonly byKind = new Map<string, Map<string, number>>();
  private readonly limit: number;
  private fresh: NewTransaction[] = [];
  private count = 0;
  private units = 0;

  constructor(limit = MAX_TRANSACTIONS) {
    this.limit = limit;
  }

  /** @returns the number of the transaction; that of {@link MORE_NAMES} of the kind when there are too many names */
  idOf(name: string, kind: TransactionKind, method: string | null): number {
    const known = this.byKind.get(keyOf(kind, method))?.get(name);
    if (known !== undefined) return known;
    if (this.count < this.limit && this.units + name.length <= MAX_NAME_UNITS)
      return this.add(name, kind, method);
    this.overflow += 1;
    return this.byKind.get(keyOf(kind, null))?.get(MORE_NAMES) ?? this.add(MORE_NAMES, kind, null);
  }

  /** Those that appeared since the last call. */
  takeNew(): NewTransaction[] {
    const fresh = this.fresh;
    this.fresh = [];
    return fresh;
  }

  private add(name: string, kind: TransactionKind, method: string | null): number {
    const key = keyOf(kind, method);
    let byName = this.byKind.get(key);
    if (byName === undefined) {
      byName = new Map();
      this.byKind.set(key, byName);
    }
    const id = this.count++;
    this.units += name.length;
    byName.set(name, id);
    this.fresh.push({ localId: id, name, kind, method });
    return id;
  }
}

function keyOf(kind: TransactionKind, method: string | null): string {
  return method === null ? kind : `${kind} ${method}`;
}
