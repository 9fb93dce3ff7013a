import type { StringTable } from '../model/string-table.ts';

/** Edge name of a value that a WeakMap holds; V8 writes it from the key and from the table. */
const ENTRY = /^\d+( \/ part of key \(.*? @\d+\) -> value \(.*? @\d+\) pair in WeakMap \(table @(\d+)\))$/su;

interface Entry {
  /** Id of the table of the WeakMap. */
  readonly tableId: number;
  /** The part of the name that both edges of the entry share. */
  readonly pair: string;
}

const SPACE = 32;
const DIGIT_0 = 48;
const DIGIT_9 = 57;

/** Which names of internal edges speak of WeakMap entries (method P9). Each name is looked at once. */
export class WeakMapEntries {
  readonly #strings: StringTable;
  /** 0: not looked at, 1: no entry, 2: an entry. */
  readonly #state: Uint8Array;
  readonly #entries = new Map<number, Entry>();

  constructor(strings: StringTable) {
    this.#strings = strings;
    this.#state = new Uint8Array(strings.count);
  }

  get(name: number): Entry | null {
    const state = this.#state[name];
    if (state === 1 || state === undefined) return null;
    return this.#entryOf(name, state);
  }

  #entryOf(name: number, state: number): Entry | null {
    if (state === 2) return this.#entries.get(name) ?? null;
    const match = this.#mayBeEntry(name) ? ENTRY.exec(this.#strings.get(name)) : null;
    if (match === null) {
      this.#state[name] = 1;
      return null;
    }
    const entry = { tableId: Number(match[2]), pair: match[1]! };
    this.#state[name] = 2;
    this.#entries.set(name, entry);
    return entry;
  }

  /** A number and a space: slots of tables are numbers alone, and there are many. */
  #mayBeEntry(name: number): boolean {
    let place = 0;
    let byte = this.#strings.byteAt(name, place);
    while (byte >= DIGIT_0 && byte <= DIGIT_9) byte = this.#strings.byteAt(name, ++place);
    return place > 0 && byte === SPACE;
  }
}
