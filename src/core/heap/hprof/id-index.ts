/** Finds the place of an id in a column: open addressing, four bytes a slot. */
export class IdIndex {
  readonly #ids: Float64Array;
  readonly #slots: Uint32Array;
  readonly #mask: number;

  /** @param ids whole numbers; of equal ones the first counts */
  constructor(ids: Float64Array) {
    this.#ids = ids;
    let capacity = 16;
    while (capacity < 1.5 * ids.length) capacity *= 2;
    this.#mask = capacity - 1;
    this.#slots = new Uint32Array(capacity);
    for (let at = 0; at < ids.length; at++) {
      const slot = this.#slotOf(ids[at]!);
      if (this.#slots[slot] === 0) this.#slots[slot] = at + 1;
    }
  }

  /** @returns -1 where there is none */
  find(id: number): number {
    return this.#slots[this.#slotOf(id)]! - 1;
  }

  /** The slot of an id, or the free one where it would go. */
  #slotOf(id: number): number {
    const mixed = Math.imul((id >>> 0) ^ Math.imul(Math.floor(id / 2 ** 32), 0x85ebca6b), 0x9e3779b1);
    let slot = (mixed ^ (mixed >>> 15)) & this.#mask;
    for (;;) {
      const entry = this.#slots[slot]!;
      if (entry === 0 || this.#ids[entry - 1] === id) return slot;
      slot = (slot + 1) & this.#mask;
    }
  }
}
