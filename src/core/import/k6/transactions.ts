import type { TransactionKind } from '#shared/model/run.ts';
import type { NewTransaction } from '../importer.ts';

/** Numbers the transactions of a file in the order of their appearance. */
export class Transactions {
  private readonly byKind = new Map<string, Map<string, number>>();
  private fresh: NewTransaction[] = [];
  private count = 0;

  idOf(name: string, kind: TransactionKind, method: string | null): number {
    const key = method === null ? kind : `${kind} ${method}`;
    let byName = this.byKind.get(key);
    if (byName === undefined) {
      byName = new Map();
      this.byKind.set(key, byName);
    }
    let id = byName.get(name);
    if (id === undefined) {
      id = this.count++;
      byName.set(name, id);
      this.fresh.push({ localId: id, name, kind, method });
    }
    return id;
  }

  /** Those that appeared since the last call. */
  takeNew(): NewTransaction[] {
    const fresh = this.fresh;
    this.fresh = [];
    return fresh;
  }
}
