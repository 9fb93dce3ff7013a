import type { ImportEmitter } from '../importer.ts';

/** Bounds the memory; tests with more names forgot to group their addresses. */
const MAX_ENTRIES = 100_000;

export type EntryId = number | null;

/** Names and methods as Locust counts them; null: all of them together. */
export class Entries {
  private readonly ids = new Map<string, number>();
  private readonly emit: ImportEmitter;

  constructor(emit: ImportEmitter) {
    this.emit = emit;
  }

  /** @returns undefined when there are too many */
  idOf(type: string, name: string): EntryId | undefined {
    if (isTotal(type, name)) return null;
    const key = `${type}\u0000${name}`;
    const known = this.ids.get(key);
    if (known !== undefined) return known;
    if (this.ids.size === MAX_ENTRIES) return undefined;
    const localId = this.ids.size;
    this.ids.set(key, localId);
    const method = type === '' || type === 'None' ? null : type;
    this.emit.transactions([{ localId, name, kind: 'request', method }]);
    return localId;
  }
}

export const TOO_MANY_NAMES = `more than ${MAX_ENTRIES} names`;

/** `,Aggregated` since 0.13; `None,Total` before, and `None,Aggregated` in between. */
function isTotal(type: string, name: string): boolean {
  return (type === '' || type === 'None') && (name === 'Aggregated' || name === 'Total');
}
