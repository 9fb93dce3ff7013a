/** Stands for a text whose number was not worked out yet. */
const NOT_KNOWN = -2;

/** Units of UTF-16 that are held, about 130 MB, with what a string takes besides; later texts lose their own. */
const MAX_HELD_UNITS = 64 << 20;
const UNITS_OF_STRING = 16;
export const MORE_TEXTS = '(more texts)';

/**
 * The texts of a log, which stand in it once and then by number: 1, 2, 3 … in order. What a text is used for (a name, a
 * message) has numbers of its own, worked out when it is first used so.
 */
export class StringCache {
  /** Texts that were replaced by {@link MORE_TEXTS}. */
  dropped = 0;
  private readonly texts: string[] = [''];
  private heldUnits = 0;
  private readonly maxHeldUnits: number;
  private readonly uses: TextUse[] = [];

  constructor(maxHeldUnits = MAX_HELD_UNITS) {
    this.maxHeldUnits = maxHeldUnits;
  }

  /** Number of texts. */
  get count(): number {
    return this.texts.length - 1;
  }

  /**
   * @param index at most one above {@link count}
   * @returns whether there was another text under it
   */
  set(index: number, text: string): boolean {
    if (this.texts[index] === text) return false;
    const isNew = index > this.count;
    let held = text;
    const units = text.length + UNITS_OF_STRING;
    if (this.heldUnits + units > this.maxHeldUnits) {
      held = MORE_TEXTS;
      this.dropped += 1;
    } else this.heldUnits += units;
    this.texts[index] = held;
    if (isNew) return false;
    for (const use of this.uses) use.forget(index);
    return true;
  }

  textOf(index: number): string {
    return this.texts[index]!;
  }

  use(numberOf: (text: string) => number): TextUse {
    const use = new TextUse(this, numberOf);
    this.uses.push(use);
    return use;
  }
}

/** The numbers that texts of the cache have in one use. */
export class TextUse {
  private readonly cache: StringCache;
  private readonly numberOf: (text: string) => number;
  private numbers = new Int32Array(1024).fill(NOT_KNOWN);

  constructor(cache: StringCache, numberOf: (text: string) => number) {
    this.cache = cache;
    this.numberOf = numberOf;
  }

  of(index: number): number {
    if (index < this.numbers.length) {
      const number = this.numbers[index]!;
      if (number !== NOT_KNOWN) return number;
    }
    return this.add(index);
  }

  forget(index: number): void {
    if (index < this.numbers.length) this.numbers[index] = NOT_KNOWN;
  }

  private add(index: number): number {
    if (index >= this.numbers.length) {
      const larger = new Int32Array(Math.max(this.numbers.length * 2, index + 1)).fill(NOT_KNOWN);
      larger.set(this.numbers);
      this.numbers = larger;
    }
    const number = this.numberOf(this.cache.textOf(index));
    this.numbers[index] = number;
    return number;
  }
}
